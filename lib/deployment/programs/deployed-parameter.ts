import { GetParameterCommand, ParameterNotFound, PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { attempt, Problem } from '../../build/programs/problem';
import { type DeployedRecord, parseDeployedRecord } from '../deployed-record';

/** What a parameter says is deployed; undefined before the first deployment. */
export async function readDeployedRecord(client: SSMClient, name: string): Promise<DeployedRecord | undefined> {
  const text = await attempt(`read the parameter ${name}`, async () => {
    try {
      return (await client.send(new GetParameterCommand({ Name: name }))).Parameter?.Value ?? '';
    } catch (error) {
      if (!(error instanceof ParameterNotFound)) throw error;
      throw new Problem(`the parameter ${name} does not exist: deploy the stack of the pipeline first`);
    }
  });
  return parseDeployedRecord(text);
}

/** Overwrites a parameter, which the pipeline's stack has made, with the text of a record. */
export async function writeDeployedRecord(client: SSMClient, name: string, text: string): Promise<void> {
  await attempt(`write the parameter ${name}`, () =>
    // Of the type that the stack made it with.
    client.send(new PutParameterCommand({ Name: name, Value: text, Overwrite: true })),
  );
}
