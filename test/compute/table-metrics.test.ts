import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { TABLE_OPERATIONS, TableMetrics } from '../../lib/compute/table-metrics';
import { KNOWN_METRICS } from '../support/dashboard/known-metrics';

const table = new TableMetrics('orders', ['byCustomer']);

const METRICS: readonly [string, cloudwatch.Metric][] = [
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

test('options stand before what a metric has by itself', () => {
  expect(table.metricLatency('GetItem', { label: 'reads' }).label).toBe('reads');
});
