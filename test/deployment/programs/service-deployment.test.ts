import {
  look,
  type Snapshot,
  START_MINUTES,
  type Verdict,
  type Watch,
} from '../../../lib/deployment/programs/service-deployment';
import { ROLLBACK_MINUTES } from '../../../lib/shared/traffic-shift';

const START = Date.parse('2026-11-23T10:00:00Z');
const at = (minutes: number) => START + minutes * 60_000;
const stage = (lifecycleStage: string, percent?: number): Snapshot => ({
  status: 'IN_PROGRESS',
  lifecycleStage: lifecycleStage as Snapshot['lifecycleStage'],
  targetServiceRevision: { requestedProductionTrafficWeight: percent },
});

/** Looks at a deployment again and again, at the minutes given, up to the first verdict that ends it. */
function watchAll(sequence: readonly (readonly [minute: number, snapshot: Snapshot])[], minutes = 79) {
  let watch: Watch = { startedAt: START, minutes };
  const lines: string[] = [];
  const verdicts: Verdict[] = [];
  for (const [minute, snapshot] of sequence) {
    const seen = look(watch, snapshot, at(minute));
    watch = seen.watch;
    lines.push(...seen.lines);
    if (seen.verdict.kind !== 'wait') verdicts.push(seen.verdict);
    if (seen.verdict.kind === 'done' || seen.verdict.kind === 'failed') break;
  }
  return { lines, verdicts };
}

test('a canary that goes well is told stage by stage, each once', () => {
  const { lines, verdicts } = watchAll([
    [0, { status: 'PENDING' }],
    [0.25, { status: 'IN_PROGRESS' }],
    [0.5, stage('SCALE_UP')],
    [1, stage('SCALE_UP')],
    [2, stage('POST_TEST_TRAFFIC_SHIFT')],
    [3, stage('PRODUCTION_TRAFFIC_SHIFT', 20)],
    [9, stage('PRODUCTION_TRAFFIC_SHIFT', 20)],
    [10, stage('PRODUCTION_TRAFFIC_SHIFT', 100)],
    [11, stage('BAKE_TIME', 100)],
    [23, stage('CLEAN_UP')],
    [24, { status: 'SUCCESSFUL' }],
  ]);
  expect(verdicts).toEqual([{ kind: 'done' }]);
  expect(lines).toEqual([
    '10:00:00 PENDING',
    '10:00:15 IN_PROGRESS',
    '10:00:30 SCALE_UP: new tasks start',
    '10:02:00 POST_TEST_TRAFFIC_SHIFT: the new version is validated',
    '10:03:00 PRODUCTION_TRAFFIC_SHIFT: production traffic moves to the new version (20 %)',
    '10:10:00 PRODUCTION_TRAFFIC_SHIFT: production traffic moves to the new version (100 %)',
    '10:11:00 BAKE_TIME: the old tasks stay, ready for a rollback',
    '10:23:00 CLEAN_UP: the old tasks are removed',
    '10:24:00 SUCCESSFUL',
  ]);
});

test('a stage that nobody knew is told all the same', () => {
  expect(watchAll([[1, stage('SOMETHING_NEW')]]).lines).toEqual([
    '10:01:00 SOMETHING_NEW: a stage that is new to this program',
  ]);
});

test('an alarm that rolls back is the reason, with its name', () => {
  const alarms = { triggeredAlarmNames: ['shop-dev-web-green-errors'] };
  const { lines, verdicts } = watchAll([
    [3, stage('PRODUCTION_TRAFFIC_SHIFT', 20)],
    [4, { status: 'ROLLBACK_IN_PROGRESS', rollback: { reason: 'Service deployment rolled back' }, alarms }],
    [6, { status: 'ROLLBACK_SUCCESSFUL', rollback: { reason: 'Service deployment rolled back' }, alarms }],
  ]);
  const why = 'Service deployment rolled back; in alarm: shop-dev-web-green-errors';
  expect(lines.slice(1)).toEqual([`10:04:00 ROLLBACK_IN_PROGRESS: ${why}`, `10:06:00 ROLLBACK_SUCCESSFUL: ${why}`]);
  expect(verdicts).toEqual([{ kind: 'failed', reason: `the deployment was rolled back: ${why}` }]);
});

