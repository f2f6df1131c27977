import type { ServiceInput } from '../../lib/config/input';
import { allAtOnce, canary, linear } from '../../lib/config/words';
import { valuesWith } from '../support/chart-values';
import { type Manifest, only, renderCharts } from '../support/helm';

/** With enough pods for small shares. */
const withPods = (service: Partial<ServiceInput>) => valuesWith({ scaling: { minimum: 9, maximum: 12 }, ...service });

const VALUES = {
  whole: withPods({ strategy: allAtOnce(), bakeMinutes: 30, validation: { timeoutSeconds: 60 } }),
  short: withPods({ strategy: allAtOnce(), bakeMinutes: 1 }),
  unwatched: withPods({ strategy: allAtOnce(), bakeMinutes: 0 }),
  canary: withPods({ strategy: canary({ percent: 10, minutes: 15 }), bakeMinutes: 30 }),
  linear: withPods({ strategy: linear({ percent: 30, minutes: 3 }), bakeMinutes: 0 }),
  halves: withPods({ strategy: linear({ percent: 50, minutes: 1 }), bakeMinutes: 0 }),
};
type Name = keyof typeof VALUES;
const NAMES = Object.keys(VALUES) as Name[];

let charts: Readonly<Record<Name, readonly Manifest[]>>;
beforeAll(async () => {
  charts = await renderCharts(VALUES);
}, 60_000);

const rollout = (name: Name) => only(charts[name], 'Rollout')['spec'];
const strategy = (name: Name): Manifest => rollout(name).strategy.canary;
const labelsOf = (name: Name) => rollout(name).template.metadata.labels;
const [first, later] = [(name: Name) => strategy(name)['steps'][0], (name: Name) => strategy(name)['steps'].slice(1)];
const serviceSelector = (name: Name, end: string): Record<string, string> =>
  only(charts[name], 'Service', end)['spec'].selector;
const template = (name: Name, end: string) => only(charts[name], 'AnalysisTemplate', end)['spec'];

/** Whether a selector of labels finds a pod. */
function selects(selector: Record<string, string>, labels: Record<string, string>): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

test('one pod is validated where no user gets it, before anything else', () => {
  for (const name of NAMES) {
    expect(first(name)).toEqual({
      experiment: {
        templates: [
          {
            name: 'candidate',
            specRef: 'canary',
            replicas: 1,
            metadata: {
              labels: { 'app.kubernetes.io/name': 'web', 'app.kubernetes.io/component': 'candidate' },
              // A node that EKS saves in the middle of it would take the release along.
              annotations: { 'karpenter.sh/do-not-disrupt': 'true' },
            },
          },
        ],
        analyses: [{ name: 'validation', templateName: 'web-validation', requiredForCompletion: true }],
      },
    });
  }
});

test('all at once: then the new version gets all traffic in one step, and is watched', () => {
  expect(later('whole')).toEqual([{ setWeight: 100 }, { pause: { duration: '30m' } }]);
  expect(later('unwatched')).toEqual([{ setWeight: 100 }]);
});

test('canary: then a share is watched, then all', () => {
  expect(later('canary')).toEqual([
    { setWeight: 10 },
    { pause: { duration: '15m' } },
    { setWeight: 100 },
    { pause: { duration: '30m' } },
  ]);
});

test('linear: the share grows by the same percentage until it is all', () => {
  const weights = (name: Name) => later(name).flatMap(({ setWeight }: Manifest) => setWeight ?? []);
  expect(weights('linear')).toEqual([30, 60, 90, 100]);
  expect(weights('halves')).toEqual([50, 100]);
  expect(later('linear').filter(({ pause }: Manifest) => pause)).toEqual(Array(3).fill({ pause: { duration: '3m' } }));
});

test('a new version is watched from the first pod on that users get, until the rollout is done', () => {
  for (const name of ['whole', 'canary', 'linear'] as const) {
    const { analysis } = strategy(name);
    expect(analysis).toEqual({ templates: [{ templateName: 'web-alarms' }], startingStep: 1 });
    expect(strategy(name)['steps'][analysis.startingStep]).toEqual({ setWeight: expect.any(Number) });
    for (const metric of template(name, '-alarms').metrics) expect(metric).not.toHaveProperty('count');
  }
});

