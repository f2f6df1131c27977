import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { DeliveryMetric } from '../../delivery-metrics/constants';
import { TIER_LIMITS, TIER_SOURCE } from '../../delivery-metrics/tiers';
import type { Reading } from './delivery-metrics';
import { note, REFERENCE_COLOR } from './parts';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Where the tiers of a metric begin, in its own unit, best first. The rework rate has none. */
const LIMITS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  [DeliveryMetric.DEPLOYMENTS_PER_DAY]: TIER_LIMITS.deploymentsPerDay,
  // A line at 30 days would press the others to the ground.
  [DeliveryMetric.LEAD_TIME]: { elite: TIER_LIMITS.leadTime.elite },
  [DeliveryMetric.CHANGE_FAIL_RATE]: TIER_LIMITS.changeFailRate,
  [DeliveryMetric.RECOVERY_TIME]: { elite: TIER_LIMITS.recoveryTime.elite },
};

/** Lines across a metric's graph where its tiers begin, as far as they leave room for its values. */
export function tierLimits({ name, divisor }: Reading): cloudwatch.HorizontalAnnotation[] {
  return Object.entries(LIMITS[name] ?? {}).map(([tier, value]) => ({
    value: value / divisor,
    label: tier,
    color: REFERENCE_COLOR,
  }));
}

/** All limits in words, and where they come from. */
export function tierTable(width: number, height: number): cloudwatch.IWidget {
  const { deploymentsPerDay, leadTime, changeFailRate, recoveryTime } = TIER_LIMITS;
  const rows = [
    ['', 'elite', 'high', 'medium'],
    ['---', '---', '---', '---'],
    [
      'Deployment frequency',
      `more than ${deploymentsPerDay.elite} a day`,
      every(deploymentsPerDay.high),
      every(deploymentsPerDay.medium),
    ],
    ['Lead time', `less than ${time(leadTime.elite)}`, time(leadTime.high), time(leadTime.medium)],
    ['Change fail rate', `at most ${changeFailRate.elite} %`, `${changeFailRate.high} %`, ''],
    ['Recovery time', `less than ${time(recoveryTime.elite)}`, time(recoveryTime.high), ''],
  ];
  const table = rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return note(`${table}\n\n[${TIER_SOURCE.name}](${TIER_SOURCE.url})`, { width, height });
}

function every(perDay: number): string {
  return `every ${Math.round(1 / perDay)} days`;
}

function time(seconds: number): string {
  const [count, unit] = seconds % DAY === 0 ? [seconds / DAY, 'day'] : [seconds / HOUR, 'hour'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
