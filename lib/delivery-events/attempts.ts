import type { Attempt } from './deployment';
import type { Rollout, SeenAttempt, SeenExecution } from './seen';

/** An attempt whose gaps are filled. Times are milliseconds since 1970. */
export type ResolvedAttempt = Pick<Attempt, 'attempt' | 'outcome'> & {
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly wayBackAt?: number;
};

/** The name of an attempt that nothing but the record of the release tells of. */
const RECORDED = 'recorded';

/** When an execution began to deploy. */
export function startOf(seen: SeenExecution): number {
  return Math.min(...withRecorded(seen).map((attempt) => startOfAttempt(seen, attempt)));
}

/**
 * The attempts of each execution, oldest first; see `Deployment` for what stands in for what was lost.
 *
 * @param executions all of one service in one environment
 * @param rollouts all of that service there
 */
export function attemptsOf(
  executions: readonly SeenExecution[],
  rollouts: readonly Rollout[],
): Map<string, readonly ResolvedAttempt[]> {
  const all = executions
    .flatMap((seen) => withRecorded(seen).map((attempt) => ({ seen, attempt, start: startOfAttempt(seen, attempt) })))
    .sort((one, other) => one.start - other.start || compareNames(one, other));
  const known = new Set(all.flatMap(({ attempt }) => attempt.end?.rollout ?? []));
  const unclaimed = rollouts
    .filter(({ rollout }) => !known.has(rollout))
    .sort((a, b) => a.at - b.at || (a.rollout < b.rollout ? -1 : 1));
  const resolved = new Map<string, ResolvedAttempt[]>(executions.map(({ execution }) => [execution, []]));
  let first = 0;
  all.forEach(({ seen, attempt, start }, index) => {
    const next = all[index + 1]?.start ?? Number.POSITIVE_INFINITY;
    while (first < unclaimed.length && unclaimed[first]!.at < start) first++;
    let after = first;
    while (after < unclaimed.length && unclaimed[after]!.at < next) after++;
    resolved.get(seen.execution)!.push(
      resolve(seen, attempt, {
        start,
        next,
        rollouts: unclaimed.slice(first, after),
        isRetried: all.slice(index + 1, index + 2).some((other) => other.seen === seen),
      }),
    );
  });
  return resolved;
}

interface Around {
  readonly start: number;
  /** When the next attempt in the environment starts. */
  readonly next: number;
  /** Between the two, of those that no pipeline's event names. */
  readonly rollouts: readonly Rollout[];
  /** Whether the next attempt in the environment is of the same execution. */
  readonly isRetried: boolean;
}

function resolve(
  seen: SeenExecution,
  { attempt, end }: SeenAttempt,
  { start, next, rollouts, isRetried }: Around,
): ResolvedAttempt {
  const base = { attempt, startedAt: start };
  // Times of two clocks: an end is never before its start.
  if (end) return withWayBack({ ...base, endedAt: Math.max(start, end.at), outcome: end.outcome }, rollouts);
  const [own, ...others] = rollouts;
  if (own) return withWayBack({ ...base, endedAt: own.at, outcome: own.outcome }, others);
  const recorded = seen.recordedAt.filter((at) => at >= start && at < next);
  if (recorded.length > 0) return { ...base, endedAt: Math.min(...recorded), outcome: 'succeeded' };
  if (isRetried) return { ...base, endedAt: next, outcome: 'failed' };
  return { ...base, outcome: next === Number.POSITIVE_INFINITY ? 'running' : 'unknown' };
}

/** A controller moves traffic back in a rollout of its own, which succeeds after the one that failed. */
function withWayBack(attempt: ResolvedAttempt, rollouts: readonly Rollout[]): ResolvedAttempt {
  if (attempt.outcome === 'succeeded') return attempt;
  const back = rollouts.find(({ outcome }) => outcome === 'succeeded');
  return back ? { ...attempt, wayBackAt: back.at } : attempt;
}

/** A release that was recorded was deployed, though nothing else may tell of it. */
function withRecorded({ attempts, recordedAt }: SeenExecution): readonly SeenAttempt[] {
  return attempts.length > 0 || recordedAt.length === 0 ? attempts : [{ attempt: RECORDED }];
}

function startOfAttempt({ prepared, recordedAt }: SeenExecution, { startedAt, end }: SeenAttempt): number {
  if (startedAt !== undefined) return startedAt;
  const by = end?.at ?? Math.min(...recordedAt);
  return prepared && prepared.at <= by ? prepared.at : by;
}

function compareNames(
  one: { readonly seen: SeenExecution; readonly attempt: SeenAttempt },
  other: { readonly seen: SeenExecution; readonly attempt: SeenAttempt },
): number {
  const [a, b] = [one, other].map(({ seen, attempt }) => `${seen.execution} ${attempt.attempt}`);
  return a! < b! ? -1 : 1;
}
