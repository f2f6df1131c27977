import { VIEWERS_GROUP } from './constants';

const API = 'rbac.authorization.k8s.io';
/** Kubernetes' own role for it, to which Argo Rollouts' chart adds its resources; it knows no secrets. */
const VIEW = 'view';
/** What belongs to no namespace, and EKS's own resources. */
const CLUSTER = `${VIEWERS_GROUP}-cluster`;

/** What people see who may look: everything but secrets. EKS's own policy for it (AmazonEKSViewPolicy) knows no rollouts. */
export function viewerRights(): Record<string, unknown>[] {
  return [
    {
      apiVersion: `${API}/v1`,
      kind: 'ClusterRole',
      metadata: { name: CLUSTER },
      rules: [
        look('', ['nodes', 'namespaces', 'persistentvolumes']),
        look('metrics.k8s.io', ['nodes', 'pods']),
        look('karpenter.sh', ['nodeclaims', 'nodepools']),
        look('eks.amazonaws.com', ['nodeclasses', 'targetgroupbindings', 'nodediagnostics']),
        look('secrets-store.csi.x-k8s.io', ['secretproviderclasses', 'secretproviderclasspodstatuses']),
      ],
    },
    binding(VIEWERS_GROUP, VIEW),
    binding(CLUSTER, CLUSTER),
  ];
}

function look(apiGroup: string, resources: readonly string[]): Record<string, unknown> {
  return { apiGroups: [apiGroup], resources, verbs: ['get', 'list', 'watch'] };
}

function binding(name: string, role: string): Record<string, unknown> {
  return {
    apiVersion: `${API}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: API, kind: 'ClusterRole', name: role },
    subjects: [{ apiGroup: API, kind: 'Group', name: VIEWERS_GROUP }],
  };
}
