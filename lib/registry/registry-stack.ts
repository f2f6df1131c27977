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
import { CANDIDATE_TAG_PREFIX } from '../source/constants';
import { ImageSigning } from './image-signing';
import { SbomBucket } from './sbom-bucket';

export interface RegistryStackProps extends StackProps {
  readonly delivery: Delivery;
  readonly key: IKey;
}

/** Images that nothing runs any more, kept for a rollback. */
const KEPT_IMAGES = 50;

/**
 * An ECR repository for each service: immutable tags, a scan and a signature on push, and rules that never expire what is
 * deployed; and the images' SBOMs.
 */
export class RegistryStack extends Stack {
  /** The profile that signs the images, if they are signed. */
  readonly signingProfileArn?: string;

  constructor(scope: Construct, id: string, props: RegistryStackProps) {
    super(scope, id, props);
    const { delivery } = props;
    for (const service of delivery.services) this.addRepository(service, props);
    new SbomBucket(this, 'Sboms', props);
    const { profileArn } = new ImageSigning(this, 'Signing', delivery);
    if (delivery.registry.signing) this.signingProfileArn = profileArn;
    if (delivery.registry.scanning === 'enhanced') {
      // One for the whole registry: the images of others in it are scanned as before, by hand.
      new ecr.CfnRegistryScanningConfiguration(this, 'Scanning', {
        scanType: 'ENHANCED',
        rules: [
          {
            scanFrequency: 'CONTINUOUS_SCAN',
            repositoryFilters: [{ filterType: 'WILDCARD', filter: names.repositoryName(delivery.name, '*') }],
          },
        ],
      });
    }
  }

  private addRepository(service: Service, { delivery, key }: RegistryStackProps): void {
    const removalPolicy = toolchainRemovalPolicyOf(delivery);
    const marks = [
      { tags: `${DEPLOYED_TAG_PREFIX}*`, description: 'Keep what is deployed' },
      ...(service.source.kind === 'gitlabCi'
        ? [{ tags: `${CANDIDATE_TAG_PREFIX}*`, description: 'Keep what was handed over last' }]
        : []),
    ];
    const repository = new ecr.Repository(this, service.name, {
      repositoryName: names.repositoryName(delivery.name, service.name),
      // Only the marks of what is deployed where may move, and of what another CI has handed over.
      imageTagMutability: ecr.TagMutability.IMMUTABLE_WITH_EXCLUSION,
      imageTagMutabilityExclusionFilters: marks.map(({ tags }) => ecr.ImageTagMutabilityExclusionFilter.wildcard(tags)),
      imageScanOnPush: true,
      encryption: ecr.RepositoryEncryption.KMS,
      encryptionKey: key,
      removalPolicy,
      emptyOnDelete: removalPolicy === RemovalPolicy.DESTROY,
      lifecycleRules: [
        // An image that a rule's tags match is out of reach of the rules after it: these never have so many.
        ...marks.map(({ tags, description }, index) => ({
          rulePriority: index + 1,
          description,
          tagPatternList: [tags],
          maxImageCount: 1000,
        })),
        {
          rulePriority: marks.length + 1,
          description: `Keep the last ${KEPT_IMAGES} images`,
          tagPatternList: [`${TREE_TAG_PREFIX}*`],
          maxImageCount: KEPT_IMAGES,
        },
        {
          rulePriority: marks.length + 2,
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
