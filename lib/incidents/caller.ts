import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { attempt, Problem } from '../build/programs/problem';

/** Who calls, by the name that AWS knows: of a user, or of a session, which identity providers name after a person. */
export async function callerName(client: STSClient): Promise<string> {
  const { Arn: arn } = await attempt('find out who you are', () => client.send(new GetCallerIdentityCommand({})));
  const name = arn?.split(/[:/]/).at(-1);
  if (!name) throw new Problem('cannot find out who you are: STS sent no name');
  return name;
}
