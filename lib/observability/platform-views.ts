import { AlarmRule, AlarmState } from 'aws-cdk-lib/aws-cloudwatch';
import type { Platform, Service } from '../config/delivery';
import * as names from '../shared/names';
import { namespaceOf } from '../workload/constants';
import { clusterUrl } from './dashboards/console';
import { firstReleaseAlarm } from './first-release-alarm';
import { firstTargetsAlarm } from './first-targets-alarm';
import { EcsMetrics } from './metrics/ecs-metrics';
import { EksMetrics } from './metrics/eks-metrics';
import type { PlatformView, ServicePlace } from './platform-view';

const pathOf = ({ delivery, environment, service }: ServicePlace) =>
  [delivery.name, environment.name, service.name] as const;

/** By platform. */
const VIEWS: Readonly<Record<Platform, PlatformView>> = {
  ecs: {
    unit: { one: 'task', many: 'tasks', titled: 'Tasks' },
    sides: { blue: 'blue', green: 'green' },
    serving: ['blue', 'green'],
    metricsOf: ({ delivery, environment, service }) => {
      const { controller, tracing } = service.in[environment.name]!;
      return new EcsMetrics({
        clusterName: names.clusterName(delivery.name, environment.name),
        serviceName: service.name,
        controller,
        isTraced: tracing !== undefined,
      });
    },
    waitsForRelease: (scope, id, place) => AlarmRule.fromAlarm(firstReleaseAlarm(scope, id, place), AlarmState.ALARM),
    logGroupIn: (_place, { logGroupName }) => logGroupName,
    links: () => ({}),
  },
  eks: {
    unit: { one: 'pod', many: 'pods', titled: 'Pods' },
    sides: { blue: 'live', green: 'next' },
    serving: ['blue'],
    metricsOf: (place) =>
      new EksMetrics({
        clusterName: names.kubernetesClusterName(place.delivery.name, place.environment.name),
        namespace: namespaceOf(place.service.name),
        rolloutName: place.service.name,
        functionName: names.rolloutFunctionName(...pathOf(place)),
      }),
    waitsForRelease: (scope, id, place) =>
      AlarmRule.fromAlarm(firstTargetsAlarm(scope, id, place), AlarmState.INSUFFICIENT_DATA),
    // The name is known, and the console's addresses want its slashes encoded twice, with a `$` for each `%` of the outer.
    logGroupIn: (place) => names.podLogGroupName(...pathOf(place)).replaceAll('/', '$252F'),
    links: ({ delivery, environment }, region) => ({
      Cluster: clusterUrl(region, names.kubernetesClusterName(delivery.name, environment.name)),
    }),
  },
};

/** The one place where a service's platform decides what is seen of it. */
export function viewOf({ platform }: Pick<Service, 'platform'>): PlatformView {
  return VIEWS[platform];
}
