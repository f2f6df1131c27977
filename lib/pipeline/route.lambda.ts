/** Starts a service's pipeline for a push to a shared repository, if the push changes the service. */
import { CodeCommitClient, CommitDoesNotExistException, paginateGetDifferences } from '@aws-sdk/client-codecommit';
import {
  CodePipelineClient,
  type PipelineExecutionSummary,
  paginateListPipelineExecutions,
  StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import { touches } from '../source/changes';
import { lastSuccess, type Push, type Run } from './push';

const codecommit = new CodeCommitClient({});
const codepipeline = new CodePipelineClient({});

export async function handler(push: Push): Promise<void> {
  const { pipelineName, repositoryName, commitId } = push;
  const released = await lastReleased(push);
  if (released !== undefined && !(await changes(push, released))) {
    console.log(`${commitId} of ${repositoryName} changes nothing of ${pipelineName} since ${released}`);
    return;
  }
  await codepipeline.send(
    new StartPipelineExecutionCommand({
      name: pipelineName,
      // An event that is delivered twice starts one run.
      clientRequestToken: push.id,
      sourceRevisions: [{ actionName: push.actionName, revisionType: 'COMMIT_ID', revisionValue: commitId }],
    }),
  );
  console.log(`${commitId} of ${repositoryName} starts ${pipelineName}`);
}

async function lastReleased({ pipelineName, actionName }: Push): Promise<string | undefined> {
  for await (const { pipelineExecutionSummaries } of paginateListPipelineExecutions(
    { client: codepipeline, pageSize: 100 },
    { pipelineName },
  )) {
    const commit = lastSuccess((pipelineExecutionSummaries ?? []).map((summary) => runOf(summary, actionName)));
    if (commit !== undefined) return commit;
  }
  return undefined;
}

function runOf({ status, executionType, sourceRevisions }: PipelineExecutionSummary, actionName: string): Run {
  const source = sourceRevisions?.find((revision) => revision.actionName === actionName);
  return { status, executionType, commitId: source?.revisionId };
}

async function changes({ repositoryName, commitId, paths }: Push, since: string): Promise<boolean> {
  const range = { repositoryName, beforeCommitSpecifier: since, afterCommitSpecifier: commitId };
  try {
    for await (const { differences } of paginateGetDifferences({ client: codecommit, pageSize: 100 }, range)) {
      const found = (differences ?? []).some(({ beforeBlob, afterBlob }) =>
        touches(paths, { before: beforeBlob?.path, after: afterBlob?.path }),
      );
      if (found) return true;
    }
    return false;
  } catch (error) {
    // A branch that was rewritten has lost the commit: what has changed since, nobody can tell.
    if (error instanceof CommitDoesNotExistException) return true;
    throw error;
  }
}
