/** A rule of a Role in Kubernetes' words. */
export interface NamespaceRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** What Helm does with each object of the chart: what is no longer in the chart, it deletes. Applying takes both last verbs. */
const INSTALL = ['get', 'delete', 'create', 'patch'];

/**
 * What the function that installs a service's releases may do in the service's namespace, and it may nothing elsewhere. A test
 * holds this to the calls that Helm and the function make: none is missing here, and none is here that nobody makes.
 */
export const NAMESPACE_RULES: readonly NamespaceRule[] = [
  { apiGroups: [''], resources: ['services', 'serviceaccounts'], verbs: INSTALL },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: INSTALL },
  { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: INSTALL },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: INSTALL },
  { apiGroups: ['argoproj.io'], resources: ['rollouts', 'analysistemplates'], verbs: INSTALL },
  { apiGroups: ['eks.amazonaws.com'], resources: ['targetgroupbindings'], verbs: INSTALL },
  // The chart keeps them, as pods of the version before may still read them.
  {
    apiGroups: ['secrets-store.csi.x-k8s.io'],
    resources: ['secretproviderclasses'],
    verbs: INSTALL.filter((verb) => verb !== 'delete'),
  },
  // Where Helm keeps its revisions.
  { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'create', 'update', 'delete'] },
  { apiGroups: ['argoproj.io'], resources: ['rollouts/status'], verbs: ['patch'] },
  { apiGroups: ['argoproj.io'], resources: ['analysisruns', 'experiments'], verbs: ['list'] },
  { apiGroups: [''], resources: ['pods', 'events'], verbs: ['list'] },
];
