import type { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Color, Endpoint } from '../compute/endpoint';
import type { Objectives } from '../config/delivery';
import { windowName } from './burn-rates';

const BAD = 'Bad requests';
const ALL = 'All requests';

/** Requests in a window, of both sides. */
interface Requests {
  /** There whenever `all` is: 0 where no request was bad. */
  readonly bad: cloudwatch.IMetric;
  readonly all: cloudwatch.IMetric;
}

/** A promise to those who call a service: of all its requests so many percent are good. */
export class Objective {
  /** What a service promises; none, one or both. */
  static of(objectives: Objectives, endpoint: Endpoint): Objective[] {
    const { availability, latency } = objectives;
    return [
      ...(availability === undefined ? [] : [Objective.availability(endpoint, availability)]),
      ...(latency === undefined ? [] : [Objective.latency(endpoint, latency)]),
    ];
  }

  /** A request is bad when its answer is a 5xx, or when no task took it and the load balancer answered with a 502. */
  private static availability(endpoint: Endpoint, percent: number): Objective {
    return new Objective('availability', `${percent} % of the requests without an error`, percent, (period) => {
      const all = sumOf(
        {
          blueRequests: endpoint.metricRequests('blue', { period }),
          greenRequests: endpoint.metricRequests('green', { period }),
        },
        period,
        ALL,
      );
      const errors = {
        blueErrors: endpoint.metricErrors('blue', { period }),
        greenErrors: endpoint.metricErrors('green', { period }),
        blueUnconnected: endpoint.metricConnectionErrors('blue', { period }),
        greenUnconnected: endpoint.metricConnectionErrors('green', { period }),
      };
      const bad = new cloudwatch.MathExpression({
        // Neither side may ever have had an error: without `all` there would be no bad requests instead of 0.
        expression: `${sum(['all', ...Object.keys(errors)])} - all`,
        usingMetrics: { all, ...errors },
        period,
        label: BAD,
      });
      return { bad, all };
    });
  }

  /** A request is bad when its answer takes longer than promised; what got none is a matter of availability. */
  private static latency(endpoint: Endpoint, { milliseconds, percent }: NonNullable<Objectives['latency']>): Objective {
    return new Objective('latency', `${percent} % of the answers within ${milliseconds} ms`, percent, (period) => {
      const blueAnswers = endpoint.metricAnswers('blue', { period });
      const greenAnswers = endpoint.metricAnswers('green', { period });
      const slow = (color: Color, answers: cloudwatch.Metric) =>
        new cloudwatch.MathExpression({
          expression: `(100 - ${color}InTime) * ${color}Answers / 100`,
          usingMetrics: {
            [`${color}Answers`]: answers,
            [`${color}InTime`]: endpoint.metricAnswersWithin(color, milliseconds, { period }),
          },
          period,
        });
      return {
        bad: sumOf({ blueSlow: slow('blue', blueAnswers), greenSlow: slow('green', greenAnswers) }, period, BAD),
        all: sumOf({ blueAnswers, greenAnswers }, period, ALL),
      };
    });
  }

  private constructor(
    readonly name: 'availability' | 'latency',
    /** As a person reads it. */
    readonly promise: string,
    private readonly percent: number,
    private readonly requests: (period: Duration) => Requests,
  ) {}

  /**
   * How many times as fast as promised the error budget burns, over a sliding window. 0 where nothing or too little is bad;
   * without any request there is none.
   *
   * @param fewestBad bad requests in the window for a rate other than 0, at least @default 1
   */
  metricBurnRate(window: Duration, fewestBad = 1): cloudwatch.MathExpression {
    // Free of what binary fractions make of 100 - 99.9.
    const budget = Number((100 - this.percent).toFixed(6));
    return new cloudwatch.MathExpression({
      // Half a request less, as slow ones are reckoned from a percentage.
      expression: `IF(bad > ${fewestBad - 0.5}, 100 * bad / all / ${budget}, 0)`,
      usingMetrics: { ...this.requests(window) },
      period: window,
      label: `${this.name}, ${windowName(window)}`,
    });
  }
}

function sumOf(
  usingMetrics: Readonly<Record<string, cloudwatch.IMetric>>,
  period: Duration,
  label: string,
): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    expression: sum(Object.keys(usingMetrics)),
    usingMetrics: { ...usingMetrics },
    period,
    label,
  });
}

/**
 * Of what is there. A side sends nothing before it has had its first task, and it is not said whether `FILL` makes anything
 * of a metric without a single data point.
 */
function sum(ids: readonly string[]): string {
  return `SUM([${ids.join(', ')}])`;
}
