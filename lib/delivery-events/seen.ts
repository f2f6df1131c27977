import type { Outcome, ReleasePrepared, ReleaseRecorded } from './events';

/** What events have told so far of one service in one environment. Times are milliseconds since 1970. */

/** What is known of one execution in one environment. */
export interface SeenExecution {
  readonly execution: string;
  prepared?: Prepared;
  recorded?: Recorded;
  /** Every time at which it was recorded: once for each attempt that succeeded. */
  recordedAt: readonly number[];
  attempts: readonly SeenAttempt[];
}

/** What was prepared. */
export type Prepared = Pick<
  ReleasePrepared,
  'digest' | 'commit' | 'author' | 'subject' | 'strategy' | 'bakeMinutes'
> & {
  readonly at: number;
  /** Of the commits, and below their times: two lists take a third of the memory of one with both. */
  readonly hashes: readonly string[];
  readonly times: readonly number[];
};

/** What was recorded. */
export type Recorded = Pick<ReleaseRecorded, 'digest' | 'commit'> & { readonly at: number };

/** What is known of one attempt. */
export interface SeenAttempt {
  readonly attempt: string;
  startedAt?: number;
  end?: { readonly at: number; readonly outcome: Outcome; readonly rollout?: string };
}

/** How a controller's own deployment ended. */
export interface Rollout {
  readonly rollout: string;
  readonly at: number;
  readonly outcome: Outcome;
}
