import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/**
 * The same expression under ids of its own. One graph holds several expressions only if none of their ids stands for
 * different metrics.
 *
 * @param end what is put behind each id: letters and digits
 */
export function withIds(expression: cloudwatch.MathExpression, end: string): cloudwatch.MathExpression {
  const renamed = Object.entries(expression.usingMetrics).map(([id, metric]) => [
    `${id}${end}`,
    metric instanceof cloudwatch.MathExpression ? withIds(metric, end) : metric,
  ]);
  return new cloudwatch.MathExpression({
    // Ids start with a small letter, functions with a capital one.
    expression: expression.expression.replace(/\b[a-z]\w*/g, (id) =>
      id in expression.usingMetrics ? `${id}${end}` : id,
    ),
    usingMetrics: Object.fromEntries(renamed),
    period: expression.period,
    label: expression.label,
    color: expression.color,
  });
}
