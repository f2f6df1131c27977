import type { Metrics } from './metrics';
import type { Tiers } from './tiers';

/** The delivery metrics of a window of time, plain JSON. Times are ISO 8601 in UTC. */
export interface Report {
  readonly since: string;
  /** The end, which is not part of it. */
  readonly until: string;
  /** The environments that deployments to production are those to. */
  readonly production: readonly string[];
  /** All services in production. */
  readonly delivery: Summary;
  /** Each service in production, by name; with the environments that it was deployed to. */
  readonly services: readonly (Summary & { readonly service: string })[];
  /** All services in each environment, by name. */
  readonly environments: readonly (Summary & { readonly environment: string })[];
  /** Each service in each environment, by both names. */
  readonly places: readonly (Summary & { readonly service: string; readonly environment: string })[];
}

/** What was measured of something. */
export interface Summary {
  readonly metrics: Metrics;
  /** Of the frequency that a service has on average, where it is about several. */
  readonly tiers: Tiers;
  /** Oldest first; all of seven days but the first, which has what is left of the window. */
  readonly weeks: readonly Week[];
}

export interface Week {
  readonly since: string;
  readonly until: string;
  readonly metrics: Metrics;
}

/** A window of time, in milliseconds since 1970; `until` is not part of it. */
export interface Window {
  readonly since: number;
  readonly until: number;
}

export const DAY_MILLISECONDS = 86_400_000;
const WEEK = 7 * DAY_MILLISECONDS;

/** The weeks of a window, counted back from its end. */
export function weeksOf({ since, until }: Window): Window[] {
  const count = Math.ceil((until - since) / WEEK);
  return Array.from({ length: count }, (_, index) => {
    const end = until - (count - 1 - index) * WEEK;
    return { since: Math.max(since, end - WEEK), until: end };
  });
}

/** Which of the weeks of a window a time in it belongs to. */
export function weekOf({ since, until }: Window, at: number): number {
  return Math.ceil((until - since) / WEEK) - Math.ceil((until - at) / WEEK);
}

/** The days of a window, with their fraction. */
export function daysOf({ since, until }: Window): number {
  return (until - since) / DAY_MILLISECONDS;
}
