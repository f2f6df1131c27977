import { createHash } from 'node:crypto';
import { FIRST_DAY } from './sample-plan';

/** Chance that comes out the same each time, and names made of what they are of. */
export class Chance {
  private drawn = 0;

  constructor(private readonly seed: string) {}

  /** From `least` up to `most`, which is never reached. */
  between(least: number, most: number): number {
    const number = createHash('sha256')
      .update(`${this.seed}/${this.drawn++}`)
      .digest()
      .readUInt32BE();
    return least + (number / 2 ** 32) * (most - least);
  }

  /** One of them. */
  of<T>(all: readonly T[]): T {
    return all[Math.floor(this.between(0, all.length))]!;
  }

  /** Whether something happens that does so this often, of 1. */
  happens(often: number): boolean {
    return this.between(0, 1) < often;
  }
}

/** As long as Git's. */
export function hashOf(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

export function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** As AWS names executions. */
export function uuidOf(text: string): string {
  return hashOf(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** In Berlin clocks were put back in the night to this day. */
const WINTER = Date.parse('2026-10-25T00:00:00Z');

/** An hour of a day in Berlin, in milliseconds since 1970. @param hour with its fraction */
export function timeIn(day: number, hour: number): number {
  const midnight = Date.parse(`${FIRST_DAY}T00:00:00Z`) + day * DAY;
  return midnight + (hour - (midnight < WINTER ? 2 : 1)) * HOUR;
}

/** That time, or an earlier one at which people in Berlin work. */
export function atWork(at: number): number {
  const local = at + (at < WINTER ? 2 : 1) * HOUR;
  const hour = (local % DAY) / HOUR;
  if (hour < 8) return atWork(at - 14 * HOUR);
  if (hour > 18.5) return atWork(at - 6 * HOUR);
  const weekday = new Date(local).getUTCDay();
  return weekday === 0 || weekday === 6 ? atWork(at - 2 * DAY) : at;
}

export function minutes(count: number): number {
  return Math.round(count * 60) * 1000;
}
