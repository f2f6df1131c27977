/** One build of a check project, as far as it matters here. */
export interface CheckBuild {
  /** `<project>:<uuid>` */
  readonly id: string;
  readonly arn: string;
  readonly project: string;
  /** Counts up within a project. */
  readonly number: number;
  /** What was checked out; before that, what is to be. */
  readonly commit: string;
  readonly status: BuildStatus;
  /** Epoch milliseconds; none while it waits or runs. */
  readonly started?: number;
  readonly ended?: number;
  /** The first phase that did not succeed, and what CodeBuild says about it. */
  readonly failure?: { readonly phase: string; readonly message?: string };
  readonly logUrl?: string;
}

/** As CodeBuild says it (API reference, Build, `buildStatus`). */
export type BuildStatus = 'SUCCEEDED' | 'FAILED' | 'FAULT' | 'TIMED_OUT' | 'IN_PROGRESS' | 'STOPPED';

/** How far the checks of a commit are, and what is to be done now. */
export type Progress =
  /** Projects that have no build of the commit yet, perhaps beside others that run. */
  | { readonly kind: 'start'; readonly projects: readonly string[] }
  | { readonly kind: 'wait'; readonly projects: readonly string[] }
  /** One build for each project; none if nothing had to be checked. */
  | { readonly kind: 'done'; readonly passed: boolean; readonly builds: readonly CheckBuild[] };

/**
 * Judges a commit by the newest build of each project, so that it makes no difference in which order, how late or how
 * often one hears of builds, and that a repeated build replaces the one before.
 *
 * @param projects those that have to check the commit
 * @param builds of any projects and commits, in any order
 */
export function progressOf(commit: string, projects: readonly string[], builds: readonly CheckBuild[]): Progress {
  const newest = projects.map((project) => newestBuild(builds.filter(isOf(project, commit))));
  const missing = projects.filter((_, index) => newest[index] === undefined);
  if (missing.length > 0) return { kind: 'start', projects: missing };
  const found = newest.filter((build) => build !== undefined);
  const running = found.filter(({ status }) => status === 'IN_PROGRESS');
  if (running.length > 0) return { kind: 'wait', projects: running.map(({ project }) => project) };
  return { kind: 'done', passed: found.every(({ status }) => status === 'SUCCEEDED'), builds: found };
}

function isOf(project: string, commit: string): (build: CheckBuild) => boolean {
  return (build) => build.project === project && build.commit === commit;
}

function newestBuild(builds: readonly CheckBuild[]): CheckBuild | undefined {
  return builds.reduce<CheckBuild | undefined>(
    (newest, build) => (newest && newest.number > build.number ? newest : build),
    undefined,
  );
}
