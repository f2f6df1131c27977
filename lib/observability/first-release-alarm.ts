import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import * as names from '../shared/names';
import { RunbookSection, runbookLink } from '../shared/runbook';
import type { ServicePlace } from './platform-view';

/** Minutes after the placeholder's last task in which a service still counts as new. */
const EXTENSION_MINUTES = 10;

/**
 * An alarm that is on while tasks of the placeholder run: from a service's creation to the end of its first release. It tells
 * nobody; whatever would page looks at it first.
 */
export function firstReleaseAlarm(scope: Construct, id: string, place: ServicePlace): cloudwatch.Alarm {
  const { delivery, environment, service } = place;
  const path = [delivery.name, environment.name, service.name] as const;
  return new cloudwatch.Alarm(scope, id, {
    alarmName: names.firstReleaseAlarmName(...path),
    alarmDescription:
      `${service.name} waits for its first release in ${environment.name}. ` +
      runbookLink(delivery.runbook, RunbookSection.FIRST_RELEASE),
    metric: new cloudwatch.Metric({
      namespace: 'ECS/ContainerInsights',
      // One of those that Container Insights has by family; a task reports it from its first minute on, whatever it does.
      metricName: 'CpuReserved',
      dimensionsMap: {
        ClusterName: names.clusterName(delivery.name, environment.name),
        TaskDefinitionFamily: names.placeholderFamilyName(...path),
      },
      statistic: 'SampleCount',
      period: Duration.minutes(1),
      label: "Reports of the placeholder's tasks",
    }),
    threshold: 0,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    datapointsToAlarm: 1,
    evaluationPeriods: EXTENSION_MINUTES,
    // No task of the placeholder: the service has been released.
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
}
