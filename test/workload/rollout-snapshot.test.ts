import type { AnalysisRunObject, ExperimentObject, RolloutObject } from '../../lib/workload/rollout-resource';
import { isPromoted, snapshotOf } from '../../lib/workload/rollout-snapshot';

const STEPS = [{ experiment: {} }, { setWeight: 50 }, { pause: {} }];

function rollout(status: RolloutObject['status'] = {}, change: object = {}): RolloutObject {
  return {
    metadata: { name: 'web', generation: 7 },
    spec: {
      replicas: 4,
      strategy: { canary: { steps: STEPS } },
      template: {
        spec: {
          containers: [
            { name: 'log-router', image: 'router:1' },
            { name: 'app', image: 'web@sha256:aa' },
          ],
        },
      },
      ...change,
    },
    status: { observedGeneration: '7', ...status },
  };
}

const run = (name: string, kind: string, at: string, status: AnalysisRunObject['status']): AnalysisRunObject => ({
  metadata: { name, creationTimestamp: at, labels: { 'rollout-type': kind } },
  status,
});

test('a canary on its way is told with its steps and pods', () => {
  const status = {
    phase: 'Paused',
    message: 'CanaryPauseStep',
    currentStepIndex: 2,
    updatedReplicas: 2,
    readyReplicas: 4,
  };
  expect(snapshotOf(rollout({ ...status, currentPodHash: 'new', stableRS: 'old' }))).toEqual({
    phase: 'Paused',
    message: 'CanaryPauseStep',
    isObserved: true,
    isAborted: false,
    image: 'web@sha256:aa',
    currentHash: 'new',
    stableHash: 'old',
    step: { done: 2, of: 3 },
    pods: { wanted: 4, updated: 2, ready: 4 },
    analyses: [],
  });
});

test('before anything of it is known there is one pod where nobody says how many, and no step is done', () => {
  const snapshot = snapshotOf(rollout({}, { replicas: undefined }));
  expect(snapshot.step).toEqual({ done: 0, of: 3 });
  expect(snapshot.pods).toEqual({ wanted: 1, updated: 0, ready: 0 });
});

test.each([
  ['an older generation', { observedGeneration: '6' }, false],
  ['the newest', { observedGeneration: '7' }, true],
  ['nothing', { observedGeneration: undefined }, false],
  ['the newest, and it is to go on after a pause', { controllerPause: true, pauseConditions: [] }, false],
  ['the newest, and it waits', { controllerPause: true, pauseConditions: [{}] }, true],
])('a controller that has seen %s: observed is %3$s', (_, status, isObserved) => {
  expect(snapshotOf(rollout(status)).isObserved).toBe(isObserved);
});

test.each([
  ['the newest version is stable', { currentPodHash: 'a', stableRS: 'a' }, true],
  ['another one is', { currentPodHash: 'b', stableRS: 'a' }, false],
  ['none is', { currentPodHash: '', stableRS: '' }, false],
  ['nobody has looked at the newest', { currentPodHash: 'a', stableRS: 'a', observedGeneration: '6' }, false],
])('where %s, promoted is %3$s', (_, status, promoted) => {
  expect(isPromoted(snapshotOf(rollout(status)))).toBe(promoted);
});

test('an analysis that fails says what was measured', () => {
  const { analyses } = snapshotOf(rollout(), [
    run('web-1', 'Background', '2026-11-23T08:00:00Z', {
      phase: 'Failed',
      message: 'Metric "errors" assessed Failed due to failed (2) > failureLimit (1)',
      metricResults: [
        { name: 'errors', phase: 'Failed', measurements: [{ value: '[2]' }, { value: '[31.5]' }] },
        { name: 'latency', phase: 'Successful', measurements: [{ value: '[0.2]' }] },
      ],
    }),
  ]);
  expect(analyses).toEqual([
    {
      name: 'Background',
      phase: 'Failed',
      message: 'Metric "errors" assessed Failed due to failed (2) > failureLimit (1); errors: measured [31.5]',
    },
  ]);
});

test('of a version that is tried again only the newest analysis of a kind counts', () => {
  const { analyses } = snapshotOf(rollout(), [
    run('web-2', 'Background', '2026-11-23T09:00:00Z', { phase: 'Running' }),
    run('web-1', 'Background', '2026-11-23T08:00:00Z', { phase: 'Failed', message: 'before' }),
  ]);
  expect(analyses).toEqual([{ name: 'Background', phase: 'Running' }]);
});

test('an experiment is told with its analyses, the newest alone', () => {
  const experiment = (name: string, at: string, status: ExperimentObject['status']): ExperimentObject => ({
    metadata: { name, creationTimestamp: at },
    status,
  });
  const { analyses } = snapshotOf(
    rollout(),
    [],
    [
      experiment('web-2', '2026-11-23T09:00:00Z', {
        phase: 'Failed',
        message: 'Assessed Failed',
        analysisRuns: [{ name: 'validation', phase: 'Failed', message: 'job failed' }],
      }),
      experiment('web-1', '2026-11-23T08:00:00Z', { phase: 'Successful' }),
    ],
  );
  expect(analyses).toEqual([
    { name: 'Experiment', phase: 'Failed', message: 'Assessed Failed' },
    { name: 'validation', phase: 'Failed', message: 'job failed' },
  ]);
});
