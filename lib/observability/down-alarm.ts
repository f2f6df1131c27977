import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Endpoint } from '../compute/endpoint';
import * as names from '../shared/names';
import { RunbookSection, runbookLink } from '../shared/runbook';
import type { ServicePlace } from './objectives';

/**
 * An alarm for a service of which no task is well on either side. The load balancer then answers by itself, and counts a
 * request for no target group: to the objectives it looks as if nobody had asked.
 */
export function downAlarm(
  scope: Construct,
  id: string,
  { delivery, environment, service, endpoint }: ServicePlace & { readonly endpoint: Endpoint },
): cloudwatch.Alarm {
  return new cloudwatch.Alarm(scope, id, {
    alarmName: names.serviceAlarmName(delivery.name, environment.name, service.name, 'down'),
    alarmDescription:
      `No task of ${service.name} in ${environment.name} passes the load balancer's health check. ` +
      runbookLink(delivery.runbook, RunbookSection.DOWN),
    metric: new cloudwatch.MathExpression({
      // A side without tasks sends no data: the sum is of what is there, and minutes in which nothing is are filled.
      expression: 'FILL(SUM([blue, green]), 0)',
      usingMetrics: { blue: endpoint.metricHealthyHosts('blue'), green: endpoint.metricHealthyHosts('green') },
      period: Duration.minutes(1),
      label: 'Healthy tasks',
    }),
    threshold: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
    // The latest minute may not have arrived yet, and counts as 0 then.
    evaluationPeriods: 3,
    // Without a minute that has data there is nothing to fill, and nobody there either.
    treatMissingData: cloudwatch.TreatMissingData.BREACHING,
  });
}
