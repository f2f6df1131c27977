/** Where code is, in the words of a configuration. */

/** Where a service's code is; the functions of `words.ts` make it. */
export type SourceInput = CodeCommitInput | ConnectionInput | GitlabCiInput;

/** A part of a repository that several services share. */
export interface RepositoryPartInput {
  /** The service's own directory in the repository, with the Dockerfile, from the repository's top. @default - all of it */
  readonly path?: string;
  /**
   * Files or directories outside `path`, from the repository's top, whose changes are changes of this service and which its
   * image may contain. @default - none
   */
  readonly sharedPaths?: readonly string[];
}

/** A repository of AWS CodeCommit that the delivery makes. */
export interface CodeCommitInput extends RepositoryPartInput {
  readonly kind: 'codecommit';
  /**
   * At most 87 characters; in AWS the delivery's name stands before it. Shared by all services that name it: each has a
   * `path` of its own then, and no other service is called like it. @default - one of the service's own
   */
  readonly repository?: string;
}

/** A repository elsewhere, reached through a connection that a person has confirmed in the console. */
export interface ConnectionInput extends RepositoryPartInput {
  readonly kind: 'github' | 'gitlab';
  /** `arn:aws:codeconnections:…:connection/…`, or with the old name `codestar-connections`. */
  readonly connectionArn: string;
  /** `owner/name`, for GitLab with all its groups. */
  readonly repository: string;
}

/**
 * GitLab CI builds and tests, and pushes the image; the release starts from there. The service has no `commands`, no
 * integration or acceptance test, and of the gates those that look at the image: what needs the source stays with GitLab.
 */
export interface GitlabCiInput {
  readonly kind: 'gitlabCi';
  /** `group/project`, with all subgroups. */
  readonly project: string;
  /** `https://`, a host and a path if need be; no port. @default https://gitlab.com */
  readonly url?: string;
  /**
   * The account of `tools` has the identity provider of this GitLab already, since it can have but one: another
   * delivery's, or the team's own. Its audiences must include `sts.amazonaws.com`. @default false
   */
  readonly existingProvider?: boolean;
}
