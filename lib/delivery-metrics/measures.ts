import type { Metrics } from './metrics';
import { countText, durationText, NOTHING, numberText, percentText } from './readable';
import { TIER_LIMITS, type Tier, type Tiers } from './tiers';

/** One of the five metrics, as terminal and page show it. */
export interface Measure {
  readonly label: string;
  /** A sentence. */
  readonly meaning: string;
  readonly unit: 'a day' | 'seconds' | 'percent';
  /** Undefined where nothing was measured. */
  valueIn(metrics: Metrics): number | undefined;
  /** Undefined where the metric has none. */
  tierOf(tiers: Tiers): Tier | undefined;
  /** What the value was counted from. */
  basisOf(metrics: Metrics): string;
  /** The worst value of the tiers that have a limit, best first. */
  readonly limits: Readonly<Partial<Record<Tier, number>>>;
}

/** In DORA's order: how fast, then how well. */
export const MEASURES: readonly Measure[] = [
  {
    label: 'Deployment frequency',
    meaning: 'Deployments that brought something new and reached their traffic, by the days of the time.',
    unit: 'a day',
    valueIn: ({ deploymentsPerDay }) => deploymentsPerDay,
    tierOf: ({ deploymentFrequency }) => deploymentFrequency,
    basisOf: ({ succeeded, deployments, redeployments }) =>
      [
        succeeded === deployments ? countText(deployments, 'deployment') : `${succeeded} of ${deployments} deployments`,
        ...(redeployments > 0 ? [`plus ${countText(redeployments, 'redeployment')}`] : []),
      ].join(', '),
    limits: TIER_LIMITS.deploymentsPerDay,
  },
  {
    label: 'Lead time for changes',
    meaning: 'From a commit to its traffic: the median of the commits.',
    unit: 'seconds',
    valueIn: ({ leadTime }) => leadTime.median,
    tierOf: ({ leadTime }) => leadTime,
    basisOf: ({ leadTime: { commits, p90 } }) =>
      countText(commits, 'commit') + (p90 === undefined ? '' : `, 90 % within ${durationText(p90)}`),
    limits: TIER_LIMITS.leadTime,
  },
  {
    label: 'Change fail rate',
    meaning: 'Deployments that failed, were rolled back or caused an incident, of those that brought something new.',
    unit: 'percent',
    valueIn: ({ changeFailRate }) => changeFailRate,
    tierOf: ({ changeFailRate }) => changeFailRate,
    basisOf: ({ failed, deployments }) => `${failed} of ${countText(deployments, 'deployment')}`,
    limits: TIER_LIMITS.changeFailRate,
  },
  {
    label: 'Failed deployment recovery time',
    meaning: 'From when a failed deployment was noticed until the service was well again: the median.',
    unit: 'seconds',
    valueIn: ({ recoveryTime }) => recoveryTime.median,
    tierOf: ({ recoveryTime }) => recoveryTime,
    basisOf: ({ recoveryTime: { recovered, open }, incidents }) =>
      [
        `${recovered} recovered`,
        ...(open > 0 ? [`${open} not yet`] : []),
        ...(incidents > 0 ? [countText(incidents, 'incident')] : []),
      ].join(', '),
    limits: TIER_LIMITS.recoveryTime,
  },
  {
    label: 'Deployment rework rate',
    meaning: 'Deployments that nobody had planned, such as hotfixes and rollbacks, of all that changed something.',
    unit: 'percent',
    valueIn: ({ reworkRate }) => reworkRate,
    tierOf: () => undefined,
    basisOf: ({ rework, deployments, rollbacks }) =>
      `${rework} of ${countText(deployments + rollbacks, 'deployment')}` +
      (rollbacks > 0 ? `, ${countText(rollbacks, 'rollback')}` : ''),
    limits: {},
  },
];

/** The value of a metric with its unit. */
export function valueText({ unit, valueIn }: Pick<Measure, 'unit' | 'valueIn'>, metrics: Metrics): string {
  const value = valueIn(metrics);
  if (value === undefined) return NOTHING;
  if (unit === 'a day') return `${numberText(value)} a day`;
  return unit === 'percent' ? percentText(value) : durationText(value);
}
