import { type CodePipelineClient, GetPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { attempt } from '../../build/programs/problem';

/**
 * Whether CodePipeline brings back what ran before, for a person or by itself. No alarm judges that: what is on then is about
 * the version that goes, and would keep it.
 */
export async function isRollback(
  client: CodePipelineClient,
  pipelineName: string,
  pipelineExecutionId: string,
): Promise<boolean> {
  const { pipelineExecution } = await attempt(`read the execution ${pipelineExecutionId} of ${pipelineName}`, () =>
    client.send(new GetPipelineExecutionCommand({ pipelineName, pipelineExecutionId })),
  );
  return pipelineExecution?.executionType === 'ROLLBACK';
}
