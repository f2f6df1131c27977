import type { ServiceDeployment, ServiceDeploymentStatus } from '@aws-sdk/client-ecs';
import { ROLLBACK_MINUTES } from '../../shared/traffic-shift';

/** What ECS says about a deployment of a service, as far as it matters here. */
export type Snapshot = Pick<
  ServiceDeployment,
  | 'status'
  | 'statusReason'
  | 'lifecycleStage'
  | 'targetServiceRevision'
  | 'rollback'
  | 'alarms'
  | 'lifecycleHookDetails'
>;

/** What is known of a deployment between two looks at it; times in milliseconds. */
export interface Watch {
  readonly startedAt: number;
  /** When it is not done by then, it is taken back. */
  readonly minutes: number;
  /** The newest line, to say each thing once. */
  readonly said?: string;
  /** Since when it goes back to the old version, and why if this program asked for that. */
  readonly back?: { readonly since: number; readonly reason?: string };
}

/** What a look at a deployment leads to. */
export type Verdict =
  | { readonly kind: 'wait' | 'done' }
  /** ECS has to be asked to go back, and then be watched on. */
  | { readonly kind: 'giveUp'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

export interface Look {
  readonly watch: Watch;
  /** What is new, for people. */
  readonly lines: readonly string[];
  readonly verdict: Verdict;
}

/** New tasks that are not healthy by then never will be: ECS itself would go on starting them. */
export const START_MINUTES = 30;

/** What the stages of a deployment mean, in their order. */
const STAGES: Readonly<Record<string, string>> = {
  RECONCILE_SERVICE: 'older deployments are settled',
  PRE_SCALE_UP: 'new tasks are about to start',
  SCALE_UP: 'new tasks start',
  POST_SCALE_UP: 'the new tasks are healthy',
  TEST_TRAFFIC_SHIFT: 'test traffic moves to the new version',
  POST_TEST_TRAFFIC_SHIFT: 'the new version is validated',
  PRE_PRODUCTION_TRAFFIC_SHIFT: 'production traffic is about to move',
  PRODUCTION_TRAFFIC_SHIFT: 'production traffic moves to the new version',
  POST_PRODUCTION_TRAFFIC_SHIFT: 'production traffic has moved',
  BAKE_TIME: 'the old tasks stay, ready for a rollback',
  CLEAN_UP: 'the old tasks are removed',
};

const STARTING = ['RECONCILE_SERVICE', 'PRE_SCALE_UP', 'SCALE_UP'];
const GOING_BACK: readonly ServiceDeploymentStatus[] = ['STOP_REQUESTED', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'];
/** While a deployment has one of these, ECS is at work on it. */
export const UNFINISHED: readonly ServiceDeploymentStatus[] = ['PENDING', 'IN_PROGRESS', ...GOING_BACK];

/** Judges what a deployment looks like at a time. */
export function look(before: Watch, snapshot: Snapshot, now: number): Look {
  const said = describe(snapshot);
  const verdict = judge(before, snapshot, now);
  return {
    watch: { ...before, said, back: before.back ?? turnedBack(verdict, snapshot, now) },
    lines: said === before.said ? [] : [`${new Date(now).toISOString().slice(11, 19)} ${said}`],
    verdict,
  };
}

function turnedBack(verdict: Verdict, snapshot: Snapshot, now: number): Watch['back'] {
  if (verdict.kind === 'giveUp') return { since: now, reason: verdict.reason };
  return goesBack(snapshot) ? { since: now } : undefined;
}

function goesBack({ status }: Snapshot): boolean {
  return status !== undefined && GOING_BACK.includes(status);
}

function judge(watch: Watch, snapshot: Snapshot, now: number): Verdict {
  const why = joined([watch.back?.reason, reasonOf(snapshot)], '; ') || 'no reason given';
  switch (snapshot.status) {
    case 'SUCCESSFUL':
      return { kind: 'done' };
    case 'STOPPED':
      return { kind: 'failed', reason: `the deployment was stopped: ${why}` };
    case 'ROLLBACK_SUCCESSFUL':
      return { kind: 'failed', reason: `the deployment was rolled back: ${why}` };
    case 'ROLLBACK_FAILED':
      return { kind: 'failed', reason: `the rollback failed, so that a person has to look at the service: ${why}` };
  }
  if (watch.back) {
    if (minutesSince(watch.back.since, now) <= ROLLBACK_MINUTES) return { kind: 'wait' };
    return { kind: 'failed', reason: `the rollback is not done after ${ROLLBACK_MINUTES} minutes: ${why}` };
  }
  if (goesBack(snapshot)) return { kind: 'wait' };
  const minutes = minutesSince(watch.startedAt, now);
  if (minutes > START_MINUTES && (!snapshot.lifecycleStage || STARTING.includes(snapshot.lifecycleStage))) {
    return { kind: 'giveUp', reason: `the new tasks are not healthy after ${START_MINUTES} minutes` };
  }
  if (minutes > watch.minutes) return { kind: 'giveUp', reason: `not done after ${watch.minutes} minutes` };
  return { kind: 'wait' };
}

/** One line; while it goes forward it tells the stage, else the status. */
function describe(snapshot: Snapshot): string {
  const { status = 'PENDING', lifecycleStage: stage } = snapshot;
  if (status !== 'IN_PROGRESS') return joined([status, reasonOf(snapshot)], ': ');
  if (!stage) return status;
  const percent = snapshot.targetServiceRevision?.requestedProductionTrafficWeight;
  const share = stage === 'PRODUCTION_TRAFFIC_SHIFT' && percent !== undefined ? ` (${percent} %)` : '';
  return `${stage}: ${STAGES[stage] ?? 'a stage that is new to this program'}${share}`;
}

/** Everything that ECS says about why, without repetition. */
function reasonOf({ statusReason, rollback, alarms, lifecycleHookDetails }: Snapshot): string {
  const triggered = alarms?.triggeredAlarmNames ?? [];
  const failed = (lifecycleHookDetails ?? []).filter(({ status }) => status === 'FAILED' || status === 'TIMED_OUT');
  const reasons = [
    statusReason,
    rollback?.reason,
    triggered.length > 0 ? `in alarm: ${triggered.join(', ')}` : undefined,
    ...failed.map(({ targetArn, status }) => `${targetArn} ${status}`),
  ];
  return joined(reasons, '; ');
}

/** The texts that there are, each once. */
function joined(texts: readonly (string | undefined)[], separator: string): string {
  return [...new Set(texts.filter((text) => text))].join(separator);
}

function minutesSince(start: number, now: number): number {
  return (now - start) / 60_000;
}
