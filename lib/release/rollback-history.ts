/** The executions of a pipeline, as far as a rollback has to know them. */
export interface Execution {
  readonly id: string;
  readonly isRollback: boolean;
  /** The execution that a rollback brought back. */
  readonly target?: string;
  /** What it released: a commit, or an image's digest. */
  readonly revision?: string;
  readonly startedAt: Date;
}

/** A change of what an environment runs. */
export interface Deployment {
  readonly executionId: string;
  readonly finishedAt: Date;
}

/** What CodePipeline remembers of one environment's stage. */
export interface StageHistory {
  readonly executions: readonly Execution[];
  /** In any order. */
  readonly deployments: readonly Deployment[];
  /** The executions that succeeded in the stage under the pipeline's present structure. */
  readonly succeeded: ReadonlySet<string>;
}

/**
 * The releases that led to what runs now, the oldest first and the live one last. A rollback takes away what it rolled back
 * from: that was bad, and is no target for a later one.
 */
export function releasesOf({ executions, deployments }: StageHistory): Execution[] {
  const byId = new Map(executions.map((execution) => [execution.id, execution]));
  const inOrder = [...deployments].sort((one, other) => one.finishedAt.getTime() - other.finishedAt.getTime());
  let releases: Execution[] = [];
  for (const { executionId } of inOrder) {
    const execution = byId.get(executionId);
    // Older than what CodePipeline lists.
    if (!execution) continue;
    const live = execution.isRollback ? execution.target && byId.get(execution.target) : execution;
    if (!live) continue;
    releases = [...releasesBefore(live, releases), live];
  }
  return releases;
}

/** What stays of the former releases once `live` runs: nothing that came after it. */
function releasesBefore(live: Execution, releases: readonly Execution[]): readonly Execution[] {
  // There already, if it was rolled back to, or if its stage ran once more.
  const at = releases.findIndex(({ id }) => id === live.id);
  return at >= 0 ? releases.slice(0, at) : releases.filter(({ startedAt }) => startedAt <= live.startedAt);
}
