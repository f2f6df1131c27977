import { DescribeTaskDefinitionCommand, type ECSClient, type TaskDefinition } from '@aws-sdk/client-ecs';
import { GetParameterCommand, ParameterNotFound, type SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { attempt, Problem } from '../../build/programs/problem';

/** As the clients of the SDK take them. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** The clients ask for new ones before. */
  readonly expiration?: Date;
}

/** A short session of the environment's role: most programs need seconds of the fifteen minutes that are the least. */
export async function assumeRole(client: STSClient, roleArn: string, sessionName: string): Promise<SessionCredentials> {
  const { Credentials: credentials } = await attempt(`assume ${roleArn}`, () =>
    client.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: sessionName, DurationSeconds: 900 })),
  );
  if (!credentials?.AccessKeyId || !credentials.SecretAccessKey || !credentials.SessionToken) {
    throw new Problem(`cannot assume ${roleArn}: STS sent no credentials`);
  }
  return {
    accessKeyId: credentials.AccessKeyId,
    secretAccessKey: credentials.SecretAccessKey,
    sessionToken: credentials.SessionToken,
    expiration: credentials.Expiration,
  };
}

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
