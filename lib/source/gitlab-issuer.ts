/** The names by which IAM knows a GitLab. */
export interface GitlabIssuer {
  /** With `https://` and without a slash at the end, as in the tokens. */
  readonly url: string;
  /** The same without `https://`: in the provider's ARN and in the names of a token's claims. */
  readonly name: string;
}

/** Checks the address of a GitLab: IAM wants one over HTTPS without port and query (CreateOpenIDConnectProvider). */
export function gitlabIssuer(address: string): GitlabIssuer {
  const url = address.replace(/\/+$/, '');
  const name = /^https:\/\/(?<name>[a-z0-9-]+(\.[a-z0-9-]+)+(\/[A-Za-z0-9._-]+)*)$/.exec(url)?.groups?.['name'];
  if (!name) {
    throw new Error(
      `A GitLab's address must be https://<host>, with a path if need be and without a port (got '${address}')`,
    );
  }
  return { url, name };
}

/** The address of the provider in an account. */
export function providerArn(partition: string, account: string, { name }: GitlabIssuer): string {
  return `arn:${partition}:iam::${account}:oidc-provider/${name}`;
}

/** What the tokens of some branches' jobs say that they are about. */
export interface Subjects {
  readonly exact: string[];
  /** For a policy's `StringLike`. */
  readonly like: string[];
}

const PROJECT = /^[A-Za-z0-9_][A-Za-z0-9_.-]*(\/[A-Za-z0-9_][A-Za-z0-9_.-]*)+$/;

/**
 * The subjects for some branches ("OpenID Connect (OIDC) authentication using ID tokens" in GitLab's documentation). Git
 * allows neither `*` nor `?` in the name of a branch, so that what a pattern ends in is all of it that is open: no other
 * project and no tag fits.
 *
 * @param branches names, and patterns `name/*`
 */
export function subjectsOf(project: string, branches: readonly string[]): Subjects {
  if (!PROJECT.test(project)) throw new Error(`A GitLab project must be group/project (got '${project}')`);
  for (const branch of branches) {
    // In a policy `*` and `?` stand for other characters, and `$` starts a variable.
    if (!/^[^*?\s$]+(\/\*)?$/.test(branch)) {
      throw new Error(`A branch must be a name, or a pattern name/* (got '${branch}')`);
    }
  }
  const subject = (branch: string) => `project_path:${project}:ref_type:branch:ref:${branch}`;
  return {
    exact: branches.filter((branch) => !branch.endsWith('/*')).map(subject),
    like: branches.filter((branch) => branch.endsWith('/*')).map(subject),
  };
}
