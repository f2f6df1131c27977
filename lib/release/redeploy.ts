import type { PipelineExecutionSummary, StartPipelineExecutionCommandInput } from '@aws-sdk/client-codepipeline';
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
export type Run = Pick<PipelineExecutionSummary, 'status' | 'executionType' | 'sourceRevisions'>;

/**
 * What the newest run is about that has not come to its end: a run of what is deployed, queued behind it, would undo it.
 *
 * @param runs newest first
 * @returns a commit or digest, or undefined where nothing is under way
 */
export function underWay(runs: readonly Run[], sourceAction: string): string | undefined {
  const run = runs.find(({ status, executionType }) => status === 'InProgress' && executionType !== 'ROLLBACK');
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
