import {
  type CodePipelineClient,
  GetPipelineExecutionCommand,
  GetPipelineStateCommand,
} from '@aws-sdk/client-codepipeline';
import { attempt } from '../../build/programs/problem';

/**
 * Whether a person has CodePipeline bring back what ran before. No alarm judges that: what is on then is about the version
 * that goes, and would keep it. CodePipeline's own rollback is judged like any release, as it follows one that failed, and
 * brings an older image with the very configuration that may be why.
 *
 * It asks for the stage, as nothing says whose id a rollback finds in its variables: its own, or that of the execution that it
 * goes back to.
 */
export async function isRollback(client: CodePipelineClient, name: string, stageName: string): Promise<boolean> {
  const { stageStates } = await attempt(`read the state of ${name}`, () =>
    client.send(new GetPipelineStateCommand({ name })),
  );
  const { pipelineExecutionId, type } =
    stageStates?.find((stage) => stage.stageName === stageName)?.latestExecution ?? {};
  if (type !== 'ROLLBACK') return false;
  const { pipelineExecution } = await attempt(`read the execution ${pipelineExecutionId} of ${name}`, () =>
    client.send(new GetPipelineExecutionCommand({ pipelineName: name, pipelineExecutionId })),
  );
  return pipelineExecution?.trigger?.triggerType !== 'AutomatedRollback';
}
