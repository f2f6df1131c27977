import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Endpoint } from '../../compute/endpoint';
import { ServiceMetrics } from '../../compute/service-metrics';
import type { Delivery, Environment, Service } from '../../config/delivery';
import * as names from '../../shared/names';
import { seenFromElsewhere } from '../seen-from-elsewhere';
import { alarmsNamed } from './alarms';
import { dashboardUrl } from './console';
import { note } from './parts';
import { Traffic } from './traffic';

/** A service in an environment. */
export interface ServicePlace {
  readonly delivery: Delivery;
  readonly environment: Environment;
  readonly service: Service;
}

const HEIGHT = 3;

/** What ECS says of a service, by names. */
export function serviceMetrics({ delivery, environment, service }: ServicePlace): ServiceMetrics {
  return new ServiceMetrics({
    clusterName: names.clusterName(delivery.name, environment.name),
    serviceName: service.name,
    controller: service.in[environment.name]!.controller,
  });
}

/** 1 while two versions of a service run, which is as long as a deployment and its bake. */
export function inProgress(place: ServicePlace, id: string, label: string): cloudwatch.MathExpression {
  const versions = serviceMetrics(place).metricVersions();
  return new cloudwatch.MathExpression({
    expression: `IF(${id} > 1, 1, 0)`,
    usingMetrics: { [id]: versions },
    period: Duration.minutes(1),
    label,
  });
}

/** A service at a glance: where to read on, its numbers, and whether it calls a person. */
export function serviceRow(
  scope: Construct,
  region: string,
  place: ServicePlace,
  endpoint: Endpoint,
): cloudwatch.IWidget[] {
  const { delivery, environment, service } = place;
  const path = [delivery.name, environment.name, service.name] as const;
  const traffic = new Traffic({ endpoint, seen: seenFromElsewhere });
  const metrics = serviceMetrics(place);
  return [
    note(`### [${service.name}](${dashboardUrl(region, names.serviceDashboardName(...path))})\n${service.exposure}`, {
      width: 4,
      height: HEIGHT,
    }),
    new cloudwatch.SingleValueWidget({
      metrics: [
        traffic.requests(),
        traffic.errors(),
        traffic.latency('p99'),
        metrics.metricRunningTasks({ label: 'Tasks' }),
        inProgress(place, 'versions', 'Deploying'),
      ],
      width: 14,
      height: HEIGHT,
    }),
    new cloudwatch.AlarmStatusWidget({
      title: 'Page',
      alarms: alarmsNamed(scope, [names.pageAlarmName(...path)]),
      width: 6,
      height: HEIGHT,
    }),
  ];
}
