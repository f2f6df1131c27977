import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Endpoint } from '../../compute/endpoint';
import * as names from '../../shared/names';
import type { ServicePlace } from '../platform-view';
import { viewOf } from '../platform-views';
import { seenFromElsewhere } from '../seen-from-elsewhere';
import { alarmsNamed } from './alarms';
import { dashboardUrl } from './console';
import { note } from './parts';
import { Traffic } from './traffic';

const HEIGHT = 3;

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
  const view = viewOf(service);
  const metrics = view.metricsOf(place);
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
        metrics.metricRunning({ label: view.unit.titled }),
        metrics.deploying('versions', 'Deploying'),
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