test('a validation that failed is the reason', () => {
  const targetArn = 'arn:aws:lambda:eu-central-1:444455556666:function:shop-dev-web-validate';
  const { verdicts } = watchAll([
    [
      5,
      {
        status: 'ROLLBACK_SUCCESSFUL',
        lifecycleHookDetails: [
          { targetArn: 'other', status: 'SUCCEEDED' },
          { targetArn, status: 'FAILED' },
        ],
      },
    ],
  ]);
  expect(verdicts).toEqual([{ kind: 'failed', reason: `the deployment was rolled back: ${targetArn} FAILED` }]);
});

test.each([
  ['STOPPED', 'the deployment was stopped: someone did'],
  ['ROLLBACK_SUCCESSFUL', 'the deployment was rolled back: someone did'],
  ['ROLLBACK_FAILED', 'the rollback failed, so that a person has to look at the service: someone did'],
] as const)('%s is a failure', (status, reason) => {
  expect(
    watchAll([[5, { status, statusReason: 'someone did', rollback: { reason: 'someone did' } }]]).verdicts,
  ).toEqual([{ kind: 'failed', reason }]);
});

test('a failure without a word from ECS says so', () => {
  expect(watchAll([[5, { status: 'STOPPED' }]]).verdicts).toEqual([
    { kind: 'failed', reason: 'the deployment was stopped: no reason given' },
  ]);
});

test.each(['RECONCILE_SERVICE', 'SCALE_UP'])(
  'new tasks that do not start in half an hour are given up (%s)',
  (name) => {
    expect(watchAll([[START_MINUTES, stage(name)]]).verdicts).toEqual([]);
    expect(watchAll([[START_MINUTES + 1, stage(name)]]).verdicts).toEqual([
      { kind: 'giveUp', reason: 'the new tasks are not healthy after 30 minutes' },
    ]);
  },
);

test('a deployment that ECS never begins is given up, too', () => {
  expect(watchAll([[31, { status: 'PENDING' }]]).verdicts).toMatchObject([{ kind: 'giveUp' }]);
});

test('with healthy tasks it has all its time', () => {
  expect(watchAll([[79, stage('BAKE_TIME')]]).verdicts).toEqual([]);
  expect(watchAll([[80, stage('BAKE_TIME')]]).verdicts).toEqual([
    { kind: 'giveUp', reason: 'not done after 79 minutes' },
  ]);
});

test('what was given up is watched until it is back, and fails for the first reason', () => {
  expect(
    watchAll([
      [31, stage('SCALE_UP')],
      [32, stage('SCALE_UP')],
      [33, { status: 'ROLLBACK_IN_PROGRESS' }],
      [35, { status: 'ROLLBACK_SUCCESSFUL', statusReason: 'Stopped on request' }],
    ]).verdicts,
  ).toEqual([
    { kind: 'giveUp', reason: 'the new tasks are not healthy after 30 minutes' },
    {
      kind: 'failed',
      reason: 'the deployment was rolled back: the new tasks are not healthy after 30 minutes; Stopped on request',
    },
  ]);
});

test('what was given up and is done nevertheless is done', () => {
  expect(
    watchAll([
      [80, stage('CLEAN_UP')],
      [81, { status: 'SUCCESSFUL' }],
    ]).verdicts,
  ).toEqual([{ kind: 'giveUp', reason: 'not done after 79 minutes' }, { kind: 'done' }]);
});

test('a rollback that ECS began by itself is not asked for again, even when the time is up', () => {
  expect(
    watchAll([
      [78, { status: 'ROLLBACK_IN_PROGRESS' }],
      [90, { status: 'ROLLBACK_IN_PROGRESS' }],
    ]).verdicts,
  ).toEqual([]);
});

test('a rollback that does not end is a failure that says so', () => {
  expect(
    watchAll([
      [10, { status: 'ROLLBACK_IN_PROGRESS', statusReason: 'alarms' }],
      [11 + ROLLBACK_MINUTES, { status: 'ROLLBACK_IN_PROGRESS', statusReason: 'alarms' }],
    ]).verdicts,
  ).toEqual([{ kind: 'failed', reason: 'the rollback is not done after 30 minutes: alarms' }]);
});
