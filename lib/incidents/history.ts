import { REOPEN_MINUTES } from './constants';
import type { AlarmChange, Period } from './incident';

/** A time in which at least one alarm fired. */
export interface Span extends Period {
  /** When a page first did; undefined where tickets alone did. */
  readonly paged?: string;
}

/** A new list with one change more, in order of time; one that is in it already changes nothing. */
export function withChange(changes: readonly AlarmChange[], change: AlarmChange): readonly AlarmChange[] {
  if (changes.some((other) => compare(other, change) === 0)) return changes;
  return [...changes, change].sort(compare);
}

/** By time; at one time on comes after off, as it is the worse to miss. */
function compare(one: AlarmChange, other: AlarmChange): number {
  const keys = ({ at, state, alarm }: AlarmChange) => [at, state === 'ok' ? '0' : '1', alarm];
  const [ones, others] = [keys(one), keys(other)];
  const index = ones.findIndex((key, position) => key !== others[position]);
  return index < 0 ? 0 : ones[index]! < others[index]! ? -1 : 1;
}

/**
 * The times in which at least one alarm fired. It looks at what the alarms said and when, not at the order in which that
 * became known.
 *
 * @param changes in order of time
 * @param closedAt what had been firing then is over then, whatever the alarm says later
 */
export function periodsOf(changes: readonly AlarmChange[], closedAt?: string): Span[] {
  const periods: Span[] = [];
  for (const interval of intervalsOf(changes, closedAt)) {
    const last = periods.at(-1);
    if (last && (last.to === undefined || interval.from <= last.to))
      periods[periods.length - 1] = union(last, interval);
    else periods.push(interval);
  }
  return periods;
}

/** @param next begins later, or at the same time */
function union({ from, to: end, paged }: Span, next: Span): Span {
  const to = end === undefined || next.to === undefined ? undefined : end > next.to ? end : next.to;
  // Of two the first is the earlier, as intervals come by their begin.
  return { from, to, paged: paged ?? next.paged };
}

/** Each alarm's own times, by their begin. */
function intervalsOf(changes: readonly AlarmChange[], closedAt: string | undefined): Span[] {
  const since = new Map<string, Span>();
  const intervals: Span[] = [];
  for (const { alarm, kind, state, at } of changes) {
    const begun = since.get(alarm);
    if (state === 'alarm') since.set(alarm, begun ?? { from: at, paged: kind === 'page' ? at : undefined });
    else if (begun !== undefined) {
      intervals.push({ ...begun, to: at });
      since.delete(alarm);
    }
  }
  intervals.push(...since.values());
  return intervals
    .map(({ from, to, paged }) => {
      const isClosed = closedAt !== undefined && from <= closedAt && (to === undefined || to > closedAt);
      return { from, to: isClosed ? closedAt : to, paged };
    })
    .sort((one, other) => (one.from < other.from ? -1 : 1));
}

/** The periods that make one incident, the newest: between two of them there is no more than the window. */
export function newestGroup(periods: readonly Span[]): readonly Span[] {
  let first = periods.length - 1;
  while (first > 0 && isNear(periods[first - 1]!.to!, periods[first]!.from)) first--;
  return periods.slice(Math.max(first, 0));
}

/** Whether what ended and what began belong together. */
export function isNear(ended: string, began: string): boolean {
  return Date.parse(began) - Date.parse(ended) <= REOPEN_MINUTES * 60_000;
}

/** Names of the alarms that fire now, in order. @param closedAt what had been firing then does not count */
export function firingIn(changes: readonly AlarmChange[], closedAt?: string): string[] {
  const since = new Map<string, string>();
  for (const { alarm, state, at } of changes) {
    if (state === 'ok') since.delete(alarm);
    else if (!since.has(alarm)) since.set(alarm, at);
  }
  return [...since].flatMap(([alarm, from]) => (closedAt === undefined || from > closedAt ? [alarm] : [])).sort();
}

/** As many as an item of DynamoDB, which has 400 KB, takes with ease. */
const MOST_CHANGES = 1000;

/**
 * What has to be kept: everything from some time on, but no more than an item takes, and of each alarm the last word, without
 * which nobody knew whether it fires.
 */
export function pruned(changes: readonly AlarmChange[], from: string): readonly AlarmChange[] {
  const last = new Map(changes.map((change) => [change.alarm, change]));
  const cut = changes.length - MOST_CHANGES;
  return changes.filter((change, index) => (change.at >= from && index >= cut) || last.get(change.alarm) === change);
}
