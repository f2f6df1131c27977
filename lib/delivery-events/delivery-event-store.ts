import { Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledgeResource } from '../shared/acknowledge';
import { allow } from '../shared/allow';
import { BundledFunction } from '../shared/bundled-function';
import { toolchainRemovalPolicyOf, toolchainRetentionOf } from '../shared/life';
import { PlatformAlarm } from '../shared/platform-alarm';
import { useTableKey } from '../shared/table-key';
import { INGEST_VARIABLES } from './constants';
import { EventArchiveBucket } from './event-archive-bucket';
import { environmentPatterns, toolsPatterns } from './event-patterns';
import { EventTable } from './event-table';
import { PLACES_FILE, placesOf } from './places';
import type { RecordProps } from './record-props';

const FUNCTION_SECONDS = 30;
/** Six times the function's, as the guide of Lambda wants it for queues. */
const VISIBILITY = Duration.seconds(6 * FUNCTION_SECONDS);
/** After that a message is a dead letter. */
const ATTEMPTS = 5;
/** The longest that SQS has: time for a person to mend what is wrong. */
const RETENTION = Duration.days(14);

/**
 * The record of what happens to a delivery's services: what EventBridge tells on the default bus of the tools account goes
 * through a queue into an archive, as it came, and into a table, as what it means.
 */
export class DeliveryEventStore extends Construct {
  readonly table: EventTable['table'];
  readonly archive: EventArchiveBucket['bucket'];
  readonly queue: sqs.Queue;
  readonly deadLetters: sqs.Queue;
  readonly ingest: lambda.Function;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RecordProps,
  ) {
    super(scope, id);
    const { delivery } = props;
    this.table = new EventTable(this, 'Table', props).table;
    this.archive = new EventArchiveBucket(this, 'Archive', props).bucket;
    // The queues' own encryption is enough for messages of seconds; under the toolchain's key EventBridge would have to use it.
    const common = { encryption: sqs.QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: RETENTION };
    this.deadLetters = new sqs.Queue(this, 'DeadLetters', common);
    this.queue = new sqs.Queue(this, 'Queue', {
      ...common,
      visibilityTimeout: VISIBILITY,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: ATTEMPTS },
    });
    const handler = this.handler();
    this.ingest = handler.function;
    const source = new lambda.EventSourceMapping(this, 'Source', {
      target: handler.function,
      eventSourceArn: this.queue.queueArn,
      reportBatchItemFailures: true,
    });
    // Lambda looks whether the role may read the queue.
    source.node.addDependency(handler.policy);
    this.addRules();
    PlatformAlarm.deadLetters(this, 'DeadLetterAlarm', this.deadLetters, {
      delivery,
      name: 'delivery-events-dead-letters',
      symptom: 'Events of releases could not be put on record, and delivery metrics lack them.',
    });
    PlatformAlarm.functionErrors(this, 'ErrorAlarm', handler.function, {
      delivery,
      name: 'delivery-events-errors',
      symptom: 'The function that puts events of releases on record fails.',
    });
  }

  private handler(): BundledFunction {
    const { delivery, key } = this.props;
    const stack = Stack.of(this);
    const objects = this.archive.arnForObjects('*');
    const handler = new BundledFunction(this, 'Ingest', {
      entry: 'delivery-events/ingest.lambda.ts',
      description: `Puts on record what happens to the services of ${delivery.name}`,
      timeout: Duration.seconds(FUNCTION_SECONDS),
      retention: toolchainRetentionOf(delivery),
      removalPolicy: toolchainRemovalPolicyOf(delivery),
      files: { [PLACES_FILE]: JSON.stringify(placesOf(delivery)) },
      variables: {
        [INGEST_VARIABLES.tableName]: this.table.tableName,
        [INGEST_VARIABLES.bucketName]: this.archive.bucketName,
      },
      statements: [
        allow(['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'], [this.queue.queueArn]),
        allow(['s3:PutObject'], [objects]),
        allow(['kms:GenerateDataKey'], [key.keyArn], {
          StringEquals: { 'kms:ViaService': `s3.${stack.region}.amazonaws.com` },
        }),
        allow(['dynamodb:PutItem'], [this.table.tableArn]),
        useTableKey(stack, key.keyArn),
      ],
    });
    acknowledgeResource(handler.policy, objects, 'An event has an id that EventBridge makes up.');
    return handler;
  }

  private addRules(): void {
    const { delivery } = this.props;
    const target = new targets.SqsQueue(this.queue, { deadLetterQueue: this.deadLetters });
    const patterns = {
      ...toolsPatterns(delivery),
      ...environmentPatterns({ delivery, environments: delivery.environments, stack: Stack.of(this) }),
    };
    for (const [id, eventPattern] of Object.entries(patterns)) {
      new events.Rule(this, id, {
        description: `What happens to the services of ${delivery.name}, for the record`,
        eventPattern,
        targets: [target],
      });
    }
  }
}
