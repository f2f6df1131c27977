import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { withIds } from '../../../lib/observability/dashboards/with-ids';

const metric = new cloudwatch.Metric({ namespace: 'A', metricName: 'b' });
const bad = new cloudwatch.MathExpression({
  expression: 'FILL(blue, 0) + FILL(blueSlow, 0)',
  usingMetrics: { blue: metric, blueSlow: metric },
});
const rate = new cloudwatch.MathExpression({
  expression: 'IF(bad > 0.5, 100 * bad / 1e2, 0)',
  usingMetrics: { bad },
  period: Duration.hours(6),
  label: 'rate',
});

test('every id gets the end, also within what an expression is made of; numbers and functions stay', () => {
  const renamed = withIds(rate, 'Slow');
  expect(renamed.expression).toBe('IF(badSlow > 0.5, 100 * badSlow / 1e2, 0)');
  expect(Object.keys(renamed.usingMetrics)).toEqual(['badSlow']);
  const inner = renamed.usingMetrics['badSlow'] as cloudwatch.MathExpression;
  expect(inner.expression).toBe('FILL(blueSlow, 0) + FILL(blueSlowSlow, 0)');
  expect(Object.keys(inner.usingMetrics)).toEqual(['blueSlow', 'blueSlowSlow']);
});

test('its period and its name stay', () => {
  const { period, label } = withIds(rate, 'Slow');
  expect([period.toHours(), label]).toEqual([6, 'rate']);
});
