import * as fc from 'fast-check';
import { canary } from '../../lib/config/words';
import { valuesOfAll, valuesWith } from '../support/chart-values';
import { validDeliveries } from '../support/configs';
import { DELIVERIES, resolved, SERVICE_DIRECTORY } from '../support/deliveries';
import { only, renderCharts } from '../support/helm';
import { schemaProblems } from '../support/kubernetes-schema';

// biome-ignore lint/suspicious/noExplicitAny: whatever shape the kind has
type Anything = any;
type Defect = [what: string, kind: string, end: string, plant: (manifest: Anything) => void, problem: RegExp];

const podOf = (rollout: Anything) => rollout.spec.template.spec;
const stepOf = (rollout: Anything) => rollout.spec.strategy.canary.steps[0];

/** What a schema finds, and an eye may miss. */
const DEFECTS: readonly Defect[] = [
  ['a field that is not at the top', 'Service', 'web', (it) => Object.assign(it, { specc: {} }), /specc/],
  ['a misspelt field of a specification', 'Service', 'web', (it) => rename(it.spec, 'ports', 'port'), /spec.port: /],
  [
    'a misspelt field of a container',
    'Rollout',
    '',
    (it) => rename(podOf(it).containers[0], 'livenessProbe', 'livenesProbe'),
    /template.spec.containers.0.livenesProbe/,
  ],
  [
    'a misspelt field six levels deep',
    'Rollout',
    '',
    (it) => rename(podOf(it).containers[0].startupProbe.httpGet, 'path', 'pth'),
    /startupProbe.httpGet.pth/,
  ],
  [
    'a field in the wrong place',
    'Rollout',
    '',
    (it) => Object.assign(podOf(it).containers[0], { readOnlyRootFilesystem: true }),
    /readOnlyRootFilesystem/,
  ],
  [
    'a misspelt field of a strategy',
    'Rollout',
    '',
    (it) => rename(stepOf(it).experiment.analyses[0], 'requiredForCompletion', 'required'),
    /strategy.canary.steps.0.experiment.analyses.0.required/,
  ],
  [
    'a misspelt field of what CloudWatch is asked',
    'AnalysisTemplate',
    '-alarms',
    (it) => rename(it.spec.metrics[0].provider.cloudWatch.metricDataQueries[1].metricStat, 'stat', 'statistic'),
    /metricDataQueries.1.metricStat.statistic/,
  ],
  [
    "a misspelt field of a job's container",
    'AnalysisTemplate',
    '-validation',
    (it) => rename(it.spec.metrics[0].provider.job.spec.template.spec.containers[0], 'args', 'arguments'),
    /provider.job.spec.template.spec.containers.0.arguments/,
  ],
  ['a number in words', 'Rollout', '', (it) => Object.assign(it.spec, { minReadySeconds: '15' }), /minReadySeconds/],
  ['a word that is none', 'SecretProviderClass', '', (it) => toTrue(it.spec.parameters), /usePodIdentity/],
  ['a missing selector', 'NetworkPolicy', '-others', (it) => delete it.spec.podSelector, /podSelector/],
  ['a missing name of a container', 'Rollout', '', (it) => delete podOf(it).containers[0].name, /name/],
  ['a target that is not said', 'TargetGroupBinding', '-live', (it) => delete it.spec.targetType, /targetType/],
  ['a bound that is none', 'HorizontalPodAutoscaler', '', (it) => delete it.spec.maxReplicas, /maxReplicas/],
  ['an unknown kind', 'Service', 'web', (it) => Object.assign(it, { kind: 'Servise' }), /no schema of v1 is known/],
  [
    'an old version',
    'PodDisruptionBudget',
    '',
    (it) => Object.assign(it, { apiVersion: 'policy/v1beta1' }),
    /no schema/,
  ],
];

function rename(object: Record<string, unknown>, from: string, to: string): void {
  if (!(from in object)) throw new Error(`there is no ${from}`);
  object[to] = object[from];
  delete object[from];
}

function toTrue(parameters: Record<string, unknown>): void {
  parameters['usePodIdentity'] = true;
}

/** Every service of every delivery here, and of some that are drawn: on EKS it would be rendered with the same settings. */
const deliveries = [
  ...Object.values(DELIVERIES),
  ...fc.sample(validDeliveries(SERVICE_DIRECTORY), { numRuns: 3, seed: 5 }).map(resolved),
];
const forDefects = valuesWith({
  secrets: { TOKEN: 'ssm:/shop/token' },
  strategy: canary({ percent: 50, minutes: 1 }),
  scaling: { minimum: 2 },
});

/** Of all that is rendered and of what is spoilt, at once: the compiler starts once. */
let problems: readonly string[];
beforeAll(async () => {
  const { defects, ...charts } = await renderCharts<string>({ ...valuesOfAll(deliveries), defects: forDefects });
  const manifests = Object.values(charts).flat();
  expect(manifests.length).toBeGreaterThan(200);
  const spoilt = DEFECTS.map(([_, kind, end, plant], index) => {
    const manifest = structuredClone(only(defects!, kind, end));
    plant(manifest);
    return { ...manifest, metadata: { ...manifest.metadata, name: defect(index) } };
  });
  const unlike = new Map(manifests.map((manifest) => [JSON.stringify(manifest), manifest]));
  problems = schemaProblems([...unlike.values(), ...spoilt]);
}, 60_000);

const defect = (index: number) => `defect-${index}`;
const problemsOf = (name: string) => problems.filter((problem) => problem.includes(` ${name}: `));

test('what is rendered is what the schemas of Kubernetes, Argo Rollouts and EKS know, and nothing else', () => {
  expect(problems.filter((problem) => !problem.includes(' defect-'))).toEqual([]);
});

describe('of what is planted', () => {
  test.each(DEFECTS.map(([what, , , , problem], index) => [what, problem, defect(index)] as const))(
    '%s is found',
    (_, problem, name) => {
      expect(problemsOf(name)).toEqual([expect.stringMatching(problem)]);
    },
  );
});
