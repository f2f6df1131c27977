import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { type Access, TABLE_OPERATIONS, type TableMetrics } from '../../compute/table-metrics';
import { total } from './metric-math';
import { graph, SIGNAL_WIDTH } from './parts';

/** Whether a service's table keeps up with it. */
export function tableWidgets(table: TableMetrics): cloudwatch.IWidget[] {
  const graphOf = (title: string, unit: string, metrics: readonly cloudwatch.IMetric[]) =>
    graph({ title, metrics, unit, width: SIGNAL_WIDTH });
  return [
    graphOf('Table: throttled', 'Requests', [throttled(table, 'Read'), throttled(table, 'Write')]),
    graphOf(
      'Table: latency',
      'ms',
      TABLE_OPERATIONS.map((operation) => table.metricLatency(operation)),
    ),
    graphOf(
      'Table: server errors',
      'Errors',
      TABLE_OPERATIONS.map((operation) => table.metricSystemErrors(operation)),
    ),
  ];
}

/** Of the table and its indexes, as either can be the one that is too slow. */
function throttled(table: TableMetrics, access: Access): cloudwatch.MathExpression {
  const metrics = Object.fromEntries(
    table.metricThrottles(access).map((metric, index) => [`${access.toLowerCase()}${index}`, metric]),
  );
  return new cloudwatch.MathExpression({
    expression: total(Object.keys(metrics)),
    period: Duration.minutes(1),
    usingMetrics: metrics,
    label: `${access}s`,
  });
}
