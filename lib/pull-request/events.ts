/** What the function behind pull requests hears of, as far as it matters; everything else it asks for itself. */
export type CheckEvent =
  | { readonly kind: 'pullRequest'; readonly id: string }
  | { readonly kind: 'push'; readonly repository: string; readonly commit: string }
  /** `build` is `<project>:<uuid>`. */
  | { readonly kind: 'build'; readonly project: string; readonly build: string };

/** An event of EventBridge. */
export interface RawEvent {
  readonly 'detail-type': string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** @throws if the event is not one of those that the rules let through */
export function readEvent({ 'detail-type': type, detail }: RawEvent): CheckEvent {
  const text = (name: string): string => {
    const value = detail[name];
    if (typeof value !== 'string' || value === '') throw new Error(`${type}: no ${name} in the event`);
    return value;
  };
  switch (type) {
    case 'CodeCommit Pull Request State Change':
      return { kind: 'pullRequest', id: text('pullRequestId') };
    case 'CodeCommit Repository State Change':
      return { kind: 'push', repository: text('repositoryName'), commit: text('commitId') };
    case 'CodeBuild Build State Change':
      return {
        kind: 'build',
        project: text('project-name'),
        build: text('build-id').replace(/^arn:[^/]*:build\//, ''),
      };
    default:
      throw new Error(`unexpected event: ${type}`);
  }
}
