import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import * as names from '../shared/names';
import { RunbookSection, runbookLink } from '../shared/runbook';
import type { ReachedPlace } from './platform-view';

/** Until whatever pages has seen the first pods too, it has to be held back. */
const PERIOD = Duration.minutes(5);
/** More than a target group takes. */
const NEVER = 1_000_000;

/**
 * An alarm without data until a service on EKS had its first pods, and never on: what is without data from the creation on is
 * what waits. Nothing runs there before the first release, so that there is nothing else to look at; and what is to be
 * remembered ever after is kept by the alarm's own state, which stays as it is when there are no data. A person may set
 * it. It tells nobody; whatever would page looks at it first.
 */
export function firstTargetsAlarm(scope: Construct, id: string, place: ReachedPlace): cloudwatch.Alarm {
  const { delivery, environment, service, endpoint } = place;
  return new cloudwatch.Alarm(scope, id, {
    alarmName: names.firstReleaseAlarmName(delivery.name, environment.name, service.name),
    alarmDescription:
      `As long as this has no data, ${service.name} waits for its first release in ${environment.name}. ` +
      runbookLink(delivery.runbook, RunbookSection.FIRST_RELEASE),
    metric: new cloudwatch.MathExpression({
      // The load balancer tells of a target group that has targets, well or not. The first point has none before it to differ
      // from, and is left out.
      expression: 'DIFF(live)',
      usingMetrics: { live: endpoint.metricHealthyHosts('blue', { period: PERIOD }) },
      period: PERIOD,
      label: 'Pods that became well',
    }),
    threshold: NEVER,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    // Whatever CloudWatch takes for the range, it has a point to differ from.
    evaluationPeriods: 3,
    // Once there were pods, the service has been released, whatever becomes of them.
    treatMissingData: cloudwatch.TreatMissingData.IGNORE,
  });
}
