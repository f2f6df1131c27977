import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { toolchainRemovalPolicyOf } from '../shared/life';
import * as names from '../shared/names';
import type { RecordProps } from './record-props';

const ACCESS_LOG_DAYS = 90;
/** In which a mistake can be undone. */
const NONCURRENT_DAYS = 30;

/**
 * Where events lie as they came, for good. They stay in S3's standard class: the cheaper ones bill 128 KiB for the 1 KiB
 * that an event has ("Amazon S3 pricing"), so that there they would cost more.
 */
export class EventArchiveBucket extends Construct {
  readonly bucket: s3.Bucket;

  constructor(scope: Construct, id: string, { delivery, key }: RecordProps) {
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
    this.bucket = new s3.Bucket(this, 'Resource', {
      ...common,
      bucketName: names.eventArchiveBucketName(delivery.name, account, region),
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: Key.fromKeyArn(this, 'Key', key.keyArn),
      bucketKeyEnabled: true,
      // An event that comes twice writes the same object again.
      versioned: true,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'events/',
      lifecycleRules: [
        {
          noncurrentVersionExpiration: Duration.days(NONCURRENT_DAYS),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
  }
}
