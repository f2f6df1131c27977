/** Numbers as people read them: two digits say enough of a delivery. */

/** What stands for a value that is not there. */
export const NOTHING = '–';

/** The units of time that a duration is said in, the largest first, with their seconds. */
export const UNITS: readonly (readonly [name: string, seconds: number])[] = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
];

/** `2.5 h`, of seconds. */
export function durationText(seconds: number): string {
  const [unit, size] = UNITS.find(([, least]) => seconds >= least) ?? ['s', 1];
  return `${numberText(seconds / size)} ${unit}`;
}

export function percentText(value: number): string {
  return `${numberText(value)} %`;
}

/** Two digits, but a whole number whole: `0.36`, `4.5`, `123`. */
export function numberText(value: number): string {
  return Number.isInteger(value) || value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(2)));
}

/** `1 commit`, `3 commits`. */
export function countText(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

/** The first and the last day, of a window whose end is not part of it. */
export function daysText({ since, until }: { readonly since: string; readonly until: string }): string {
  return `${since.slice(0, 10)} to ${lastDayOf(until)}`;
}

function lastDayOf(until: string): string {
  return new Date(Date.parse(until) - 1).toISOString().slice(0, 10);
}
