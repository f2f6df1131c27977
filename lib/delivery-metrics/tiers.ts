import type { Metrics } from './metrics';

/**
 * Where the limits of the tiers come from. The report of 2024 is the last that has such clusters: that of 2025 (State of
 * AI-assisted Software Development) gives shares of its respondents by bands instead. It is also the first with numbers for
 * the deployment rework rate, which has no tier therefore.
 */
export const TIER_SOURCE = {
  name: 'DORA, Accelerate State of DevOps Report 2024, page 13',
  year: 2024,
  url: 'https://dora.dev/research/2024/dora-report/',
} as const;

export type Tier = 'elite' | 'high' | 'medium' | 'low';

/** The tier of each metric; undefined where there is no value, or no value of them can have one. */
export interface Tiers {
  readonly deploymentFrequency?: Tier;
  readonly leadTime?: Tier;
  readonly changeFailRate?: Tier;
  readonly recoveryTime?: Tier;
}

const HOUR = 3600;
const DAY = 24 * HOUR;

/**
 * What the clusters of 2024 have in common, best first. A metric read by itself is in the best cluster whose value it reaches,
 * and low if it reaches none. So nobody's fail rate or recovery time is medium: that cluster failed less often than the
 * high one (10 against 20 percent) and recovered as fast.
 */
export const TIER_LIMITS = {
  /** More than one a day is “on demand (multiple deploys per day)”; then once a week, once a month. */
  deploymentsPerDay: { elite: 1, high: 1 / 7, medium: 1 / 30 },
  /** In seconds: less than a day, a week, a month. */
  leadTime: { elite: DAY, high: 7 * DAY, medium: 30 * DAY },
  /** In percent. */
  changeFailRate: { elite: 5, high: 20 },
  /** In seconds: less than an hour, a day. */
  recoveryTime: { elite: HOUR, high: DAY },
} as const;

/**
 * The tiers of what was measured; lead and recovery time by their medians.
 *
 * @param services among which the deployments are shared out, as DORA asks about one application or service
 */
export function tiersOf(metrics: Metrics, services = 1): Tiers {
  const { deploymentsPerDay, leadTime, changeFailRate, recoveryTime } = TIER_LIMITS;
  const perDay = metrics.deploymentsPerDay / Math.max(1, services);
  return {
    deploymentFrequency: perDay > deploymentsPerDay.elite ? 'elite' : frequencyBelow(perDay),
    leadTime: below(metrics.leadTime.median, (value, limit) => value < limit, leadTime),
    changeFailRate: below(metrics.changeFailRate, (value, limit) => value <= limit, changeFailRate),
    recoveryTime: below(metrics.recoveryTime.median, (value, limit) => value < limit, recoveryTime),
  };
}

function frequencyBelow(perDay: number): Tier | undefined {
  const { high, medium } = TIER_LIMITS.deploymentsPerDay;
  if (perDay >= high) return 'high';
  if (perDay >= medium) return 'medium';
  return perDay > 0 ? 'low' : undefined;
}

function below(
  value: number | undefined,
  reaches: (value: number, limit: number) => boolean,
  limits: Readonly<Partial<Record<Tier, number>>>,
): Tier | undefined {
  if (value === undefined) return undefined;
  const found = Object.entries(limits).find(([, limit]) => reaches(value, limit));
  return found ? (found[0] as Tier) : 'low';
}
