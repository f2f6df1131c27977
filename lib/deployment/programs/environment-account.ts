import { DescribeTaskDefinitionCommand, type ECSClient, type TaskDefinition } from '@aws-sdk/client-ecs';
import { GetParameterCommand, ParameterNotFound, type SSMClient } from '@aws-sdk/client-ssm';
import { attempt, Problem } from '../../build/programs/problem';

export { assumeRole, type SessionCredentials } from './assume-role';

/** The text of the release manifest. */
export async function readParameter(client: SSMClient, name: string): Promise<string> {
  return attempt(`read the parameter ${name}`, async () => {
    try {
      const { Parameter: parameter } = await client.send(new GetParameterCommand({ Name: name }));
      return parameter?.Value ?? '';
    } catch (error) {
      if (!(error instanceof ParameterNotFound)) throw error;
      throw new Problem(`the parameter ${name} does not exist: deploy the service's stack in this environment first`);
    }
  });
}

/** One revision, which must still be in use: the stack deregisters what it has replaced. */
export async function readTaskDefinition(client: ECSClient, arn: string): Promise<TaskDefinition> {
  const { taskDefinition } = await attempt(`describe ${arn}`, () =>
    client.send(new DescribeTaskDefinitionCommand({ taskDefinition: arn })),
  );
  if (!taskDefinition) throw new Problem(`cannot describe ${arn}: ECS sent no task definition`);
  if (taskDefinition.status !== 'ACTIVE') {
    throw new Problem(
      `${arn} is ${taskDefinition.status}: the environment's stack has moved on to a newer revision; run this stage again`,
    );
  }
  return taskDefinition;
}
