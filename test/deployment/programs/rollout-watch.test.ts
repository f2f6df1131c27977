import {
  ABORT_MINUTES,
  lookAt,
  OBSERVE_MINUTES,
  type RolloutVerdict,
  type RolloutWatch,
} from '../../../lib/deployment/programs/rollout-watch';
import { ROLLBACK_MINUTES } from '../../../lib/shared/traffic-shift';
import type { RolloutSnapshot } from '../../../lib/workload/requests';

const START = Date.parse('2026-11-23T10:00:00Z');
const [OLD, NEW] = ['web@sha256:aa', 'web@sha256:bb'];

const snapshot = (change: Partial<RolloutSnapshot> = {}): RolloutSnapshot => ({
  phase: 'Progressing',
  message: 'more replicas need to be updated',
  isObserved: true,
  isAborted: false,
  image: NEW,
  currentHash: 'new',
  stableHash: 'old',
  step: { done: 0, of: 5 },
  pods: { wanted: 4, updated: 1, ready: 4 },
  analyses: [],
  ...change,
});
const done = snapshot({
  phase: 'Healthy',
  message: undefined,
  stableHash: 'new',
  pods: { wanted: 4, updated: 4, ready: 4 },
});
const unseen = snapshot({ isObserved: false });
const aborted = snapshot({
  phase: 'Degraded',
  message: 'RolloutAborted: Metric "errors" assessed Failed',
  isAborted: true,
});
/** The version before, which is told again and runs. */
const restored = snapshot({ phase: 'Healthy', message: undefined, image: OLD, currentHash: 'old', stableHash: 'old' });

/** Looks at a rollout again and again, at the minutes given, up to the verdict that ends it. */
function watchAll(...sequence: readonly (readonly [minute: number, snapshot: RolloutSnapshot])[]) {
  let watch: RolloutWatch = { startedAt: START, minutes: 72, image: NEW };
  const lines: string[] = [];
  const verdicts: RolloutVerdict[] = [];
  for (const [minute, seen] of sequence) {
    const look = lookAt(watch, seen, START + minute * 60_000);
    watch = look.watch;
    lines.push(...look.lines);
    if (look.verdict.kind !== 'wait') verdicts.push(look.verdict);
    if (look.verdict.kind === 'done' || look.verdict.kind === 'failed') break;
  }
  return { lines, verdicts };
}

test('a canary that goes well is told step by step, each once', () => {
  const step = (number: number, change: Partial<RolloutSnapshot> = {}) =>
    snapshot({ phase: 'Paused', message: 'CanaryPauseStep', step: { done: number, of: 5 }, ...change });
  const { lines, verdicts } = watchAll(
    [0, unseen],
    [0.25, snapshot({ analyses: [{ name: 'Experiment', phase: 'Running' }] })],
    [0.5, snapshot({ analyses: [{ name: 'Experiment', phase: 'Running' }] })],
    [2, step(2, { analyses: [{ name: 'Background', phase: 'Running' }] })],
    [9, { ...done, step: { done: 5, of: 5 } }],
  );
  expect(verdicts).toEqual([{ kind: 'done' }]);
  expect(lines).toEqual([
    '10:00:00 Argo Rollouts has not looked at it yet',
    '10:00:15 Progressing: more replicas need to be updated; step 0 of 5; 1 new pods, 4 of 4 ready; Experiment Running',
    '10:02:00 Paused: CanaryPauseStep; step 2 of 5; 1 new pods, 4 of 4 ready; Background Running',
    '10:09:00 Healthy; 4 new pods, 4 of 4 ready',
  ]);
});

test('the words of an abort that is over are those of the release before', () => {
  const leftOver = { ...aborted, isAborted: false };
  expect(watchAll([0, leftOver], [0.1, snapshot()], [9, done]).verdicts).toEqual([{ kind: 'done' }]);
  expect(watchAll([0, leftOver], [73, leftOver]).verdicts).toEqual([
    { kind: 'abort', reason: 'not done after 72 minutes' },
  ]);
});

