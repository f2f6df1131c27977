import { Duration, Stack } from 'aws-cdk-lib';
import type { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Environment } from '../config/delivery';
import { acknowledge } from '../shared/acknowledge';
import { removalPolicyOf } from '../shared/life';

export interface AccessLogBucketProps {
  readonly environment: Environment;
}

/** Where an environment's load balancers write their access logs, kept as long as the environment's other logs. */
export class AccessLogBucket extends Construct {
  private readonly bucket: s3.Bucket;

  constructor(scope: Construct, id: string, props: AccessLogBucketProps) {
    super(scope, id);
    const removalPolicy = removalPolicyOf(props.environment);
    this.bucket = new s3.Bucket(this, 'Bucket', {
      // Load balancers can write to buckets with S3's own keys only.
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      lifecycleRules: [{ expiration: Duration.days(props.environment.logRetentionDays) }],
      removalPolicy,
      autoDeleteObjects: !props.environment.production,
    });
    acknowledge(this.bucket, 'S1', 'It holds access logs; logging the writing of logs would never end.');
  }

  /**
   * Lets the load balancer write here. CDK's own `logAccessLogs` wants the region at synth time, for the accounts from
   * which older regions used to write; the service principal does for all regions.
   */
  receiveFrom(loadBalancer: ApplicationLoadBalancer, prefix: string): void {
    this.bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        actions: ['s3:PutObject'],
        principals: [new iam.ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com')],
        resources: [this.bucket.arnForObjects(`${prefix}/AWSLogs/${Stack.of(this).account}/*`)],
      }),
    );
    loadBalancer.setAttribute('access_logs.s3.enabled', 'true');
    loadBalancer.setAttribute('access_logs.s3.bucket', this.bucket.bucketName);
    loadBalancer.setAttribute('access_logs.s3.prefix', prefix);
    // The service tries the bucket when the attribute is set, so that the policy has to be there first.
    if (this.bucket.policy) loadBalancer.node.addDependency(this.bucket.policy);
  }
}
