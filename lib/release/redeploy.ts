import type {
  PipelineExecutionSummary,
  StageExecution,
  StartPipelineExecutionCommandInput,
} from '@aws-sdk/client-codepipeline';
import type { DeployedRecord } from '../deployment/deployed-record';

/** What EventBridge says when a stack has written a release parameter. */
export interface ReleaseEvent {
  readonly id: string;
  /** Where the parameter is. */
  readonly account: string;
  readonly detail: { readonly name: string };
}

/** The pipeline to start. */
export interface RedeployTarget {
  readonly pipelineName: string;
  readonly sourceAction: string;
  readonly revisionType: 'COMMIT_ID' | 'IMAGE_DIGEST';
}

/** A run of the pipeline, as far as it matters here. */
export type Run = Pick<
  PipelineExecutionSummary,
  'pipelineExecutionId' | 'status' | 'executionType' | 'sourceRevisions' | 'rollbackMetadata'
>;

/**
 * What the newest run is about that has not come to its end: a run of what is deployed, queued behind it, would undo it.
 *
 * @param runs newest first
 * @returns a commit or digest, or undefined where nothing is under way
 */
export function underWay(runs: readonly Run[], sourceAction: string): string | undefined {
  const run = runs.find(({ status, executionType }) => status === 'InProgress' && executionType !== 'ROLLBACK');
  return revisionOf(run, sourceAction);
}

/**
 * What a rollback brings back that is under way: until its end the record of what is deployed names the release that goes.
 *
 * @param latest the newest execution of the stage whose record it is
 * @param runs all that may be meant
 * @returns a commit or digest, or undefined where no rollback is under way in the stage
 */
export function broughtBack(
  latest: Partial<StageExecution> | undefined,
  runs: readonly Run[],
  sourceAction: string,
): string | undefined {
  if (latest?.type !== 'ROLLBACK' || latest.status !== 'InProgress') return undefined;
  const runOf = (id: string | undefined) => runs.find(({ pipelineExecutionId }) => pipelineExecutionId === id);
  const rollback = runOf(latest.pipelineExecutionId);
  const target = rollback && runOf(rollback.rollbackMetadata?.rollbackTargetPipelineExecutionId);
  return revisionOf(target ?? rollback, sourceAction);
}

function revisionOf(run: Run | undefined, sourceAction: string): string | undefined {
  return run?.sourceRevisions?.find(({ actionName }) => actionName === sourceAction)?.revisionId;
}

/** What is deployed, as the source action would be told of it. */
export function deployedRevision({ commit, digest }: DeployedRecord, { revisionType }: RedeployTarget): string {
  return revisionType === 'COMMIT_ID' ? commit : digest;
}

/** The run that brings a new configuration to what a line has released. */
export function redeployment(
  { id }: ReleaseEvent,
  { pipelineName, sourceAction, revisionType }: RedeployTarget,
  revisionValue: string,
): StartPipelineExecutionCommandInput {
  return {
    name: pipelineName,
    // EventBridge may deliver an event twice; the second start is then the first.
    clientRequestToken: id,
    sourceRevisions: [{ actionName: sourceAction, revisionType, revisionValue }],
  };
}
