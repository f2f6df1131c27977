import { IgnoreMode, Stack, type StackProps } from 'aws-cdk-lib';
import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import * as events from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Construct } from 'constructs';
import type { Delivery, Service } from '../config/delivery';
import { otherAccounts } from '../shared/accounts';
import { toolchainRemovalPolicyOf } from '../shared/life';
import * as names from '../shared/names';
import { SEED_EXCLUDES } from './constants';

export interface SourceStackProps extends StackProps {
  readonly delivery: Delivery;
  readonly key: IKey;
}

/**
 * What pipelines start from: a CodeCommit repository for each service, whose first commit is the service's own directory,
 * and the events of environments in other accounts.
 */
export class SourceStack extends Stack {
  constructor(scope: Construct, id: string, props: SourceStackProps) {
    super(scope, id, props);
    for (const service of props.delivery.services) this.addRepository(service, props);
    for (const account of otherAccounts(props.delivery)) {
      // Events of AWS's services among them: nobody can send those as their own.
      new events.CfnEventBusPolicy(this, `Events-${account}`, {
        statementId: `${props.delivery.name}-${account}`,
        action: 'events:PutEvents',
        principal: account,
      });
    }
  }

  private addRepository(service: Service, { delivery, key }: SourceStackProps): void {
    const seed = new Asset(this, `${service.name}-Seed`, {
      path: service.directory,
      exclude: SEED_EXCLUDES,
      ignoreMode: IgnoreMode.GIT,
    });
    const repository = new codecommit.Repository(this, service.name, {
      repositoryName: names.repositoryName(delivery.name, service.name),
      description: `The source of ${service.name}`,
      // CodeCommit reads it when it creates the repository and never again: later changes overwrite nothing.
      code: codecommit.Code.fromAsset(seed, delivery.releaseLines[0]!.branch),
      kmsKey: key,
    });
    repository.applyRemovalPolicy(toolchainRemovalPolicyOf(delivery));
  }
}
