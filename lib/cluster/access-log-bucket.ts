import { Duration, Stack } from 'aws-cdk-lib';
import type { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { FactName } from 'aws-cdk-lib/region-info';
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
   * Lets the load balancer write here. CDK's own `logAccessLogs` needs the region at synth time; this asks CloudFormation
   * for the region's log writer instead, so that a template fits every region.
   */
  receiveFrom(loadBalancer: ApplicationLoadBalancer, prefix: string): void {
    const stack = Stack.of(this);
    const objects = this.bucket.arnForObjects(`${prefix}/AWSLogs/${stack.account}/*`);
    const grant = (principal: iam.IPrincipal) =>
      this.bucket.addToResourcePolicy(
        new iam.PolicyStatement({ actions: ['s3:PutObject'], principals: [principal], resources: [objects] }),
      );
    grant(new iam.ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com'));
    // Regions older than August 2022 write from an account of the load balancing service; in the others this names
    // the environment's own account, which may write here anyway.
    grant(new iam.AccountPrincipal(stack.regionalFact(FactName.ELBV2_ACCOUNT, stack.account)));

    loadBalancer.setAttribute('access_logs.s3.enabled', 'true');
    loadBalancer.setAttribute('access_logs.s3.bucket', this.bucket.bucketName);
    loadBalancer.setAttribute('access_logs.s3.prefix', prefix);
    // The service tries the bucket when the attribute is set, so that the policy has to be there first.
    if (this.bucket.policy) loadBalancer.node.addDependency(this.bucket.policy);
  }
}
