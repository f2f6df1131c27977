import type { DeploymentEnded, DeploymentStarted, ReleasePrepared, ReleaseRecorded, RolloutEnded } from './events';
import { getOrAdd } from './get-or-add';
import type { Prepared, Rollout, SeenAttempt, SeenExecution } from './seen';
import { type Hotfixes, type TimedDeployment, timedDeployments } from './timed-deployments';
import { timeOf } from './times';

/** Collects what is known of one service in one environment. */
export class PlaceLog {
  private readonly executions = new Map<string, SeenExecution>();
  private readonly rollouts = new Map<string, Rollout>();

  /**
   * A retried stage prepares once more: the last word counts. Of the commits it is the longest list: a stage that is run
   * again after its release was recorded finds its own commits deployed, and lists none.
   */
  prepare(event: ReleasePrepared): void {
    const seen = this.executionOf(event.execution);
    const { id, digest, commit, author, subject, strategy, bakeMinutes, commits } = event;
    const prepared = {
      at: timeOf(event),
      digest,
      commit,
      author,
      subject,
      strategy,
      bakeMinutes,
      hashes: commits.map(({ hash }) => hash),
      times: commits.map(({ at }) => timeOf({ id, at })),
    };
    const known = seen.prepared;
    const said = isBefore(known, prepared, wordOf) ? prepared : known!;
    const { hashes, times } = known && isLonger(known, prepared) ? known : prepared;
    seen.prepared = { ...said, hashes, times };
  }

  start(event: DeploymentStarted): void {
    const attempt = this.attemptOf(event);
    attempt.startedAt = Math.min(attempt.startedAt ?? Number.POSITIVE_INFINITY, timeOf(event));
  }

  end(event: DeploymentEnded): void {
    const attempt = this.attemptOf(event);
    const end = { at: timeOf(event), outcome: event.outcome, rollout: event.rollout };
    if (isBefore(attempt.end, end, ({ outcome, rollout }) => `${outcome} ${rollout}`)) attempt.end = end;
  }

  /** A controller says once how a rollout ended; should it say more, its last word counts. */
  addRollout(event: RolloutEnded): void {
    const { rollout, outcome } = event;
    const ended = { rollout, outcome, at: timeOf(event) };
    if (isBefore(this.rollouts.get(rollout), ended, (one) => one.outcome)) this.rollouts.set(rollout, ended);
  }

  record(event: ReleaseRecorded): void {
    const seen = this.executionOf(event.execution);
    const at = timeOf(event);
    // In place of push(), which makes room for sixteen more.
    if (!seen.recordedAt.includes(at)) seen.recordedAt = [...seen.recordedAt, at];
    const recorded = { at, digest: event.digest, commit: event.commit };
    if (isBefore(seen.recorded, recorded, ({ digest, commit }) => digest + commit)) seen.recorded = recorded;
  }

  /** In the order of their starts. */
  deployments(hotfixes: Hotfixes): TimedDeployment[] {
    return timedDeployments([...this.executions.values()], [...this.rollouts.values()], hotfixes);
  }

  private attemptOf({ execution, attempt }: { readonly execution: string; readonly attempt: string }): SeenAttempt {
    const seen = this.executionOf(execution);
    const known = seen.attempts.find((one) => one.attempt === attempt);
    if (known) return known;
    const added: SeenAttempt = { attempt };
    seen.attempts = [...seen.attempts, added];
    return added;
  }

  private executionOf(execution: string): SeenExecution {
    return getOrAdd(this.executions, execution, () => ({ execution, recordedAt: [], attempts: [] }));
  }
}

/** All but the commits. */
function wordOf({ digest, commit, author, subject, strategy, bakeMinutes }: Prepared): string {
  return JSON.stringify([digest, commit, author, subject, strategy, bakeMinutes]);
}

/** Whether the list of the one has more commits: with as many by what they are, so that the order of arrival is nothing. */
function isLonger(one: Prepared, other: Prepared): boolean {
  if (one.hashes.length !== other.hashes.length) return one.hashes.length > other.hashes.length;
  return [...one.hashes, ...one.times].join() > [...other.hashes, ...other.times].join();
}

/** Whether the other one comes later: at the same time by something else, so that the order of arrival is nothing. */
function isBefore<T extends { readonly at: number }>(one: T | undefined, other: T, tieOf: (one: T) => string): boolean {
  return !one || one.at < other.at || (one.at === other.at && tieOf(one) < tieOf(other));
}