test('the first look is when there are three minutes of data, or as many as there will be', () => {
  const delays = (name: Name) => template(name, '-alarms').metrics.map((metric: Manifest) => metric['initialDelay']);
  expect(new Set(delays('whole'))).toEqual(new Set(['3m']));
  expect(new Set(delays('halves'))).toEqual(new Set(['1m']));
  expect(new Set(delays('short'))).toEqual(new Set(['1m']));
});

test('nothing is watched where there are no minutes for it', () => {
  expect(strategy('unwatched')).not.toHaveProperty('analysis');
  expect(charts.unwatched.filter(({ metadata }) => metadata.name === 'web-alarms')).toEqual([]);
});

test('new pods start beside all old ones, and there are never fewer than before', () => {
  for (const name of NAMES) expect(strategy(name)).toMatchObject({ maxSurge: '100%', maxUnavailable: 0 });
});

test('how many pods there are is for the autoscaler alone to say', () => {
  for (const name of NAMES) expect(rollout(name)).not.toHaveProperty('replicas');
  expect(only(charts.canary, 'HorizontalPodAutoscaler')['spec']).toMatchObject({ minReplicas: 9, maxReplicas: 12 });
});

test('a rollout whose pods do not come is taken back, and a validation may take its time', () => {
  const job = template('whole', '-validation').metrics[0].provider.job.spec;
  // The validation's own time and that of the functions around it.
  expect(job.activeDeadlineSeconds).toBeGreaterThan(60 + 15 + 120 + 15);
  for (const name of NAMES) {
    expect(rollout(name)).toMatchObject({ progressDeadlineSeconds: 600, progressDeadlineAbort: true });
  }
});

describe('who is behind which listener', () => {
  const candidate = (name: Name) => ({
    ...labelsOf(name),
    ...first(name).experiment.templates[0].metadata.labels,
  });

  test('users get the pods of the rollout, of every version from when it is there', () => {
    for (const name of NAMES) {
      expect(selects(serviceSelector(name, 'web'), labelsOf(name))).toBe(true);
      expect(selects(rollout(name).selector.matchLabels, labelsOf(name))).toBe(true);
    }
  });

  test('nobody changes that: Argo Rollouts knows no Service', () => {
    for (const name of NAMES) {
      expect(rollout(name).strategy).toEqual({ canary: expect.anything() });
      const known = ['analysis', 'maxSurge', 'maxUnavailable', 'steps'];
      expect(known).toEqual(expect.arrayContaining(Object.keys(strategy(name))));
    }
  });

  test('no user gets the pod that is tried out, and neither the autoscaler nor the disruption budget counts it', () => {
    for (const name of NAMES) {
      const labels = candidate(name);
      expect(selects(serviceSelector(name, '-next'), labels)).toBe(true);
      expect(selects(serviceSelector(name, 'web'), labels)).toBe(false);
      expect(selects(rollout(name).selector.matchLabels, labels)).toBe(false);
      const { selector } = only(charts[name], 'PodDisruptionBudget')['spec'];
      expect(selects(selector.matchLabels, labels)).toBe(false);
    }
  });

  test('the test listener reaches nobody but that pod', () => {
    for (const name of NAMES) expect(selects(serviceSelector(name, '-next'), labelsOf(name))).toBe(false);
  });

  test('the pods of a service are selected in the same way whatever its strategy, as a selector cannot change', () => {
    expect(rollout('canary').selector).toEqual(rollout('whole').selector);
  });

  test.each([
    ['live', 'web'],
    ['next', 'web-next'],
  ] as const)('the target group %s gets the pods of the Service %s', (side, service) => {
    expect(only(charts.canary, 'TargetGroupBinding', `-${side}`)['spec']).toEqual({
      serviceRef: { name: service, port: 80 },
      targetGroupARN: VALUES.canary.targetGroups[side],
      targetType: 'ip',
    });
  });
});
