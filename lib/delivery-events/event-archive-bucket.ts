import { Duration, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { toolchainRemovalPolicyOf } from '../shared/life';
import * as names from '../shared/names';
import { toolchainBucket } from '../shared/toolchain-bucket';
import type { RecordProps } from './record-props';

/** In which a mistake can be undone; an event that comes twice writes the same object again. */
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
    this.bucket = toolchainBucket(this, 'Resource', {
      bucketName: names.eventArchiveBucketName(delivery.name, account, region),
      key: Key.fromKeyArn(this, 'Key', key.keyArn),
      removalPolicy: toolchainRemovalPolicyOf(delivery),
      accessLogsPrefix: 'events/',
      lifecycleRules: [
        {
          noncurrentVersionExpiration: Duration.days(NONCURRENT_DAYS),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
  }
}
