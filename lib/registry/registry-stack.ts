import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { TREE_TAG_PREFIX } from '../build/programs/constants';
import type { Delivery, Service } from '../config/delivery';
import { DEPLOYED_TAG_PREFIX } from '../deployment/programs/constants';
import { otherAccounts } from '../shared/accounts';
import { toolchainRemovalPolicyOf } from '../shared/life';
import * as names from '../shared/names';

export interface RegistryStackProps extends StackProps {
  readonly delivery: Delivery;
  readonly key: IKey;
}

/** Images that nothing runs any more, kept for a rollback. */
const KEPT_IMAGES = 50;

/** An ECR repository for each service: immutable tags, scan on push, and rules that never expire what is deployed. */
export class RegistryStack extends Stack {
  constructor(scope: Construct, id: string, props: RegistryStackProps) {
    super(scope, id, props);
    for (const service of props.delivery.services) this.addRepository(service, props);
  }

  private addRepository(service: Service, { delivery, key }: RegistryStackProps): void {
    const removalPolicy = toolchainRemovalPolicyOf(delivery);
    const repository = new ecr.Repository(this, service.name, {
      repositoryName: names.repositoryName(delivery.name, service.name),
      // Only the marks of what is deployed where may move.
      imageTagMutability: ecr.TagMutability.IMMUTABLE_WITH_EXCLUSION,
      imageTagMutabilityExclusionFilters: [ecr.ImageTagMutabilityExclusionFilter.wildcard(`${DEPLOYED_TAG_PREFIX}*`)],
      imageScanOnPush: true,
      encryption: ecr.RepositoryEncryption.KMS,
      encryptionKey: key,
      removalPolicy,
      emptyOnDelete: removalPolicy === RemovalPolicy.DESTROY,
      lifecycleRules: [
        {
          // An image that a rule's tags match is out of reach of the rules after it: this one never has so many.
          rulePriority: 1,
          description: 'Keep what is deployed',
          tagPatternList: [`${DEPLOYED_TAG_PREFIX}*`],
          maxImageCount: 1000,
        },
        {
          rulePriority: 2,
          description: `Keep the last ${KEPT_IMAGES} images`,
          tagPatternList: [`${TREE_TAG_PREFIX}*`],
          maxImageCount: KEPT_IMAGES,
        },
        {
          rulePriority: 3,
          description: 'Remove what lost its tag',
          tagStatus: ecr.TagStatus.UNTAGGED,
          maxImageAge: Duration.days(7),
        },
      ],
    });
    for (const account of otherAccounts(delivery)) {
      // The environment's own policies say which role there may pull which repository.
      repository.grantPull(new iam.AccountPrincipal(account));
    }
  }
}
