import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Delivery } from '../config/delivery';
import { hasOwnAccount } from '../shared/accounts';
import { toolchainRemovalPolicyOf } from '../shared/life';
import * as names from '../shared/names';
import { toolchainBucket } from '../shared/toolchain-bucket';
import { ARTIFACT_DAYS } from './constants';

export interface ArtifactsStackProps extends StackProps {
  readonly delivery: Delivery;
  /** The region whose environments this store serves. @default - that of tools */
  readonly storeRegion?: string;
}

/**
 * The toolchain's key, and the bucket through which pipelines hand files from action to action; in the region of tools,
 * and in each other region that pipelines deploy to.
 */
export class ArtifactsStack extends Stack {
  readonly key: kms.IKey;

  constructor(scope: Construct, id: string, props: ArtifactsStackProps) {
    super(scope, id, props);
    const { delivery } = props;
    const removalPolicy = toolchainRemovalPolicyOf(delivery);
    const key = new kms.Key(this, 'Key', {
      alias: names.artifactKeyAlias(delivery.name),
      description: `Sources, images and pipeline artifacts of ${delivery.name}`,
      enableKeyRotation: true,
      pendingWindow: Duration.days(7),
      removalPolicy,
    });
    key.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'UseThroughRepositories',
        // As with AWS's own keys: whoever may use the repository may use its key, through the repository only.
        principals: [new iam.AnyPrincipal()],
        actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
        resources: ['*'],
        conditions: {
          StringEquals: {
            'kms:CallerAccount': this.account,
            'kms:ViaService': [`codecommit.${this.region}.amazonaws.com`, `ecr.${this.region}.amazonaws.com`],
          },
        },
      }),
    );

    const bucket = toolchainBucket(this, 'Bucket', {
      bucketName: names.bucketName(delivery.name, this.account, this.region),
      key,
      removalPolicy,
      accessLogsPrefix: 'artifacts/',
      lifecycleRules: [
        {
          expiration: Duration.days(ARTIFACT_DAYS),
          noncurrentVersionExpiration: Duration.days(1),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
    this.key = key;
    this.openToEnvironments(bucket, delivery, props.storeRegion ?? delivery.tools.region);
  }

  /** Deploy roles in accounts of their own read the rendered files; in the tools account their own policy is enough. */
  private openToEnvironments(bucket: s3.IBucket, delivery: Delivery, storeRegion?: string): void {
    for (const { name, account, region } of delivery.environments) {
      if (region !== storeRegion) continue;
      if (account === undefined || !hasOwnAccount({ account }, delivery.tools)) continue;
      const deployRoles = new iam.AccountPrincipal(account).withConditions({
        ArnLike: {
          'aws:PrincipalArn': delivery.services.map(
            (service) =>
              `arn:${this.partition}:iam::${account}:role/${names.deployRoleName(delivery.name, name, service.name)}`,
          ),
        },
      });
      bucket.grantRead(deployRoles);
    }
  }
}