test('a first version is done when its pods are ready, though it is the stable one from the start', () => {
  const first = snapshot({ stableHash: 'new', message: 'updated replicas are still becoming available' });
  expect(watchAll([0, first], [3, first]).verdicts).toEqual([]);
  expect(watchAll([0, first], [3, done]).verdicts).toEqual([{ kind: 'done' }]);
});

test('a rollout that Argo Rollouts takes back is restored, watched until it is well, and then a failure with the reason', () => {
  const failing = {
    ...aborted,
    analyses: [{ name: 'Background', phase: 'Failed', message: 'errors: measured [31.5]' }],
  };
  const back = snapshot({
    image: OLD,
    currentHash: 'old',
    stableHash: 'old',
    message: 'old replicas are pending termination',
  });
  const { verdicts } = watchAll(
    [3, snapshot()],
    [4, failing],
    [5, { ...back, isObserved: false }],
    [6, back],
    [7, restored],
  );
  const reason = 'RolloutAborted: Metric "errors" assessed Failed; Background Failed: errors: measured [31.5]';
  expect(verdicts).toEqual([
    { kind: 'restore', reason },
    { kind: 'failed', reason: `the deployment was rolled back: ${reason}` },
  ]);
});

test.each([
  [
    'has no progress',
    { phase: 'Degraded', message: 'ProgressDeadlineExceeded: timed out' },
    'ProgressDeadlineExceeded: timed out',
  ],
  ['is no valid rollout', { phase: 'Degraded', message: 'InvalidSpec: x' }, 'InvalidSpec: x'],
  ['waits for a person to decide', { phase: 'Paused', message: 'InconclusiveAnalysisRun' }, 'InconclusiveAnalysisRun'],
])('what %s is aborted, then restored', (_, change, reason) => {
  expect(watchAll([3, snapshot(change)], [3.5, { ...aborted }], [5, restored]).verdicts).toEqual([
    { kind: 'abort', reason },
    { kind: 'restore', reason },
    { kind: 'failed', reason: `the deployment was rolled back: ${reason}` },
  ]);
});

test('a pause that the strategy asks for is none of these', () => {
  const paused = snapshot({ phase: 'Paused', message: 'CanaryPauseStep' });
  expect(watchAll([3, paused], [4, paused]).verdicts).toEqual([]);
});

test('what is not done in time is aborted', () => {
  expect(watchAll([72, snapshot()], [72.1, snapshot()]).verdicts).toEqual([
    { kind: 'abort', reason: 'not done after 72 minutes' },
  ]);
});

test('what was done before it could be aborted is done', () => {
  expect(watchAll([73, snapshot()], [74, done]).verdicts.map(({ kind }) => kind)).toEqual(['abort', 'done']);
});

test('an abort that nobody acts on is followed by the restoration all the same', () => {
  const { verdicts } = watchAll([73, snapshot()], [73 + ABORT_MINUTES, snapshot()], [73.1 + ABORT_MINUTES, snapshot()]);
  expect(verdicts.map(({ kind }) => kind)).toEqual(['abort', 'restore']);
});

test('a controller that never looks at it is no reason to wait for ever', () => {
  expect(watchAll([OBSERVE_MINUTES, unseen], [OBSERVE_MINUTES + 0.1, unseen]).verdicts).toEqual([
    { kind: 'abort', reason: `Argo Rollouts has not looked at it for ${OBSERVE_MINUTES} minutes: does it run?` },
  ]);
});

test('a way back that does not end is a failure that needs a person', () => {
  const { verdicts } = watchAll([4, aborted], [4 + ROLLBACK_MINUTES, aborted], [4.1 + ROLLBACK_MINUTES, aborted]);
  expect(verdicts.at(-1)).toEqual({
    kind: 'failed',
    reason:
      `the rollback is not done after ${ROLLBACK_MINUTES} minutes, so that a person has to look at the service: ` +
      'RolloutAborted: Metric "errors" assessed Failed',
  });
});

test('another release that has taken over is a failure, and is left alone', () => {
  expect(watchAll([3, snapshot({ image: 'web@sha256:cc' })]).verdicts).toEqual([
    { kind: 'failed', reason: 'another release has taken over: web@sha256:cc' },
  ]);
});
