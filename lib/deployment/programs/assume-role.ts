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
