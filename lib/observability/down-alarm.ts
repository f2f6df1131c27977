import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import * as names from '../shared/names';
import { RunbookSection, runbookLink } from '../shared/runbook';
import type { ReachedPlace } from './platform-view';
import { viewOf } from './platform-views';

/**
 * An alarm for a service of which no task or pod is well on a side that users are sent to. The load balancer then answers by
 * itself, and counts a request for no target group: to the objectives it looks as if nobody had asked.
 */
export function downAlarm(
  scope: Construct,
  id: string,
  { delivery, environment, service, endpoint }: ReachedPlace,
): cloudwatch.Alarm {
  const { unit, serving } = viewOf(service);
  return new cloudwatch.Alarm(scope, id, {
    alarmName: names.serviceAlarmName(delivery.name, environment.name, service.name, 'down'),
    alarmDescription:
      `No ${unit.one} of ${service.name} in ${environment.name} passes the load balancer's health check. ` +
      runbookLink(delivery.runbook, RunbookSection.DOWN),
    metric: new cloudwatch.MathExpression({
      // A side without targets sends no data: the sum is of what is there, and minutes in which nothing is are filled.
      expression: `FILL(SUM([${serving.join(', ')}]), 0)`,
      usingMetrics: Object.fromEntries(serving.map((side) => [side, endpoint.metricHealthyHosts(side)])),
      period: Duration.minutes(1),
      label: `Healthy ${unit.many}`,
    }),
    threshold: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
    // The latest minute may not have arrived yet, and counts as 0 then.
    evaluationPeriods: 3,
    // Without a minute that has data there is nothing to fill, and nobody there either.
    treatMissingData: cloudwatch.TreatMissingData.BREACHING,
  });
}
