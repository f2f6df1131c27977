/** What CloudWatch of an environment knows: how its alarms are, and what users had of an incident. */
import {
  type CloudWatchClient,
  DescribeAlarmsCommand,
  type Dimension,
  paginateGetMetricData,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch';
import { attempt } from '../build/programs/problem';
import * as names from '../shared/names';
import type { WatchedAlarm } from './facts';
import type { AlarmChange, Impact, Place } from './incident';

/** In one call of DescribeAlarms ("AlarmNames" in CloudWatch's API reference). */
const MOST_NAMES = 100;

/** How alarms are now, as changes; one that is gone or has no data does not fire. @param now for what is gone */
export async function readAlarms(
  client: CloudWatchClient,
  watched: readonly WatchedAlarm[],
  now: Date,
): Promise<(AlarmChange & Place)[]> {
  const found = new Map<string, { readonly isOn: boolean; readonly at?: Date }>();
  for (let start = 0; start < watched.length; start += MOST_NAMES) {
    const AlarmNames = watched.slice(start, start + MOST_NAMES).map(({ name }) => name);
    const { CompositeAlarms = [], MetricAlarms = [] } = await attempt('look at the alarms', () =>
      client.send(
        new DescribeAlarmsCommand({
          AlarmNames,
          AlarmTypes: ['CompositeAlarm', 'MetricAlarm'],
          MaxRecords: MOST_NAMES,
        }),
      ),
    );
    for (const { AlarmName: name, StateValue: state, StateTransitionedTimestamp: at, ...alarm } of [
      ...CompositeAlarms,
      ...MetricAlarms,
    ]) {
      found.set(name!, { isOn: state === 'ALARM', at: at ?? alarm.StateUpdatedTimestamp });
    }
  }
  return watched.map(({ name: alarm, kind, environment, service }) => {
    const { isOn = false, at = now } = found.get(alarm) ?? {};
    return { environment, service, alarm, kind, state: isOn ? 'alarm' : 'ok', at: at.toISOString() };
  });
}

const NAMESPACE = 'AWS/ApplicationELB';
/** What counts as what. A request that reached no task or pod is none of the others. */
const METRICS: readonly (readonly [metric: string, counts: 'requests' | 'errors'])[] = [
  ['RequestCount', 'requests'],
  ['HTTPCode_Target_5XX_Count', 'errors'],
  ['TargetConnectionErrorCount', 'errors'],
];
/** Seconds; CloudWatch keeps sums of minutes for fifteen days. */
const PERIOD = 60;

/**
 * What users had of an incident, from its begin to its end, in whole minutes.
 *
 * @returns undefined when the load balancer has counted nothing for the service in the last two weeks
 */
export async function readImpact(
  client: CloudWatchClient,
  delivery: string,
  place: Place,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<Impact | undefined> {
  const sides = await sidesOf(client, delivery, place);
  if (sides.length === 0) return undefined;
  const queries = sides.flatMap((Dimensions, side) =>
    METRICS.map(([MetricName, counts]) => ({
      Id: `${counts}_${MetricName.toLowerCase()}_${side}`,
      MetricStat: { Metric: { Namespace: NAMESPACE, MetricName, Dimensions }, Period: PERIOD, Stat: 'Sum' },
    })),
  );
  const input = {
    StartTime: new Date(Math.floor(Date.parse(from) / 60_000) * 60_000),
    EndTime: new Date(Math.ceil(Date.parse(to) / 60_000) * 60_000),
    MetricDataQueries: queries,
  };
  const sums = { requests: 0, errors: 0 };
  await attempt(`read the requests of ${place.service} in ${place.environment}`, async () => {
    for await (const { MetricDataResults: results = [] } of paginateGetMetricData({ client }, input)) {
      for (const { Id: id = '', Values: values = [] } of results) {
        sums[id.startsWith('requests') ? 'requests' : 'errors'] += values.reduce((sum, value) => sum + value, 0);
      }
    }
  });
  return { ...sums, until: to };
}

/** The dimensions of a service's target groups: their names are known, and the ids that AWS appends are not. */
async function sidesOf(client: CloudWatchClient, delivery: string, { environment, service }: Place) {
  const prefixes = [
    ...(['blue', 'green'] as const).map((color) => names.targetGroupName(delivery, environment, service, color)),
    // On EKS, where users never get to the other one. Nobody else's group is called like either.
    names.podTargetGroupName(delivery, environment, service, 'live'),
  ].map((name) => `targetgroup/${name}/`);
  const input = {
    Namespace: NAMESPACE,
    MetricName: 'RequestCount',
    Dimensions: [{ Name: 'LoadBalancer' }, { Name: 'TargetGroup' }],
  };
  const sides: Dimension[][] = [];
  await attempt('list the metrics of the load balancers', async () => {
    for await (const { Metrics: metrics = [] } of paginateListMetrics({ client }, input)) {
      for (const { Dimensions: dimensions = [] } of metrics) {
        const group = dimensions.find(({ Name }) => Name === 'TargetGroup')?.Value ?? '';
        // The same once more for each zone has a third dimension.
        if (dimensions.length === 2 && prefixes.some((prefix) => group.startsWith(prefix))) sides.push(dimensions);
      }
    }
  });
  return sides;
}
