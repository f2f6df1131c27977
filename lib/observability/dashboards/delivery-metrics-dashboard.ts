import { Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Delivery } from '../../config/delivery';
import * as names from '../../shared/names';
import { dashboardUrl, runbookText } from './console';
import { DeliveryMetrics, type Pair, PERIOD, READINGS } from './delivery-metrics';
import { total } from './metric-math';
import { chunks, graph, heading, LIMIT_COLOR, links, note } from './parts';
import { tierLimits, tierTable } from './tier-limits';

export interface DeliveryMetricsDashboardProps {
  readonly delivery: Delivery;
}

/** Three graphs make a row. */
const WIDTH = 8;
/** Lines that can be told apart in one graph. */
const LINES = 10;
/** CloudWatch draws 2500 metrics of a dashboard ("CloudWatch service quotas"), and each pair brings seven. */
export const MOST_PAIRS = 340;

/** How the delivery does, by the five metrics of DORA: for each environment, production first, a line for each service. */
export class DeliveryMetricsDashboard extends Construct {
  readonly dashboardName: string;
  private readonly metrics: DeliveryMetrics;

  constructor(scope: Construct, id: string, { delivery }: DeliveryMetricsDashboardProps) {
    super(scope, id);
    const { region } = Stack.of(this);
    this.dashboardName = names.deliveryMetricsName(delivery.name);
    this.metrics = new DeliveryMetrics(delivery, delivery.tools);
    const all = pairsOf(delivery);
    const shown = all.slice(0, MOST_PAIRS);
    new cloudwatch.Dashboard(this, 'Resource', {
      dashboardName: this.dashboardName,
      start: '-P90D',
      // They are made at least once a day.
      periodOverride: cloudwatch.PeriodOverride.INHERIT,
      widgets: [
        [note(introduction(region, delivery, all.length - shown.length), { width: 12, height: 5 }), tierTable(12, 5)],
        ...byEnvironment(shown).flatMap((pairs) => this.environment(pairs)),
      ],
    });
  }

  private environment(pairs: readonly Pair[]): cloudwatch.IWidget[][] {
    const title = pairs[0]!.environment;
    return chunks(pairs, LINES).flatMap((some) => {
      const range = pairs.length > LINES ? `: ${some[0]!.service} – ${some.at(-1)!.service}` : '';
      return [[heading(`${title}${range}`)], [...this.readings(some), this.deployments(some)]];
    });
  }

  private readings(pairs: readonly Pair[]): cloudwatch.IWidget[] {
    return Object.values(READINGS).map((reading) =>
      graph({
        title: reading.title,
        metrics: pairs.map((pair, index) => this.metrics.reading(reading, pair, `seconds${index}`, pair.service)),
        unit: reading.unit,
        limits: tierLimits(reading),
        width: WIDTH,
      }),
    );
  }

  private deployments(pairs: readonly Pair[]): cloudwatch.IWidget {
    const failed = pairs.map((pair, index) => [`failed${index}`, this.metrics.metricFailedDeployments(pair)] as const);
    return graph({
      title: 'Deployments that ended',
      metrics: [
        ...pairs.map((pair) => this.metrics.metricDeployments(pair, { label: pair.service })),
        new cloudwatch.MathExpression({
          expression: total(failed.map(([id]) => id)),
          usingMetrics: Object.fromEntries(failed),
          period: PERIOD,
          label: 'failed, of all',
          color: LIMIT_COLOR,
        }),
      ],
      unit: 'a day',
      width: WIDTH,
    });
  }
}

/** Production first: that is what DORA asks about. */
function pairsOf({ environments, services }: Delivery): Pair[] {
  const isProduction = new Map(environments.map(({ name, production }) => [name, production]));
  const pairs = environments.flatMap((environment) =>
    services.map((service) => ({ environment: environment.name, service: service.name })),
  );
  const of = (production: boolean) => pairs.filter(({ environment }) => isProduction.get(environment) === production);
  return [...of(true), ...of(false)];
}

function byEnvironment(pairs: readonly Pair[]): Pair[][] {
  const names = [...new Set(pairs.map(({ environment }) => environment))];
  return names.map((name) => pairs.filter(({ environment }) => environment === name));
}

/** What it is, and where to read on. */
function introduction(region: string, delivery: Delivery, left: number): string {
  const environments = Object.fromEntries(
    delivery.environments.map((environment) => [
      environment.name,
      dashboardUrl(environment.region ?? region, names.environmentDashboardName(delivery.name, environment.name)),
    ]),
  );
  const rest = left > 0 ? `\n\n${left} more services and environments: \`npm run dora\`.` : '';
  return [
    `# How ${delivery.name} delivers`,
    `${links(environments)} · ${runbookText(delivery.runbook)}`,
    `The five metrics of DORA, for each service from its own events. Grey lines are limits of tiers.${rest}`,
  ].join('\n\n');
}
