import { Duration, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Delivery } from '../config/delivery';
import type { DeliveryEvent } from '../delivery-events/events';
import { acknowledge } from '../shared/acknowledge';
import { allow } from '../shared/allow';
import { BundledFunction } from '../shared/bundled-function';
import { toolchainRemovalPolicyOf, toolchainRetentionOf } from '../shared/life';
import { PlatformAlarm } from '../shared/platform-alarm';
import { useTableKey } from '../shared/table-key';
import { metricsVariables } from './metrics-variables';

export interface MetricsPublisherProps {
  readonly delivery: Delivery;
  /** The toolchain's key. */
  readonly key: IKey;
  /** The table of delivery events, with a stream of new items. */
  readonly table: ITable;
}

/** What changes a metric. */
const KINDS: readonly DeliveryEvent['kind'][] = [
  'deployment-ended',
  'release-recorded',
  'incident-opened',
  'incident-resolved',
];
/**
 * The metrics look back, so that they change with the day, too. CloudWatch has a price for each hour in which a metric gets a
 * value: once a day is a twenty-fourth of it.
 */
const EVERY_DAY = events.Schedule.cron({ hour: '3', minute: '15' });
/** What happens together is published together. */
const WINDOW = Duration.minutes(1);

/** Publishes the delivery metrics in CloudWatch: all of them once a day, a service's own when something has happened to it. */
export class MetricsPublisher extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: MetricsPublisherProps,
  ) {
    super(scope, id);
    const { delivery, table } = props;
    const deadLetters = new sqs.Queue(this, 'DeadLetters', {
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(deadLetters, 'SQS3', 'It is where dead letters go.');
    const publisher = this.handler(deadLetters);
    const source = new lambda.EventSourceMapping(this, 'Source', {
      target: publisher.function,
      eventSourceArn: table.tableStreamArn,
      startingPosition: lambda.StartingPosition.LATEST,
      batchSize: 100,
      maxBatchingWindow: WINDOW,
      retryAttempts: 3,
      onFailure: new SqsDlq(deadLetters),
      filters: [
        lambda.FilterCriteria.filter({
          eventName: lambda.FilterRule.isEqual('INSERT'),
          dynamodb: { NewImage: { kind: { S: lambda.FilterRule.or(...KINDS) } } },
        }),
      ],
    });
    // Lambda looks whether the role may read the stream.
    source.node.addDependency(publisher.policy);
    new events.Rule(this, 'Schedule', {
      description: `Publishes the delivery metrics of ${delivery.name} every day`,
      schedule: EVERY_DAY,
      targets: [new targets.LambdaFunction(publisher.function, { event: events.RuleTargetInput.fromObject({}) })],
    });
    PlatformAlarm.deadLetters(this, 'DeadLetterAlarm', deadLetters, {
      delivery,
      name: 'delivery-metrics-dead-letters',
      symptom: 'Delivery metrics could not be published after something had happened.',
    });
    PlatformAlarm.functionErrors(this, 'ErrorAlarm', publisher.function, {
      delivery,
      name: 'delivery-metrics-errors',
      symptom: 'The function that publishes delivery metrics fails.',
    });
  }

  private handler(deadLetters: sqs.IQueue): BundledFunction {
    const { delivery, key, table } = this.props;
    const publisher = new BundledFunction(this, 'Publish', {
      entry: 'delivery-metrics/publish.lambda.ts',
      description: `Publishes the delivery metrics of ${delivery.name}`,
      timeout: Duration.minutes(5),
      memory: 512,
      retention: toolchainRetentionOf(delivery),
      removalPolicy: toolchainRemovalPolicyOf(delivery),
      variables: metricsVariables(delivery, table.tableName),
      statements: [
        allow(['dynamodb:Query'], [table.tableArn]),
        allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], [table.tableStreamArn!]),
        // Lambda asks for it, and it takes no resource.
        allow(['dynamodb:ListStreams'], ['*']),
        allow(['sqs:SendMessage'], [deadLetters.queueArn]),
        useTableKey(Stack.of(this), key.keyArn),
      ],
    });
    acknowledge(publisher.policy, 'IAM5[Resource::*]', 'Listing the streams of tables takes no resource.');
    return publisher;
  }
}
