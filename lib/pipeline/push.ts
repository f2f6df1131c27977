/** A push to a branch of a shared repository, as the rule that saw it hands it to `route.lambda.ts`. */
export interface Push {
  /** Of the event: the same for the same push, however often it is delivered. */
  readonly id: string;
  readonly repositoryName: string;
  readonly commitId: string;
  readonly pipelineName: string;
  /** The source action that takes the commit. */
  readonly actionName: string;
  /** Files and directories of the repository whose changes are changes of the service. */
  readonly paths: readonly string[];
}

/** A run of a pipeline, as far as it matters here. */
export interface Run {
  readonly status?: string;
  readonly executionType?: string;
  readonly commitId?: string;
}

/**
 * The commit of the newest run that went well. A rollback is no step forward: the run that it goes back to is older.
 *
 * @param runs newest first
 */
export function lastSuccess(runs: readonly Run[]): string | undefined {
  return runs.find(({ status, executionType }) => status === 'Succeeded' && executionType !== 'ROLLBACK')?.commitId;
}
