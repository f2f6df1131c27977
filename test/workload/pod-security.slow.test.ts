import type { ChartValues } from '../../lib/workload/values';
import { EKS_VALUES } from '../support/eks-release';
import { type Manifest, renderCharts } from '../support/helm';

// biome-ignore lint/suspicious/noExplicitAny: a pod's specification
type Pod = any;

const sidecar = { cpu: '32m', memory: '64Mi', variables: {}, image: 'public.ecr.aws/x/y:1' };
const VALUES = {
  plain: { ...EKS_VALUES, image: `web@sha256:${'a'.repeat(64)}` },
  full: {
    ...EKS_VALUES,
    image: `web@sha256:${'a'.repeat(64)}`,
    sidecars: [{ ...sidecar, name: 'router' }],
    collector: { ...sidecar, name: 'collector', user: { uid: 1337, gid: 1337 } },
    secrets: [{ variable: 'TOKEN', kind: 'secretsmanager', name: 'shop/token' }],
    strategy: { kind: 'canary', percent: 50, minutes: 5 },
  },
} satisfies Record<string, ChartValues>;

/** What Kubernetes' standard `restricted` lets into a volume, of its page "Pod Security Standards". */
const VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** What of a pod the standard `restricted` refuses. */
function refused({ securityContext = {}, ...spec }: Pod): string[] {
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  const ofPod = [
    ...['hostNetwork', 'hostPID', 'hostIPC'].filter((name) => spec[name]),
    ...(spec.volumes ?? []).flatMap((volume: object) =>
      Object.keys(volume).filter((kind) => kind !== 'name' && !VOLUMES.includes(kind)),
    ),
    ...(securityContext.sysctls ? ['sysctls'] : []),
  ];
  const ofContainers = containers.flatMap(({ name, ports = [], securityContext: own = {} }) => {
    const { drop = [], add = [] } = own.capabilities ?? {};
    const seccomp = (own.seccompProfile ?? securityContext.seccompProfile)?.type;
    const user = own.runAsUser ?? securityContext.runAsUser;
    const problems = [
      own.privileged && 'privileged',
      own.allowPrivilegeEscalation !== false && 'allowPrivilegeEscalation',
      (own.runAsNonRoot ?? securityContext.runAsNonRoot) !== true && 'runAsNonRoot',
      user === 0 && 'runAsUser',
      !['RuntimeDefault', 'Localhost'].includes(seccomp) && 'seccompProfile',
      !drop.includes('ALL') && 'capabilities',
      add.some((capability: string) => capability !== 'NET_BIND_SERVICE') && 'added capabilities',
      ports.some(({ hostPort }: { hostPort?: number }) => hostPort) && 'hostPort',
    ];
    return problems.filter((problem) => problem).map((problem) => `${name}: ${problem}`);
  });
  return [...ofPod, ...ofContainers];
}

/** The pods of a release: those that serve, and that of the job that validates them. */
function podsOf(manifests: readonly Manifest[]): Pod[] {
  return manifests.flatMap(({ kind, spec }) => {
    if (kind === 'Rollout') return [spec.template.spec];
    if (kind !== 'AnalysisTemplate') return [];
    const jobs = spec.metrics.flatMap(({ provider }: Pod) => provider.job ?? []);
    return jobs.map(({ spec: job }: Pod) => job.template.spec);
  });
}

let rendered: Readonly<Record<keyof typeof VALUES, readonly Manifest[]>>;
beforeAll(async () => {
  rendered = await renderCharts(VALUES);
});

test.each(['plain', 'full'] as const)(
  'a namespace of the standard `restricted` takes all pods of a %s release',
  (name) => {
    const pods = podsOf(rendered[name]);
    expect(pods).toHaveLength(2);
    for (const pod of pods) expect(refused(pod)).toEqual([]);
  },
);

test.each([
  ['hostNetwork', (pod: Pod) => ({ ...pod, hostNetwork: true })],
  ['hostPath', (pod: Pod) => ({ ...pod, volumes: [{ name: 'x', hostPath: {} }] })],
  ['app: runAsUser', (pod: Pod) => ({ ...pod, securityContext: { ...pod.securityContext, runAsUser: 0 } })],
  [
    'app: seccompProfile',
    (pod: Pod) => ({ ...pod, securityContext: { ...pod.securityContext, seccompProfile: undefined } }),
  ],
  ['app: capabilities', (pod: Pod) => ({ ...pod, containers: [{ ...pod.containers[0], securityContext: {} }] })],
])('it would not take one with %s', (problem, change) => {
  const serving = podsOf(rendered.plain).find(({ containers }) => containers[0].name === 'app');
  expect(refused(change(serving))).toContain(problem);
});
