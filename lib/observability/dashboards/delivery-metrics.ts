import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Account, Delivery } from '../../config/delivery';
import { METRIC_NAMESPACE } from '../../delivery-events/constants';
import { DeliveryDimension, DeliveryMetric } from '../../delivery-metrics/constants';
import { hasOwnAccount, hasOwnRegion } from '../../shared/accounts';

/** They are made at least once a day. */
export const PERIOD = Duration.days(1);

/** How a delivery metric is read: by what it is divided, and in which unit it is then. */
export interface Reading {
  readonly name: string;
  readonly title: string;
  /** The title where there is little room, with the unit. */
  readonly short: string;
  readonly unit: string;
  readonly divisor: number;
}

const SECONDS_OF_AN_HOUR = 3600;

/** The five delivery metrics, as graphs name them. */
export const READINGS = {
  deploymentsPerDay: {
    name: DeliveryMetric.DEPLOYMENTS_PER_DAY,
    title: 'Deployment frequency',
    short: 'Deployments a day',
    unit: 'a day',
    divisor: 1,
  },
  leadTime: {
    name: DeliveryMetric.LEAD_TIME,
    title: 'Lead time for changes',
    short: 'Lead time, hours',
    unit: 'hours',
    divisor: SECONDS_OF_AN_HOUR,
  },
  failRate: {
    name: DeliveryMetric.CHANGE_FAIL_RATE,
    title: 'Change fail rate',
    short: 'Fail rate, %',
    unit: '%',
    divisor: 1,
  },
  recoveryTime: {
    name: DeliveryMetric.RECOVERY_TIME,
    title: 'Failed deployment recovery time',
    short: 'Recovery, hours',
    unit: 'hours',
    divisor: SECONDS_OF_AN_HOUR,
  },
  reworkRate: {
    name: DeliveryMetric.REWORK_RATE,
    title: 'Deployment rework rate',
    short: 'Rework, %',
    unit: '%',
    divisor: 1,
  },
} as const satisfies Record<string, Reading>;

/** A service in one environment. */
export interface Pair {
  readonly environment: string;
  readonly service: string;
}

/** The delivery metrics as a dashboard in some account and region sees them. */
export class DeliveryMetrics {
  private readonly options: cloudwatch.MetricOptions;

  /** @param seenFrom where the dashboard is; CloudWatch shows metrics of other regions, of other accounts only when told to */
  constructor(
    private readonly delivery: Delivery,
    private readonly seenFrom: Account,
  ) {
    this.options = {
      period: PERIOD,
      ...(hasOwnRegion(seenFrom, delivery.tools) && { region: delivery.tools.region }),
    };
  }

  /** Whether there is anything to see. */
  get areVisible(): boolean {
    const { tools } = this.delivery;
    const isFindable = !hasOwnRegion(this.seenFrom, tools) || tools.region !== undefined;
    return !hasOwnAccount(this.seenFrom, tools) && isFindable;
  }

  /** One of the five, in the unit of its reading. @param id is unique in its graph */
  reading({ name, divisor }: Reading, pair: Pair, id: string, label: string): cloudwatch.IMetric {
    const metric = this.metric(name, pair, { label });
    if (divisor === 1) return metric;
    return new cloudwatch.MathExpression({
      expression: `${id} / ${divisor}`,
      usingMetrics: { [id]: metric },
      period: PERIOD,
      label,
    });
  }

  /** Deployments that ended in a period. */
  metricDeployments(pair: Pair, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric(DeliveryMetric.DEPLOYMENTS, pair, { statistic: 'Sum', ...options });
  }

  /** Those of them that failed. */
  metricFailedDeployments(pair: Pair, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric(DeliveryMetric.FAILED_DEPLOYMENTS, pair, { statistic: 'Sum', ...options });
  }

  private metric(metricName: string, { environment, service }: Pair, options: cloudwatch.MetricOptions) {
    return new cloudwatch.Metric({
      namespace: METRIC_NAMESPACE,
      metricName,
      dimensionsMap: {
        [DeliveryDimension.DELIVERY]: this.delivery.name,
        [DeliveryDimension.ENVIRONMENT]: environment,
        [DeliveryDimension.SERVICE]: service,
      },
      ...this.options,
      ...options,
    });
  }
}
