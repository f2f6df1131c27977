import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import * as names from './names';
import { type RunbookAnchor, RunbookSection, runbookLink } from './runbook';

/** A delivery, as far as it matters here. */
interface Alarmed {
  readonly name: string;
  readonly runbook: string;
}

export interface PlatformAlarmProps {
  readonly delivery: Alarmed;
  /** The end of the alarm's name, such as `delivery-events-dead-letters`. */
  readonly name: string;
  /** What a person sees, as a sentence. */
  readonly symptom: string;
  /** Where in the runbook it goes on. */
  readonly section: RunbookAnchor;
  /** Above {@link threshold} in one of its periods is one too many. No data is nothing to worry about. */
  readonly metric: cloudwatch.IMetric;
  /** @default 0 */
  readonly threshold?: number;
}

/** A queue or a function, with the words for a person. */
export type PlatformPartProps = Pick<PlatformAlarmProps, 'delivery' | 'name' | 'symptom'>;

/**
 * An alarm about the platform itself: no user suffers, but records and messages do. It goes to the delivery's messages,
 * when it begins and when it is over. For stacks in the account and region of tools, where the topic is.
 */
export class PlatformAlarm extends Construct {
  readonly alarm: cloudwatch.Alarm;

  /** Tells people when a dead-letter queue has got something, until it is empty again. */
  static deadLetters(scope: Construct, id: string, queue: IQueue, props: PlatformPartProps): PlatformAlarm {
    return new PlatformAlarm(scope, id, {
      ...props,
      section: RunbookSection.DEAD_LETTERS,
      metric: queue.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: cloudwatch.Stats.MAXIMUM,
      }),
    });
  }

  /** Tells people when a function fails as a whole. */
  static functionErrors(scope: Construct, id: string, handler: IFunction, props: PlatformPartProps): PlatformAlarm {
    return new PlatformAlarm(scope, id, {
      ...props,
      section: RunbookSection.FUNCTION_ERRORS,
      metric: handler.metricErrors({ period: Duration.minutes(5), statistic: cloudwatch.Stats.SUM }),
    });
  }

  constructor(scope: Construct, id: string, props: PlatformAlarmProps) {
    super(scope, id);
    const { delivery, section } = props;
    this.alarm = new cloudwatch.Alarm(this, 'Resource', {
      alarmName: names.platformAlarmName(delivery.name, props.name),
      alarmDescription: `${props.symptom} ${runbookLink(delivery.runbook, section)}`,
      metric: props.metric,
      threshold: props.threshold ?? 0,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      // A queue that nobody uses and a function that nobody calls send no data.
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    // By name: the topic's stack must be free to go before this one.
    const topicArn = Stack.of(this).formatArn({
      service: 'sns',
      resource: names.notificationsTopicName(delivery.name),
    });
    const action = new SnsAction(Topic.fromTopicArn(this, 'Notifications', topicArn));
    this.alarm.addAlarmAction(action);
    this.alarm.addOkAction(action);
  }
}
