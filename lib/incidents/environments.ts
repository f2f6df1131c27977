import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { STSClient } from '@aws-sdk/client-sts';
import { assumeRole } from '../deployment/programs/assume-role';
import * as names from '../shared/names';
import { type Facts, factsOf, type Location, locationOf } from './facts';

/** CloudWatch of the environments: in the tools account directly, in other accounts through the role that is there for it. */
export class Environments {
  private readonly clients = new Map<string, Promise<CloudWatchClient>>();

  constructor(
    private readonly facts: Facts,
    private readonly own: Location,
  ) {}

  /** A client for the environment; its credentials last fifteen minutes, and a call of the function one. */
  cloudWatch(environment: string): Promise<CloudWatchClient> {
    const client = this.clients.get(environment) ?? this.connect(environment);
    this.clients.set(environment, client);
    return client;
  }

  private async connect(environment: string): Promise<CloudWatchClient> {
    const { at } = factsOf(this.facts, { environment, service: '' });
    const { account, region } = locationOf(at, this.own);
    if (account === this.own.account) return new CloudWatchClient({ region });
    const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
    const role = names.incidentMetricsRoleName(this.facts.delivery, environment);
    const credentials = await assumeRole(
      new STSClient({}),
      `arn:${partition}:iam::${account}:role/${role}`,
      'incidents',
    );
    return new CloudWatchClient({ region, credentials });
  }
}
