/** Deploys what a line has released once more when an environment's stack has published a new configuration. */
import {
  CodePipelineClient,
  GetPipelineStateCommand,
  ListPipelineExecutionsCommand,
  StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import { SSMClient } from '@aws-sdk/client-ssm';
import { attempt, Problem } from '../build/programs/problem';
import { readVariables } from '../build/programs/program';
import { readDeployedRecord } from '../deployment/programs/deployed-parameter';
import { REDEPLOY_VARIABLES } from './constants';
import { parseNameMap } from './json-variables';
import {
  broughtBack,
  deployedRevision,
  type RedeployTarget,
  type ReleaseEvent,
  redeployment,
  underWay,
} from './redeploy';

const codePipeline = new CodePipelineClient({});
const ssm = new SSMClient({});

/** An error is thrown, as Lambda then tries twice more. */
export async function handler(event: ReleaseEvent): Promise<void> {
  const { pipelineName, sourceAction, stage, revisionType, records } = readVariables(process.env, REDEPLOY_VARIABLES);
  const parameter = `${event.account}:${event.detail.name}`;
  const record = parseNameMap(REDEPLOY_VARIABLES.records, records)[parameter];
  if (!record) throw new Problem(`${parameter} is no release parameter of the environments of ${pipelineName}`);
  const deployed = await readDeployedRecord(ssm, record);
  if (!deployed) {
    console.log(`${record}: nothing is deployed, so the first release brings the configuration along`);
    return;
  }
  const target: RedeployTarget = { pipelineName, sourceAction, revisionType: parseRevisionType(revisionType) };
  const revision = (await revisionUnderWay(target, stage)) ?? deployedRevision(deployed, target);
  const input = redeployment(event, target, revision);
  const { pipelineExecutionId } = await attempt(`start ${pipelineName}`, () =>
    codePipeline.send(new StartPipelineExecutionCommand(input)),
  );
  console.log(`${event.detail.name} is new: ${pipelineExecutionId} deploys ${revision} again`);
}

/** What the environments will have soon, where that is not what the record says. */
async function revisionUnderWay(
  { pipelineName, sourceAction }: RedeployTarget,
  stage: string,
): Promise<string | undefined> {
  // What has not come to its end is among the newest.
  const { pipelineExecutionSummaries: runs = [] } = await attempt(`list the runs of ${pipelineName}`, () =>
    codePipeline.send(new ListPipelineExecutionsCommand({ pipelineName, maxResults: 100 })),
  );
  const { stageStates } = await attempt(`read the state of ${pipelineName}`, () =>
    codePipeline.send(new GetPipelineStateCommand({ name: pipelineName })),
  );
  const latest = stageStates?.find(({ stageName }) => stageName === stage)?.latestExecution;
  return broughtBack(latest, runs, sourceAction) ?? underWay(runs, sourceAction);
}

function parseRevisionType(text: string): RedeployTarget['revisionType'] {
  if (text === 'COMMIT_ID' || text === 'IMAGE_DIGEST') return text;
  throw new Problem(
    `${REDEPLOY_VARIABLES.revisionType} must be COMMIT_ID or IMAGE_DIGEST (got ${JSON.stringify(text)})`,
  );
}
