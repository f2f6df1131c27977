import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Traffic } from '../../../lib/observability/dashboards/traffic';
import { metricMath, type Value } from '../../support/cloudwatch/metric-math';

const metric = (color: string) => new cloudwatch.Metric({ namespace: 'N', metricName: color });
const traffic = new Traffic({ endpoint: { metricRequests: metric, metricErrors: metric, metricLatency: metric } });

const NEVER: Value[] = [undefined, undefined, undefined];
/** Only blue has ever had traffic, none of it in the second minute. */
const ONE_SIDE: Readonly<Record<string, Value[]>> = {
  blueRequests: [200, undefined, 100],
  greenRequests: NEVER,
  blueErrors: [1, undefined, undefined],
  greenErrors: NEVER,
  bluep99: [0.25, undefined, 0.5],
  greenp99: NEVER,
};
const BOTH_SIDES = {
  ...ONE_SIDE,
  greenRequests: [200, 20, undefined],
  greenErrors: [1, 1, undefined],
  greenp99: [1, 2, undefined],
};

function values({ expression }: cloudwatch.MathExpression, series: Readonly<Record<string, Value[]>>) {
  return metricMath(expression)((id) => {
    const found = series[id];
    if (!found) throw new Error(`${expression}: there is no ${id}`);
    return found;
  });
}

describe('a side that has never had traffic takes nothing from the other', () => {
  test.each<[string, cloudwatch.MathExpression, Value[]]>([
    ['requests, 0 while there is none', traffic.requests(), [200, 0, 100]],
    ['errors, 0 percent without one', traffic.errors(), [0.5, undefined, 0]],
    ['latency', traffic.latency('p99'), [250, undefined, 500]],
    ['errors of the one side', traffic.errorsOf('blue'), [0.5, undefined, 0]],
    ['errors of the other side', traffic.errorsOf('green'), NEVER],
  ])('%s', (_, line, expected) => {
    expect(values(line, ONE_SIDE)).toEqual(expected);
  });
});

describe('of two sides', () => {
  test.each<[string, cloudwatch.MathExpression, Value[]]>([
    ['requests are added up', traffic.requests(), [400, 20, 100]],
    ['errors are a share of all requests', traffic.errors(), [0.5, 5, 0]],
    ['latency is that of the slower one', traffic.latency('p99'), [1000, 2000, 500]],
  ])('%s', (_, line, expected) => {
    expect(values(line, BOTH_SIDES)).toEqual(expected);
  });
});

test('a service that has never had an error has 0 percent of them', () => {
  expect(values(traffic.errors(), { ...BOTH_SIDES, blueErrors: NEVER, greenErrors: NEVER })).toEqual([0, 0, 0]);
});
