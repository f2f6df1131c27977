import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { BURN_RATES, windowName } from '../burn-rates';
import type { Objective } from '../objective';
import { GRAPH_HEIGHT, graph, limit } from './parts';
import { withIds } from './with-ids';

/** What error budgets are counted over. */
const BUDGET_DAYS = 30;
const BUDGET_WIDTH = 4;
const BURN_WIDTH = 8;

/** How fast an objective's error budget burns beside the rates that page, and what is left of it. */
export function promiseWidgets(objective: Objective): cloudwatch.IWidget[] {
  const rates = BURN_RATES.filter(({ pages }) => pages);
  return [
    graph({
      title: `Burn rate of ${objective.name}`,
      metrics: rates.map(({ name, long }) =>
        withIds(objective.metricBurnRate(long), name).with({ label: `in ${windowName(long)}` }),
      ),
      unit: 'Times as fast as promised',
      limits: rates.map(({ rate, long }) => limit(rate, `pages, in ${windowName(long)}`)),
      // Long enough for lines of hours.
      start: '-P3D',
      width: BURN_WIDTH,
    }),
    new cloudwatch.SingleValueWidget({
      title: 'Budget left',
      metrics: [budgetLeft(objective)],
      setPeriodToTimeRange: true,
      start: `-P${BUDGET_DAYS}D`,
      width: BUDGET_WIDTH,
      height: GRAPH_HEIGHT,
    }),
  ];
}

/** Percent; below zero the promise is broken. */
function budgetLeft(objective: Objective): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    expression: '100 * (1 - burned)',
    usingMetrics: { burned: objective.metricBurnRate(Duration.days(BUDGET_DAYS)) },
    period: Duration.days(BUDGET_DAYS),
    label: `% of ${BUDGET_DAYS} days`,
  });
}
