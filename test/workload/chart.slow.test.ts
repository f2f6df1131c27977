import * as fc from 'fast-check';
import { HASH_LABEL } from '../../lib/workload/rollout-resource';
import type { ChartValues } from '../../lib/workload/values';
import { IMAGE, valuesOfAll, valuesWith } from '../support/chart-values';
import { validDeliveries } from '../support/configs';
import { DELIVERIES, resolved, SERVICE_DIRECTORY } from '../support/deliveries';
import { lintChart, type Manifest, only, renderChart, renderCharts } from '../support/helm';

/** Every service of every delivery here, and of some that are drawn: on EKS it would be rendered with the same settings. */
const values = valuesOfAll([
  ...Object.values(DELIVERIES),
  ...fc.sample(validDeliveries(SERVICE_DIRECTORY), { numRuns: 2, seed: 7 }).map(resolved),
]);
const small = valuesWith();

interface Release {
  readonly values: ChartValues;
  readonly manifests: readonly Manifest[];
}
let releases: readonly Release[];

beforeAll(async () => {
  const rendered = await renderCharts(values);
  releases = Object.entries(values).map(([name, of]) => ({ values: of, manifests: rendered[name]! }));
}, 60_000);

/** Of the rollout and of the job that validates. */
function podsOf({ manifests }: Release): Manifest[] {
  const rollout = only(manifests, 'Rollout');
  const { job } = only(manifests, 'AnalysisTemplate', '-validation')['spec'].metrics[0].provider;
  return [rollout['spec'].template.spec, job.spec.template.spec];
}

function containersOf({ initContainers = [], containers }: Partial<Manifest>): Manifest[] {
  return [...initContainers, ...containers];
}

/** All values of a key, at every depth. */
function valuesUnder(key: string, node: unknown): unknown[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) => [
    ...(name === key ? [value] : []),
    ...valuesUnder(key, value),
  ]);
}

const amount = (text: string) => Number.parseInt(text, 10);
const sum = (amounts: readonly number[]) => amounts.reduce((total, one) => total + one, 0);

test("Helm's linter has nothing to warn of in any service of any delivery", async () => {
  const said = await Promise.all(Object.values(valuesOfAll(Object.values(DELIVERIES))).map(lintChart));
  expect(said.length).toBeGreaterThan(20);
  for (const text of said) expect(text).toContain('1 chart(s) linted, 0 chart(s) failed');
}, 60_000);

test("Helm's linter refuses values that the chart does not know", async () => {
  await expect(lintChart({ ...small, bakeMinute: 5 } as ChartValues)).rejects.toThrow('1 chart(s) failed');
});

describe('every container', () => {
  test('is confined: not root, nothing to write on, no capability, no way to more', () => {
    for (const pod of releases.flatMap(podsOf)) {
      expect(pod['securityContext']).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
        runAsUser: expect.any(Number),
      });
      expect(valuesUnder('runAsUser', pod)).not.toContain(0);
      for (const { securityContext } of containersOf(pod)) {
        expect(securityContext).toMatchObject({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
      }
    }
  });

  test('has memory that is its own, and a limit of CPU', () => {
    for (const { resources } of releases.flatMap(podsOf).flatMap(containersOf)) {
      expect(resources.limits.memory).toBe(resources.requests.memory);
      expect(amount(resources.limits.cpu)).toBeGreaterThanOrEqual(amount(resources.requests.cpu));
    }
  });

  test('is of an image that stays what it is', () => {
    for (const release of releases) {
      const images = valuesUnder('image', release.manifests) as string[];
      expect(images).toContain(IMAGE);
      for (const image of images) expect(image).toMatch(/(@sha256:[0-9a-f]{64}|:(?!latest$)[^:/]+)$/);
    }
  });

  test('gets no token for the API of Kubernetes, and no variables of other services', () => {
    for (const release of releases) {
      for (const pod of podsOf(release)) {
        expect(pod).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
      }
      const accounts = release.manifests.filter(({ kind }) => kind === 'ServiceAccount');
      expect(accounts.map((account) => account['automountServiceAccountToken'])).toEqual([false, false]);
    }
  });
});

test('the containers of a pod have together what a task has', () => {
  for (const release of releases) {
    const requests = containersOf(podsOf(release)[0]!).map(({ resources }) => resources.requests);
    expect(`${sum(requests.map(({ cpu }) => amount(cpu)))}m`).toBe(release.values.cpuLimit);
  }
});

test('the service is asked whether it has started, is ready and lives; nothing of it depends on a sidecar', () => {
  for (const release of releases) {
    const [pod] = podsOf(release);
    const health = { httpGet: { path: '/health', port: 'http' } };
    const { healthCommand } = release.values.app;
    expect(pod!['containers']).toEqual([
      expect.objectContaining({
        name: 'app',
        ports: [{ name: 'http', containerPort: release.values.port, protocol: 'TCP' }],
        startupProbe: expect.objectContaining(health),
        readinessProbe: expect.objectContaining(health),
        livenessProbe: expect.objectContaining(healthCommand ? { exec: { command: healthCommand } } : health),
      }),
    ]);
    for (const sidecar of pod!['initContainers'] ?? []) {
      expect(sidecar.restartPolicy).toBe('Always');
      expect(Object.keys(sidecar).filter((key) => key.endsWith('Probe'))).toEqual([]);
    }
  }
});

