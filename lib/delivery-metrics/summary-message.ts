import { Duration, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Delivery } from '../config/delivery';
import { NotificationsAccess } from '../release/notifications-topic';
import { allow } from '../shared/allow';
import { BundledFunction } from '../shared/bundled-function';
import { toolchainRemovalPolicyOf, toolchainRetentionOf } from '../shared/life';
import * as names from '../shared/names';
import { PlatformAlarm } from '../shared/platform-alarm';
import { useTableKey } from '../shared/table-key';
import { SUMMARY_VARIABLES } from './constants';
import { metricsVariables } from './metrics-variables';

export interface SummaryMessageProps {
  readonly delivery: Delivery;
  /** The toolchain's key. */
  readonly key: IKey;
  /** The table of delivery events. */
  readonly table: ITable;
}

/** Before people in Europe begin their week; in UTC. */
const EVERY_MONDAY = events.Schedule.cron({ weekDay: 'MON', hour: '6', minute: '0' });

/** The message to people that says once a week how delivery goes. */
export class SummaryMessage extends Construct {
  constructor(scope: Construct, id: string, { delivery, key, table }: SummaryMessageProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const notifications = new NotificationsAccess(stack, delivery);
    const dashboard = names.deliveryMetricsName(delivery.name);
    const summary = new BundledFunction(this, 'Summary', {
      entry: 'delivery-metrics/summary.lambda.ts',
      description: `Tells people once a week how delivery of ${delivery.name} goes`,
      timeout: Duration.minutes(5),
      memory: 512,
      retention: toolchainRetentionOf(delivery),
      removalPolicy: toolchainRemovalPolicyOf(delivery),
      variables: {
        ...metricsVariables(delivery, table.tableName),
        [SUMMARY_VARIABLES.topicArn]: notifications.topicArn,
        [SUMMARY_VARIABLES.dashboardUrl]: `https://${stack.region}.console.aws.amazon.com/cloudwatch/home?region=${stack.region}#dashboards/dashboard/${dashboard}`,
      },
      statements: [
        allow(['dynamodb:Query'], [table.tableArn]),
        useTableKey(stack, key.keyArn),
        ...notifications.publish(),
      ],
    });
    notifications.acknowledgeOn(summary.policy);
    new events.Rule(this, 'Schedule', {
      description: `Sums up the delivery of ${delivery.name} every week`,
      schedule: EVERY_MONDAY,
      targets: [new targets.LambdaFunction(summary.function)],
    });
    PlatformAlarm.functionErrors(this, 'ErrorAlarm', summary.function, {
      delivery,
      name: 'delivery-summary-errors',
      symptom: 'The function that sums up the week fails.',
    });
  }
}
