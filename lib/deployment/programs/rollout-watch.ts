import { ROLLBACK_MINUTES } from '../../shared/traffic-shift';
import type { AnalysisSnapshot, RolloutSnapshot } from '../../workload/requests';

/** What is known of a rollout between two looks at it; times in milliseconds. */
export interface RolloutWatch {
  readonly startedAt: number;
  /** When it is not done by then, it is taken back. */
  readonly minutes: number;
  /** The released image: another one is another release. */
  readonly image: string;
  /** The newest line, to say each thing once. */
  readonly said?: string;
  /** On the way back: since when, why, and whether the release before has been installed again. */
  readonly back?: { readonly since: number; readonly reason: string; readonly isRestored: boolean };
}

/** What a look at a rollout leads to. */
export type RolloutVerdict =
  | { readonly kind: 'wait' | 'done' }
  /** Argo Rollouts has to be asked to go back, and then the rollout be watched on. */
  | { readonly kind: 'abort'; readonly reason: string }
  /** The release before has to be installed again, and then the rollout be watched on. */
  | { readonly kind: 'restore'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

export interface RolloutLook {
  readonly watch: RolloutWatch;
  /** What is new, for people. */
  readonly lines: readonly string[];
  readonly verdict: RolloutVerdict;
}

/** A controller that works sees a change within seconds. */
export const OBSERVE_MINUTES = 10;
/** Argo Rollouts aborts within seconds as well. */
export const ABORT_MINUTES = 5;

/** What ends an analysis badly. */
const BAD = ['Failed', 'Error', 'Inconclusive'];
/** Why Argo Rollouts waits for a person, where nobody waits with it (`PauseReasonInconclusiveAnalysis`). */
const UNDECIDED = 'InconclusiveAnalysisRun';
/** How it calls a rollout that was aborted (`RolloutAbortedReason`). */
const ABORTED = 'RolloutAborted';

/** Judges what a rollout looks like at a time. */
export function lookAt(before: RolloutWatch, snapshot: RolloutSnapshot, now: number): RolloutLook {
  const said = describe(snapshot);
  const verdict = before.back ? judgeBack(before, before.back, snapshot, now) : judge(before, snapshot, now);
  return {
    watch: { ...before, said, back: turned(before.back, verdict, now) },
    lines: said === before.said ? [] : [`${new Date(now).toISOString().slice(11, 19)} ${said}`],
    verdict,
  };
}

function turned(back: RolloutWatch['back'], verdict: RolloutVerdict, now: number): RolloutWatch['back'] {
  if (verdict.kind === 'abort') return { since: now, reason: verdict.reason, isRestored: false };
  if (verdict.kind === 'restore') return { since: now, reason: verdict.reason, isRestored: true };
  return back;
}

/** While it goes forward. */
function judge(watch: RolloutWatch, snapshot: RolloutSnapshot, now: number): RolloutVerdict {
  if (snapshot.image !== watch.image) {
    return { kind: 'failed', reason: `another release has taken over: ${snapshot.image}` };
  }
  if (isDone(snapshot)) return { kind: 'done' };
  const minutes = minutesSince(watch.startedAt, now);
  if (!snapshot.isObserved) {
    if (minutes <= OBSERVE_MINUTES) return { kind: 'wait' };
    return { kind: 'abort', reason: `Argo Rollouts has not looked at it for ${OBSERVE_MINUTES} minutes: does it run?` };
  }
  if (snapshot.isAborted) return { kind: 'restore', reason: reasonOf(snapshot) };
  if (snapshot.phase === 'Degraded' && !isLeftOver(snapshot)) return { kind: 'abort', reason: reasonOf(snapshot) };
  if (snapshot.phase === 'Paused' && snapshot.message?.includes(UNDECIDED)) {
    return { kind: 'abort', reason: reasonOf(snapshot) };
  }
  if (minutes > watch.minutes) return { kind: 'abort', reason: `not done after ${watch.minutes} minutes` };
  return { kind: 'wait' };
}

/** On the way back: first Argo Rollouts' own, which is quick, then that of what it is told. */
function judgeBack(
  watch: RolloutWatch,
  { since, reason, isRestored }: NonNullable<RolloutWatch['back']>,
  snapshot: RolloutSnapshot,
  now: number,
): RolloutVerdict {
  const minutes = minutesSince(since, now);
  if (!isRestored) {
    // It was done before it could be aborted.
    if (snapshot.image === watch.image && isDone(snapshot)) return { kind: 'done' };
    const isBack = snapshot.isObserved && (snapshot.isAborted || isStable(snapshot));
    return isBack || minutes > ABORT_MINUTES ? { kind: 'restore', reason } : { kind: 'wait' };
  }
  if (isDone(snapshot)) return { kind: 'failed', reason: `the deployment was rolled back: ${reason}` };
  if (minutes <= ROLLBACK_MINUTES) return { kind: 'wait' };
  const why = `the rollback is not done after ${ROLLBACK_MINUTES} minutes, so that a person has to look at the service`;
  return { kind: 'failed', reason: `${why}: ${reason}` };
}

function isDone(snapshot: RolloutSnapshot): boolean {
  return snapshot.phase === 'Healthy' && isStable(snapshot);
}

/** When a new version follows an aborted one, Argo Rollouts takes the abort away a moment before the words for it. */
function isLeftOver({ isAborted, message = '' }: RolloutSnapshot): boolean {
  return !isAborted && message.startsWith(ABORTED);
}

/** The newest version is what users get. */
function isStable({ isObserved, currentHash, stableHash }: RolloutSnapshot): boolean {
  return isObserved && currentHash !== undefined && currentHash === stableHash;
}

/** One line. */
function describe(snapshot: RolloutSnapshot): string {
  const { phase, message, step, pods, analyses } = snapshot;
  if (!snapshot.isObserved) return 'Argo Rollouts has not looked at it yet';
  const facts = [
    message ? `${phase}: ${message}` : phase,
    !isStable(snapshot) ? `step ${step.done} of ${step.of}` : undefined,
    `${pods.updated} new pods, ${pods.ready} of ${pods.wanted} ready`,
    ...analyses.map(({ name, phase: state }) => `${name} ${state}`),
  ];
  return facts.filter((fact) => fact !== undefined).join('; ');
}

/** Everything that is known about why. */
function reasonOf({ phase, message, analyses }: RolloutSnapshot): string {
  const failed = analyses.filter((analysis) => BAD.includes(analysis.phase)).map(verdictOf);
  return [message || phase, ...failed].join('; ');
}

function verdictOf({ name, phase, message }: AnalysisSnapshot): string {
  return message ? `${name} ${phase}: ${message}` : `${name} ${phase}`;
}

function minutesSince(start: number, now: number): number {
  return (now - start) / 60_000;
}
