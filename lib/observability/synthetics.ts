import { join } from 'node:path';
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import * as synthetics from 'aws-cdk-lib/aws-synthetics';
import { Construct } from 'constructs';
import type { Environment } from '../config/delivery';
import { acknowledge, acknowledgeResource } from '../shared/acknowledge';
import { allow } from '../shared/allow';
import { removalPolicyOf, retentionOf } from '../shared/life';
import * as names from '../shared/names';
import { RunbookSection, runbookLink } from '../shared/runbook';
import { CANARY_NAMESPACE, CANARY_VARIABLE } from './constants';
import type { ServicePlace } from './platform-view';

export interface OutsideCheckProps extends ServicePlace {
  /** Where users reach the service, without a path. */
  readonly url: string;
  /** With a leading slash. */
  readonly path: string;
  /** Between two requests. */
  readonly minutes: number;
}

/** What the runs leave behind says why they failed, and nobody looks at older ones. */
const ARTIFACT_DAYS = 30;
/** A run has this long for its one request and for what Synthetics does around it. */
const RUN_SECONDS = 60;

/**
 * Asks a service from outside, as its users do, whether it answers: over DNS, TLS and the load balancer. CloudWatch Synthetics
 * runs the script beside this file; each run costs about 0.0012 USD and a second of Lambda.
 */
export class OutsideCheck extends Construct {
  /** On when two of the last three requests got no good answer. */
  readonly alarm: cloudwatch.Alarm;
  private readonly canary: synthetics.Canary;

  constructor(scope: Construct, id: string, props: OutsideCheckProps) {
    super(scope, id);
    const { delivery, environment, service, minutes } = props;
    const canaryName = names.canaryName(delivery.name, environment.name, service.name);
    const artifacts = this.artifacts(environment);
    const { role, policy } = this.role(
      `Asks ${service.name} in ${environment.name} from outside`,
      artifacts,
      canaryName,
    );
    const script = new Asset(this, 'Script', { path: join(__dirname, 'canary') });
    this.canary = new synthetics.Canary(this, 'Resource', {
      canaryName,
      runtime: synthetics.Runtime.SYNTHETICS_NODEJS_PLAYWRIGHT_6_0,
      test: synthetics.Test.custom({
        // The asset's place: from its directory CDK would look for the script where assets are not staged.
        code: synthetics.Code.fromBucket(script.bucket, script.s3ObjectKey),
        handler: 'index.handler',
      }),
      environmentVariables: { [CANARY_VARIABLE]: `${props.url}${props.path}` },
      schedule: synthetics.Schedule.rate(Duration.minutes(minutes)),
      timeout: Duration.seconds(RUN_SECONDS),
      role: role.withoutPolicyUpdates(),
      artifactsBucketLocation: { bucket: artifacts },
      // Synthetics makes a function for it, which would stay.
      provisionedResourceCleanup: true,
    });
    this.canary.node.addDependency(policy);
    // Made here, so that it forgets: the role may not make it, as Lambda otherwise would at the first run.
    new logs.LogGroup(this, 'Logs', {
      logGroupName: `${functionLogs(canaryName)}${this.canary.canaryId}`,
      retention: retentionOf(environment),
      removalPolicy: removalPolicyOf(environment),
    });
    this.alarm = new cloudwatch.Alarm(this, 'Alarm', {
      alarmName: names.serviceAlarmName(delivery.name, environment.name, service.name, 'outside'),
      alarmDescription:
        `${service.name} does not answer ${props.path} from outside in ${environment.name}. ` +
        runbookLink(delivery.runbook, RunbookSection.OUTSIDE),
      metric: this.metricGoodRuns({ period: Duration.minutes(minutes) }),
      threshold: 100,
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      datapointsToAlarm: 2,
      evaluationPeriods: 3,
      // No run says nothing about the service.
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
  }

  /** Percent of the runs in which the service answered as it should. */
  metricGoodRuns(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.canary.metricSuccessPercent({ statistic: 'Average', ...options });
  }

  /** Milliseconds of a run; the request is the most of it. */
  metricDuration(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.canary.metricDuration(options);
  }

  private artifacts(environment: Environment): s3.Bucket {
    const bucket = new s3.Bucket(this, 'Artifacts', {
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      lifecycleRules: [{ expiration: Duration.days(ARTIFACT_DAYS) }],
      removalPolicy: removalPolicyOf(environment),
      autoDeleteObjects: !environment.production,
    });
    acknowledge(
      bucket,
      'S1',
      'It holds what a canary notes of its runs, for a month; nobody but the canary writes it.',
    );
    return bucket;
  }

  /** What Synthetics asks of a canary's role ("Required roles and permissions for canaries"), but for making its log group. */
  private role(
    description: string,
    artifacts: s3.IBucket,
    canaryName: string,
  ): { readonly role: iam.Role; readonly policy: iam.Policy } {
    const role = new iam.Role(this, 'Role', {
      description,
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    const allArtifacts = artifacts.arnForObjects('*');
    const logGroups = Stack.of(this).formatArn({
      service: 'logs',
      resource: 'log-group',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      // The canary's id, with which the name ends, is known when the canary is there, and it needs the role before.
      resourceName: `${functionLogs(canaryName)}*`,
    });
    const policy = new iam.Policy(this, 'Policy', {
      roles: [role],
      statements: [
        allow(['s3:GetObject', 's3:PutObject'], [allArtifacts]),
        allow(['s3:GetBucketLocation'], [artifacts.bucketArn]),
        allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroups]),
        allow(['s3:ListAllMyBuckets'], ['*']),
        allow(['cloudwatch:PutMetricData'], ['*'], {
          StringEquals: { 'cloudwatch:namespace': CANARY_NAMESPACE },
        }),
      ],
    });
    acknowledgeResource(policy, allArtifacts, 'Synthetics chooses the names of artifacts, in a bucket for them alone.');
    acknowledgeResource(policy, logGroups, "The canary's id, with which the name ends, is not known before the role.");
    acknowledge(
      policy,
      'IAM5[Resource::*]',
      'Neither a list of buckets nor a metric has an ARN; metrics are narrowed to the namespace of Synthetics.',
    );
    return { role, policy };
  }
}

/** The start of the name that Lambda gives the log group of a canary's function; the canary's id follows. */
function functionLogs(canaryName: string): string {
  return `/aws/lambda/cwsyn-${canaryName}-`;
}
