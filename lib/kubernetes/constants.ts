/** The namespace, the Helm release and the service account of Argo Rollouts. */
export const ARGO_ROLLOUTS_NAME = 'argo-rollouts';
/** The ClusterRole that a namespace with rollouts binds it to. */
export const ARGO_ROLLOUTS_WORK = 'argo-rollouts-work';

/** The namespace in which the CloudWatch add-on works, and the service account of its agents. */
export const OBSERVABILITY = { namespace: 'amazon-cloudwatch', serviceAccount: 'cloudwatch-agent' } as const;

/** The one pool of nodes, and the class that they are of. */
export const NODES_NAME = 'services';

/** The group that people are in, for Kubernetes, who may look at everything but secrets. */
export const VIEWERS_GROUP = 'environment-viewers';

/** How Kubernetes calls the architectures. */
export const KUBERNETES_ARCHITECTURE = { arm64: 'arm64', x86_64: 'amd64' } as const;
