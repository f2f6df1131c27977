import { attemptsOf, type ResolvedAttempt, startOf } from './attempts';
import type { Deployment } from './deployment';
import { ReleaseChain } from './release-chain';
import type { Prepared, Rollout, SeenExecution } from './seen';

/** A {@link Deployment} whose times are milliseconds since 1970, as models count with them. */
export type TimedDeployment = Pick<
  Deployment,
  'execution' | 'digest' | 'commit' | 'outcome' | 'kind' | 'undoes' | 'hotfix'
> & {
  readonly attempts: readonly ResolvedAttempt[];
  /** Undefined where what was prepared was lost. */
  readonly prepared?: Prepared;
  readonly startedAt: number;
  readonly trafficAt?: number;
  readonly endedAt?: number;
};

/** When a commit of the service was first pushed to a hotfix branch, in milliseconds since 1970, by the commit. */
export type Hotfixes = ReadonlyMap<string, number>;

/**
 * The deployments of one service in one environment in the order of their starts, put together from what was seen.
 */
export function timedDeployments(
  executions: readonly SeenExecution[],
  rollouts: readonly Rollout[],
  hotfixes: Hotfixes,
): TimedDeployment[] {
  const begun = executions
    .filter(({ attempts, recordedAt }) => attempts.length + recordedAt.length > 0)
    .map((seen) => ({ seen, start: startOf(seen) }))
    .sort((one, other) => one.start - other.start || (one.seen.execution < other.seen.execution ? -1 : 1))
    .map(({ seen }) => seen);
  const attempts = attemptsOf(begun, rollouts);
  const chain = new ReleaseChain();
  return begun.map((seen) => timed(seen, attempts.get(seen.execution)!, chain, hotfixes));
}

function timed(
  { execution, prepared, recorded }: SeenExecution,
  attempts: readonly ResolvedAttempt[],
  chain: ReleaseChain,
  hotfixes: Hotfixes,
): TimedDeployment {
  const last = attempts.at(-1)!;
  const good = attempts.find(({ outcome }) => outcome === 'succeeded');
  const outcome = good && last.outcome !== 'running' ? 'succeeded' : last.outcome;
  const digest = prepared?.digest ?? recorded?.digest;
  const commit = prepared?.commit ?? recorded?.commit;
  const link = chain.next({ execution, digest, hasCommits: prepared?.hashes.length !== 0, good: good !== undefined });
  const bake = (prepared?.bakeMinutes ?? 0) * 60_000;
  const hashes = [...(prepared?.hashes ?? []), commit];
  const { startedAt } = attempts[0]!;
  // A branch that begins at what production runs has that for its first head: long deployed, and no hotfix.
  const isHotfix = (hash: string | undefined) => (hotfixes.get(hash ?? '') ?? Number.POSITIVE_INFINITY) <= startedAt;
  return {
    execution,
    attempts,
    prepared,
    digest,
    commit,
    startedAt,
    trafficAt: good && Math.max(good.startedAt, good.endedAt! - bake),
    endedAt: last.endedAt ?? (outcome === 'succeeded' ? good?.endedAt : undefined),
    outcome,
    ...link,
    // What goes back takes hotfixes away.
    hotfix: link.kind === 'new' && hashes.some(isHotfix),
  };
}
