import type { DeliveryEvent } from '../../../lib/delivery-events/events';
import type { Metrics } from '../../../lib/delivery-metrics/metrics';

/**
 * A history whose metrics were worked out by hand; the comments beside the events show how. All are about the service
 * `orders`, in the thirty days of January 2026 that begin with the first, with `prod` for production.
 */
export interface GoldenCase {
  readonly title: string;
  readonly events: readonly DeliveryEvent[];
  /** Of production, unless others are stated as well. What is not stated is zero or undefined. */
  readonly expected: Expected;
  readonly test?: Expected;
  readonly dev?: Expected;
}

/** Durations are in minutes here, in seconds in the metrics. */
export interface Expected {
  readonly deployments?: number;
  readonly succeeded?: number;
  readonly failed?: number;
  readonly rework?: number;
  readonly rollbacks?: number;
  readonly redeployments?: number;
  readonly incidents?: number;
  readonly leadTime?: { readonly commits: number; readonly median: number; readonly p90: number };
  readonly recovered?: { readonly count: number; readonly median: number };
  readonly open?: number;
  readonly changeFailRate?: number;
  readonly reworkRate?: number;
}

export const DAYS = 30;

/** The whole of the metrics. */
export function metricsOf(expected: Expected): Metrics {
  const { succeeded = 0, leadTime, recovered, changeFailRate, reworkRate } = expected;
  return {
    deployments: expected.deployments ?? 0,
    succeeded,
    deploymentsPerDay: succeeded / DAYS,
    leadTime: leadTime
      ? { commits: leadTime.commits, median: leadTime.median * 60, p90: leadTime.p90 * 60 }
      : { commits: 0 },
    failed: expected.failed ?? 0,
    changeFailRate,
    recoveryTime: {
      recovered: recovered?.count ?? 0,
      open: expected.open ?? 0,
      median: recovered && recovered.median * 60,
    },
    rework: expected.rework ?? 0,
    reworkRate,
    rollbacks: expected.rollbacks ?? 0,
    redeployments: expected.redeployments ?? 0,
    incidents: expected.incidents ?? 0,
  };
}
