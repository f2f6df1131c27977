import { Problem } from '../build/programs/problem';
import { assumed, MINUTES_PER_MONTH } from './assumptions';

const MINUTES = { minute: 1, hour: 60, day: 1440 } as const;

/**
 * How often something runs a month by an EventBridge or Synthetics schedule: `rate(5 minutes)`, `cron(17 3 * * ? *)`.
 * Of cron only what is used here: a minute, an hour or all of them, and perhaps a day of the week.
 *
 * @throws Problem for a schedule that is not understood
 */
export function runsPerMonth(schedule: string): number {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule) ?? [];
  if (unit !== undefined) return MINUTES_PER_MONTH / (Number(count) * MINUTES[unit as keyof typeof MINUTES]);
  const [, hour, weekday] = /^cron\(\d+ (\d+|\*) (?:\*|\?) \* (\*|\?|[A-Z]{3}|\d) \*\)$/.exec(schedule) ?? [];
  if (hour === undefined)
    throw new Problem(`a schedule must be a rate, or a cron of a minute and an hour (got ${schedule})`);
  const days = assumed('hoursPerMonth') / 24;
  return (days / (/[*?]/.test(weekday!) ? 1 : 7)) * (hour === '*' ? 24 : 1);
}
