import { Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Delivery } from '../config/delivery';
import { putOwnEvents } from '../delivery-events/put-own-events';
import { NotificationsAccess } from '../release/notifications-topic';
import { hasOwnAccount } from '../shared/accounts';
import { acknowledge, acknowledgeResource } from '../shared/acknowledge';
import { allow } from '../shared/allow';
import { BundledFunction } from '../shared/bundled-function';
import { toolchainRemovalPolicyOf, toolchainRetentionOf } from '../shared/life';
import * as names from '../shared/names';
import { PlatformAlarm } from '../shared/platform-alarm';
import { useTableKey } from '../shared/table-key';
import {
  ATTEMPTS,
  CHAT_TOPIC_VARIABLE,
  FACTS_FILE,
  FUNCTION_SECONDS,
  INCIDENT_VARIABLES,
  SWEEP_MINUTES,
  SWEEP_SOURCE,
} from './constants';
import { deliveryFacts } from './delivery-facts';

export interface IncidentFunctionProps {
  readonly delivery: Delivery;
  /** The toolchain's key, which both tables and the topics are under. */
  readonly key: IKey;
  readonly tableArn: string;
  /** Where messages for chat channels go. @default - there are none */
  readonly chatTopicArn?: string;
}

/** Six times the function's, as the guide of Lambda wants it for queues; what fails is tried again after it. */
const VISIBILITY = Duration.seconds(6 * FUNCTION_SECONDS);
/** The most that SQS takes: for whoever comes back from a holiday. */
const KEPT = Duration.days(14);

/**
 * What opens and resolves incidents: the page and ticket alarms of all environments come to a queue by way of the default
 * bus, and so does the request for a look at everything.
 */
export class IncidentFunction extends Construct {
  private readonly queue: sqs.Queue;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: IncidentFunctionProps,
  ) {
    super(scope, id);
    const { delivery } = props;
    const common = { enforceSSL: true, encryption: sqs.QueueEncryption.SQS_MANAGED, retentionPeriod: KEPT };
    const deadLetters = new sqs.Queue(this, 'DeadLetters', common);
    this.queue = new sqs.Queue(this, 'Queue', {
      ...common,
      visibilityTimeout: VISIBILITY,
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: ATTEMPTS },
    });
    const handler = this.handler();
    const source = new lambda.EventSourceMapping(this, 'Source', {
      target: handler.function,
      eventSourceArn: this.queue.queueArn,
      reportBatchItemFailures: true,
    });
    source.node.addDependency(handler.policy);
    this.rules();
    PlatformAlarm.deadLetters(this, 'DeadLetterAlarm', deadLetters, {
      delivery,
      name: 'incidents-dead-letters',
      symptom: 'Alarms have changed, and incidents do not follow them or nobody is told.',
    });
    PlatformAlarm.functionErrors(this, 'ErrorAlarm', handler.function, {
      delivery,
      name: 'incidents-errors',
      symptom: 'The function that opens and resolves incidents fails.',
    });
  }

  private handler(): BundledFunction {
    const { delivery, tableArn, chatTopicArn, key } = this.props;
    const stack = Stack.of(this);
    const name = names.incidentsName(delivery.name);
    const events = names.deliveryEventsName(delivery.name);
    const opsItems = stack.formatArn({ service: 'ssm', resource: 'opsitem', resourceName: '*' });
    const notifications = new NotificationsAccess(stack, delivery);
    const handler = new BundledFunction(this, 'Function', {
      entry: 'incidents/incident.lambda.ts',
      description: `Opens and resolves the incidents of ${delivery.name}`,
      functionName: name,
      // By which the roles in other accounts know it.
      roleName: name,
      timeout: Duration.seconds(FUNCTION_SECONDS),
      memory: 512,
      retention: toolchainRetentionOf(delivery),
      removalPolicy: toolchainRemovalPolicyOf(delivery),
      files: { [FACTS_FILE]: JSON.stringify(deliveryFacts(delivery)) },
      variables: {
        [INCIDENT_VARIABLES.account]: stack.account,
        [INCIDENT_VARIABLES.table]: name,
        [INCIDENT_VARIABLES.events]: events,
        [INCIDENT_VARIABLES.topicArn]: notifications.topicArn,
        ...(chatTopicArn && { [CHAT_TOPIC_VARIABLE]: chatTopicArn }),
      },
      statements: [
        allow(['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'], [this.queue.queueArn]),
        allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Scan'], [tableArn]),
        allow(['dynamodb:Query'], [stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName: events })]),
        useTableKey(stack, key.keyArn),
        // An OpsItem gets its id when it is created.
        allow(['ssm:CreateOpsItem'], ['*']),
        allow(['ssm:UpdateOpsItem'], [opsItems]),
        putOwnEvents(stack),
        ...notifications.publish(),
        ...(chatTopicArn ? [allow(['sns:Publish'], [chatTopicArn])] : []),
        ...this.lookAtEnvironments(),
      ],
    });
    acknowledge(
      handler.policy,
      'IAM5[Resource::*]',
      'An OpsItem has no name before it is created; CloudWatch shows composite alarms and metrics for * only.',
    );
    acknowledgeResource(handler.policy, opsItems, 'An OpsItem has an id that SSM makes up.');
    notifications.acknowledgeOn(handler.policy);
    return handler;
  }

  /** Their alarms and metrics: in this account directly, in others through a role there. */
  private lookAtEnvironments(): PolicyStatement[] {
    const { name, environments, tools } = this.props.delivery;
    const { partition } = Stack.of(this);
    const others = environments.filter((environment) => hasOwnAccount(environment, tools));
    const roles = others.map(
      ({ name: environment, account }) =>
        `arn:${partition}:iam::${account}:role/${names.incidentMetricsRoleName(name, environment)}`,
    );
    return [
      ...(others.length < environments.length ? [allow(LOOKING, ['*'])] : []),
      ...(roles.length > 0 ? [allow(['sts:AssumeRole'], roles)] : []),
    ];
  }

  private rules(): void {
    const { name } = this.props.delivery;
    new events.Rule(this, 'Alarms', {
      description: `The alarms of ${name} that call people: an incident follows them`,
      eventPattern: {
        source: ['aws.cloudwatch'],
        detailType: ['CloudWatch Alarm State Change'],
        // Others have alarms that end like these, and the function knows its own: EventBridge refuses a pattern with more
        // than a handful of wildcards ("Rule is too complex"), and here they would be two for each environment.
        detail: { alarmName: Object.values(names.INCIDENT_ALARM_END).flatMap((end) => events.Match.suffix(end)) },
      },
      targets: [new targets.SqsQueue(this.queue)],
    });
    new events.Rule(this, 'Sweep', {
      description: `Looks whether the incidents of ${name} are as the alarms say`,
      schedule: events.Schedule.rate(Duration.minutes(SWEEP_MINUTES)),
      targets: [
        new targets.SqsQueue(this.queue, { message: events.RuleTargetInput.fromObject({ source: SWEEP_SOURCE }) }),
      ],
    });
  }
}

/** None of them takes a resource, or shows what is wanted for anything but `*` ("DescribeAlarms" in CloudWatch's reference). */
export const LOOKING = ['cloudwatch:DescribeAlarms', 'cloudwatch:GetMetricData', 'cloudwatch:ListMetrics'];
