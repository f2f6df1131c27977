import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { STSClient } from '@aws-sdk/client-sts';
import { assumeRole } from '../../deployment/programs/environment-account';
import type { Place } from './assembly';

/** Clients for the places that stacks are in, each with a session of its own. */
export class Lookup {
  private readonly clients = new Map<string, CloudFormationClient>();

  /** @param elsewhere for stacks that do not say where they are; its role's ARN says in which partition all are */
  constructor(
    private readonly elsewhere: Place,
    private readonly session: string,
  ) {}

  async clientFor(place: Place = this.elsewhere): Promise<CloudFormationClient> {
    const partition = this.elsewhere.lookupRoleArn.split(':')[1]!;
    const role = place.lookupRoleArn.replace(/\$\{AWS::Partition\}/, partition);
    const client = this.clients.get(role) ?? (await this.connect(role, place.region));
    this.clients.set(role, client);
    return client;
  }

  private async connect(role: string, region: string): Promise<CloudFormationClient> {
    // STS in the pipeline's own region: the other may be one that this account has not opted in to.
    const credentials = await assumeRole(new STSClient({}), role, this.session);
    return new CloudFormationClient({ region, credentials });
  }
}