test('a service has two minutes to start, and is not asked whether it lives before', () => {
  for (const release of releases) {
    const [{ startupProbe }] = podsOf(release)[0]!['containers'];
    expect(startupProbe.failureThreshold * startupProbe.periodSeconds).toBe(120);
  }
});

test('a new pod counts no sooner than the load balancer has asked it once', () => {
  for (const { manifests } of releases) {
    // It asks every ten seconds.
    expect(only(manifests, 'Rollout')['spec'].minReadySeconds).toBeGreaterThan(10);
  }
});

test('pods are added at once, and taken away when they were too many for five minutes', () => {
  for (const { manifests } of releases) {
    const { scaleUp, scaleDown } = only(manifests, 'HorizontalPodAutoscaler')['spec'].behavior;
    expect(scaleUp.stabilizationWindowSeconds).toBe(0);
    expect(scaleDown.stabilizationWindowSeconds).toBe(300);
  }
});

test('a pod ends after the load balancer has let go of it and the service has had 30 seconds', () => {
  for (const release of releases) {
    const [pod] = podsOf(release);
    const { sleep } = pod!['containers'][0].lifecycle.preStop;
    // The target group's delay, and what it takes until the load balancer hears of it.
    expect(sleep.seconds).toBeGreaterThanOrEqual(30 + 5);
    expect(pod!['terminationGracePeriodSeconds']).toBeGreaterThanOrEqual(sleep.seconds + 30);
  }
});

test('pods are spread over zones and nodes, those of each version by themselves, and go one after the other', () => {
  for (const release of releases) {
    const [pod] = podsOf(release);
    expect(pod!['topologySpreadConstraints'].map(({ topologyKey }: Manifest) => topologyKey)).toEqual([
      'topology.kubernetes.io/zone',
      'kubernetes.io/hostname',
    ]);
    const { selector } = only(release.manifests, 'Rollout')['spec'];
    for (const constraint of pod!['topologySpreadConstraints']) {
      expect(constraint).toMatchObject({ labelSelector: selector, matchLabelKeys: [HASH_LABEL] });
    }
    expect(only(release.manifests, 'PodDisruptionBudget')['spec']).toMatchObject({ selector, maxUnavailable: 1 });
  }
});

test('nodes are of the architecture that the image is for', () => {
  for (const release of releases) {
    const arch = release.values.architecture === 'arm64' ? 'arm64' : 'amd64';
    for (const pod of podsOf(release)) expect(pod['nodeSelector']).toMatchObject({ 'kubernetes.io/arch': arch });
  }
});

test('whatever is named is there', () => {
  for (const { manifests } of releases) {
    const named = (kind: string) =>
      manifests.filter((manifest) => manifest.kind === kind).map(({ metadata }) => metadata.name);
    const references = {
      AnalysisTemplate: valuesUnder('templateName', manifests),
      ServiceAccount: valuesUnder('serviceAccountName', manifests),
      SecretProviderClass: valuesUnder('secretProviderClass', manifests),
    };
    for (const [kind, names] of Object.entries(references)) expect(named(kind)).toEqual(expect.arrayContaining(names));
    for (const { name, port } of valuesUnder('serviceRef', manifests) as { name: string; port: number }[]) {
      const service = manifests.find(({ kind, metadata }) => kind === 'Service' && metadata.name === name)!;
      expect(service['spec'].ports).toEqual([expect.objectContaining({ port, targetPort: 'http' })]);
    }
    expect(only(manifests, 'HorizontalPodAutoscaler')['spec'].scaleTargetRef).toEqual({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      name: only(manifests, 'Rollout').metadata.name,
    });
  }
});

test('every name is one that Kubernetes takes, and nobody has it twice', () => {
  for (const { manifests } of releases) {
    const names = manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { metadata } of manifests) expect(metadata.name).toMatch(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])$/);
  }
});

describe('Helm refuses', () => {
  test.each<[string, (values: Record<string, unknown>) => void, RegExp]>([
    ['a value that it does not know', (spoilt) => Object.assign(spoilt, { replicas: 3 }), /replicas/],
    ['a release without an image', (spoilt) => delete spoilt['image'], /image/],
    ['an image by its tag', (spoilt) => Object.assign(spoilt, { image: 'example.com/web:1.2' }), /image/],
    [
      'a sidecar of whatever is newest',
      (spoilt) => Object.assign(spoilt, { sidecars: [{ ...small.collector, user: undefined, image: 'a/b:latest' }] }),
      /sidecars/,
    ],
    ['an amount that is not in its words', (spoilt) => Object.assign(spoilt, { cpuLimit: '0.25' }), /cpuLimit/],
  ])('%s', async (_, spoil, message) => {
    const spoilt = structuredClone(small) as unknown as Record<string, unknown>;
    spoil(spoilt);
    await expect(renderChart(spoilt as unknown as ChartValues)).rejects.toThrow(message);
  });
});
