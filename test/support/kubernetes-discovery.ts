/** What a fake API knows: resources, their paths, and how it tells that it has none. */
import { KUBERNETES_VERSION } from '../../lib/kubernetes/versions';

/** By group and version: the resources and their kinds. */
export const KINDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  v1: { configmaps: 'ConfigMap', services: 'Service', serviceaccounts: 'ServiceAccount', pods: 'Pod', events: 'Event' },
  'apps/v1': { replicasets: 'ReplicaSet', deployments: 'Deployment' },
  'autoscaling/v2': { horizontalpodautoscalers: 'HorizontalPodAutoscaler' },
  'policy/v1': { poddisruptionbudgets: 'PodDisruptionBudget' },
  'networking.k8s.io/v1': { networkpolicies: 'NetworkPolicy' },
  'argoproj.io/v1alpha1': {
    rollouts: 'Rollout',
    analysistemplates: 'AnalysisTemplate',
    analysisruns: 'AnalysisRun',
    experiments: 'Experiment',
  },
  'eks.amazonaws.com/v1': { targetgroupbindings: 'TargetGroupBinding' },
  'secrets-store.csi.x-k8s.io/v1': { secretproviderclasses: 'SecretProviderClass' },
};

/** What the API answers instead of an object. */
export class Refusal extends Error {
  constructor(
    readonly code: number,
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

/** What a path is about. */
export interface Target {
  readonly apiVersion: string;
  readonly namespace: string;
  readonly resource: string;
  readonly name?: string;
  readonly subresource?: string;
}

/** Undefined where a path is none of an object's. */
export function targetOf(path: string): Target | undefined {
  const found = /^\/(?:api|apis)\/(.+?)\/namespaces\/([^/]+)\/([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(path);
  if (!found) return undefined;
  const [, apiVersion, namespace, resource, name, subresource] = found;
  if (!KINDS[apiVersion!]?.[resource!])
    throw new Refusal(404, 'NotFound', 'the server could not find the requested resource');
  return { apiVersion: apiVersion!, namespace: namespace!, resource: resource!, name, subresource };
}

/** What there is at all, as clients ask before they do anything. */
export function discovery(path: string): unknown {
  if (path === '/version') {
    const { version } = KUBERNETES_VERSION;
    const [major, minor] = version.split('.');
    return { major, minor, gitVersion: `v${version}.0` };
  }
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'] };
  const groups = Object.keys(KINDS).filter((version) => version.includes('/'));
  if (path === '/apis') {
    return {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: groups.map((groupVersion) => {
        const [name, version] = groupVersion.split('/');
        return { name, versions: [{ groupVersion, version }], preferredVersion: { groupVersion, version } };
      }),
    };
  }
  const groupVersion = /^\/apis?\/(.+)$/.exec(path)?.[1] ?? '';
  const kinds = KINDS[groupVersion];
  if (!kinds) throw new Refusal(404, 'NotFound', 'the server could not find the requested resource');
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion,
    resources: Object.entries(kinds).map(([name, kind]) => ({
      name,
      singularName: kind.toLowerCase(),
      namespaced: true,
      kind,
      verbs: ['create', 'delete', 'get', 'list', 'patch', 'update'],
    })),
  };
}
