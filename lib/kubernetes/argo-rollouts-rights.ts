import { ARGO_ROLLOUTS_NAME, ARGO_ROLLOUTS_WORK } from './constants';

const API = 'rbac.authorization.k8s.io';
const LOOK = ['get', 'list', 'watch'];
const MAKE = ['create', 'update', 'patch', 'delete'];

/**
 * What Argo Rollouts' controller may do, in place of the chart's own role: that one reads every Secret of the cluster, and makes
 * jobs and pods in every namespace, which is to be anybody there. The controller here sees what it watches, which is never a
 * Secret, in all namespaces, and works in those alone that bind it to {@link ARGO_ROLLOUTS_WORK}, as each service's does.
 * (What it calls: argo-rollouts v1.9.0. What of its features takes more, such as secrets as arguments of analyses, traffic
 * routers or notifications, has no right here.)
 */
export function argoRolloutsRights(): Record<string, unknown>[] {
  const own = { namespace: ARGO_ROLLOUTS_NAME };
  return [
    {
      ...role('ClusterRole', ARGO_ROLLOUTS_NAME),
      rules: [
        rule('argoproj.io', ['rollouts', 'analysisruns', 'experiments'], LOOK),
        rule('argoproj.io', ['analysistemplates', 'clusteranalysistemplates'], LOOK),
        rule('apps', ['replicasets'], LOOK),
        rule('batch', ['jobs'], LOOK),
        rule('', ['pods', 'services'], LOOK),
        // It does not start without having seen them all.
        rule('networking.k8s.io', ['ingresses'], LOOK),
      ],
    },
    { ...role('ClusterRoleBinding', ARGO_ROLLOUTS_NAME), ...bindTo('ClusterRole', ARGO_ROLLOUTS_NAME) },
    {
      ...role('ClusterRole', ARGO_ROLLOUTS_WORK),
      rules: [
        rule('argoproj.io', ['rollouts', 'rollouts/status', 'rollouts/finalizers'], ['update', 'patch']),
        rule('argoproj.io', ['analysisruns', 'analysisruns/finalizers', 'experiments', 'experiments/finalizers'], MAKE),
        rule('apps', ['replicasets'], MAKE),
        rule('batch', ['jobs'], MAKE),
        // For people who restart a rollout.
        rule('', ['pods/eviction'], ['create']),
        rule('', ['events'], ['create', 'update', 'patch']),
      ],
    },
    {
      ...role('Role', ARGO_ROLLOUTS_NAME, own),
      rules: [
        rule('coordination.k8s.io', ['leases'], ['create']),
        rule('coordination.k8s.io', ['leases'], ['get', 'update'], ['argo-rollouts-controller-lock']),
        rule('', ['configmaps'], LOOK, ['argo-rollouts-config', 'argo-rollouts-notification-configmap']),
        // There is none, and it does not start without having looked.
        rule('', ['secrets'], LOOK, ['argo-rollouts-notification-secret']),
      ],
    },
    { ...role('RoleBinding', ARGO_ROLLOUTS_NAME, own), ...bindTo('Role', ARGO_ROLLOUTS_NAME) },
  ];
}

/** Lets the controller work in a namespace. */
export function argoRolloutsIn(namespace: string): Record<string, unknown> {
  return {
    ...role('RoleBinding', ARGO_ROLLOUTS_NAME, { namespace }),
    ...bindTo('ClusterRole', ARGO_ROLLOUTS_WORK),
  };
}

function role(kind: string, name: string, where: { readonly namespace?: string } = {}): Record<string, unknown> {
  return { apiVersion: `${API}/v1`, kind, metadata: { name, ...where } };
}

function rule(
  apiGroup: string,
  resources: readonly string[],
  verbs: readonly string[],
  resourceNames?: readonly string[],
): Record<string, unknown> {
  return { apiGroups: [apiGroup], resources, verbs, ...(resourceNames && { resourceNames }) };
}

function bindTo(kind: string, name: string): Record<string, unknown> {
  return {
    roleRef: { apiGroup: API, kind, name },
    subjects: [{ kind: 'ServiceAccount', name: ARGO_ROLLOUTS_NAME, namespace: ARGO_ROLLOUTS_NAME }],
  };
}
