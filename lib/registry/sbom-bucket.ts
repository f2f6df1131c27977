import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Delivery } from '../config/delivery';
import { toolchainRemovalPolicyOf } from '../shared/life';
import * as names from '../shared/names';

const ACCESS_LOG_DAYS = 90;

/** Where the SBOM of each image lies under the image's digest, longer than a pipeline's artifacts last. */
export class SbomBucket extends Construct {
  constructor(scope: Construct, id: string, { delivery, key }: { readonly delivery: Delivery; readonly key: IKey }) {
    super(scope, id);
    const { account, region } = Stack.of(this);
    const removalPolicy = toolchainRemovalPolicyOf(delivery);
    const common = {
      enforceSSL: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      removalPolicy,
      autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY,
    };
    const accessLogs = new s3.Bucket(this, 'AccessLogs', {
      ...common,
      encryption: s3.BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ expiration: Duration.days(ACCESS_LOG_DAYS) }],
    });
    new s3.Bucket(this, 'Resource', {
      ...common,
      bucketName: names.sbomBucketName(delivery.name, account, region),
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      // A later release of the same image writes its SBOM again; what the first one said stays.
      versioned: true,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'sbom/',
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    });
  }
}
