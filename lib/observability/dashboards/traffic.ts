import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { COLORS, type Color, type Endpoint } from '../../compute/endpoint';
import { largest, percent, total } from './metric-math';
import { SIDE_COLORS } from './parts';

export interface TrafficProps {
  readonly endpoint: Pick<Endpoint, 'metricRequests' | 'metricErrors' | 'metricLatency'>;
  /** What the sides are called. @default - by their colors */
  readonly sides?: Readonly<Record<Color, string>>;
  /** How another stack sees a metric. @default - as it is */
  readonly seen?: (metric: cloudwatch.Metric) => cloudwatch.Metric;
}

/**
 * What a service's users notice, of both sides together or of one. A side without traffic sends no data, as one of the two
 * mostly does, and before its first traffic it never has.
 */
export class Traffic {
  private readonly metrics = new Map<string, cloudwatch.Metric>();
  private readonly seen: (metric: cloudwatch.Metric) => cloudwatch.Metric;

  constructor(private readonly props: TrafficProps) {
    this.seen = props.seen ?? ((metric) => metric);
  }

  /** Requests a minute. */
  requests(label = 'Requests/min'): cloudwatch.MathExpression {
    return expression(total(both('Requests')), this.ofBoth('Requests', 'metricRequests'), { label });
  }

  /** Answers of 5xx, percent of all. */
  errors(label = '5xx, %'): cloudwatch.MathExpression {
    return expression(
      percent(both('Errors'), both('Requests')),
      { ...this.ofBoth('Errors', 'metricErrors'), ...this.ofBoth('Requests', 'metricRequests') },
      { label },
    );
  }

  /** Milliseconds of the slower side: two sides' percentiles have none in common. @param statistic for example `p99` */
  latency(statistic: string, label = `${statistic}, ms`): cloudwatch.MathExpression {
    return expression(`1000 * ${largest(both(statistic))}`, this.ofBoth(statistic, 'metricLatency', { statistic }), {
      label,
    });
  }

  /** Requests a minute. */
  requestsOf(color: Color): cloudwatch.Metric {
    return this.of(color, 'metricRequests', this.side(color));
  }

  /** Answers of 5xx, percent of all. */
  errorsOf(color: Color): cloudwatch.MathExpression {
    const [errors, requests] = [`${color}Errors`, `${color}Requests`];
    const usingMetrics = { [errors]: this.of(color, 'metricErrors'), [requests]: this.of(color, 'metricRequests') };
    return expression(percent([errors], [requests]), usingMetrics, this.side(color));
  }

  /** Milliseconds. */
  latencyOf(color: Color, statistic: string): cloudwatch.MathExpression {
    const id = `${color}${statistic}`;
    return expression(`1000 * ${id}`, { [id]: this.of(color, 'metricLatency', { statistic }) }, this.side(color));
  }

  private side(color: Color): { readonly label: string; readonly color: string } {
    return { label: this.props.sides?.[color] ?? color, color: SIDE_COLORS[color] };
  }

  private ofBoth(end: string, metric: MetricName, options?: cloudwatch.MetricOptions) {
    return Object.fromEntries(COLORS.map((color) => [`${color}${end}`, this.of(color, metric, options)]));
  }

  private of(color: Color, metric: MetricName, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    // The same one each time: a graph counts a metric once if all its lines ask for the same.
    const key = JSON.stringify([color, metric, options]);
    const found = this.metrics.get(key) ?? this.seen(this.props.endpoint[metric](color, options));
    this.metrics.set(key, found);
    return found;
  }
}

const MINUTE = Duration.minutes(1);

type MetricName = keyof TrafficProps['endpoint'];

function both(end: string): string[] {
  return COLORS.map((color) => `${color}${end}`);
}

function expression(
  text: string,
  usingMetrics: Record<string, cloudwatch.IMetric>,
  options: cloudwatch.MathExpressionOptions,
): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({ expression: text, usingMetrics, period: MINUTE, ...options });
}
