import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { ServiceMetrics } from '../../lib/compute/service-metrics';
import { TABLE_OPERATIONS, TableMetrics } from '../../lib/compute/table-metrics';
import { KNOWN_METRICS } from '../support/dashboard/known-metrics';

const service = (controller: 'codedeploy' | 'ecs') =>
  new ServiceMetrics({ clusterName: 'shop-dev', serviceName: 'web', controller });
const table = new TableMetrics('orders', ['byCustomer']);

const METRICS: readonly [string, cloudwatch.Metric][] = [
  ['CPU', service('codedeploy').metricCpu()],
  ['memory', service('codedeploy').metricMemory()],
  ['running tasks', service('codedeploy').metricRunningTasks()],
  ['desired tasks', service('codedeploy').metricDesiredTasks()],
  ['pending tasks', service('codedeploy').metricPendingTasks()],
  ['restarts', service('codedeploy').metricRestarts()],
  ['versions under CodeDeploy', service('codedeploy').metricVersions()],
  ['versions under ECS', service('ecs').metricVersions()],
  ...(['Read', 'Write'] as const).flatMap((access): [string, cloudwatch.Metric][] => [
    [`${access}: units`, table.metricConsumed(access)],
    ...table.metricThrottles(access).map((metric): [string, cloudwatch.Metric] => [`${access}: throttles`, metric]),
  ]),
  ...TABLE_OPERATIONS.flatMap((operation): [string, cloudwatch.Metric][] => [
    [`${operation}: latency`, table.metricLatency(operation)],
    [`${operation}: system errors`, table.metricSystemErrors(operation)],
  ]),
];

test.each(METRICS)(
  '%s: AWS publishes it under this name and these dimensions',
  (_, { namespace, metricName, dimensions }) => {
    expect(KNOWN_METRICS[namespace]?.[metricName]).toContainEqual(Object.keys(dimensions!).sort());
  },
);

test('a service is known by its cluster and its name', () => {
  expect(service('ecs').metricCpu().dimensions).toEqual({ ClusterName: 'shop-dev', ServiceName: 'web' });
});

test('options stand before what a metric has by itself', () => {
  const metric = service('ecs').metricRestarts({ statistic: 'Maximum', label: 'restarts' });
  expect([metric.statistic, metric.label]).toEqual(['Maximum', 'restarts']);
  expect(table.metricLatency('GetItem', { label: 'reads' }).label).toBe('reads');
});
