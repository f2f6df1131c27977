import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** What DynamoDB measures by operation, and services do every day. */
export const TABLE_OPERATIONS = ['GetItem', 'Query', 'Scan', 'PutItem', 'UpdateItem', 'DeleteItem'] as const;
export type TableOperation = (typeof TABLE_OPERATIONS)[number];

export type Access = 'Read' | 'Write';

/** What DynamoDB measures of a table and its indexes ("DynamoDB Metrics and dimensions"). */
export class TableMetrics {
  constructor(
    private readonly tableName: string,
    private readonly indexNames: readonly string[],
  ) {}

  /** Requests that DynamoDB refused because there were too many at once: of the table, and of each of its indexes. */
  metricThrottles(access: Access, options?: cloudwatch.MetricOptions): cloudwatch.Metric[] {
    const places = [{}, ...this.indexNames.map((name) => ({ GlobalSecondaryIndexName: name }))];
    return places.map((place) =>
      this.metric(`${access}ThrottleEvents`, { statistic: 'Sum', ...options }, place as Record<string, string>),
    );
  }

  /** Milliseconds that DynamoDB took for an answer, without the way there and back. */
  metricLatency(operation: TableOperation, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('SuccessfulRequestLatency', { label: operation, ...options }, { Operation: operation });
  }

  /** Answers of 5xx. */
  metricSystemErrors(operation: TableOperation, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('SystemErrors', { statistic: 'Sum', label: operation, ...options }, { Operation: operation });
  }

  /** Units that are on the bill, of the table alone. */
  metricConsumed(access: Access, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric(`Consumed${access}CapacityUnits`, { statistic: 'Sum', ...options });
  }

  private metric(
    metricName: string,
    options: cloudwatch.MetricOptions,
    dimensions: Readonly<Record<string, string>> = {},
  ): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/DynamoDB',
      metricName,
      dimensionsMap: { TableName: this.tableName, ...dimensions },
      period: Duration.minutes(1),
      ...options,
    });
  }
}
