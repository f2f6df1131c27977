import { Duration, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Delivery, Environment } from '../config/delivery';
import { acknowledge } from '../shared/acknowledge';
import { removalPolicyOf } from '../shared/life';
import * as names from '../shared/names';
import { DIAGNOSTICS_DAYS } from './constants';

export interface DiagnosticsBucketProps {
  readonly delivery: Delivery;
  readonly environment: Environment;
}

/** Where collected diagnostics lie for a while. */
export class DiagnosticsBucket extends Construct {
  readonly bucket: s3.Bucket;

  constructor(scope: Construct, id: string, { delivery, environment }: DiagnosticsBucketProps) {
    super(scope, id);
    const { account, region } = Stack.of(this);
    this.bucket = new s3.Bucket(this, 'Resource', {
      bucketName: names.diagnosticsBucketName(delivery.name, environment.name, account, region),
      // As the logs that it holds excerpts of.
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      lifecycleRules: [
        { expiration: Duration.days(DIAGNOSTICS_DAYS), abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      removalPolicy: removalPolicyOf(environment),
      autoDeleteObjects: !environment.production,
    });
    acknowledge(
      this.bucket,
      'S1',
      'A few objects in an incident, which are gone after a month; CloudTrail can tell who read.',
    );
  }
}
