import { prefix, roleName } from './service';

/** The environment's EKS cluster; ECS and EKS keep their names apart. */
export function kubernetesClusterName(delivery: string, environment: string): string {
  return `${delivery}-${environment}`;
}

/** The two target groups of a service on EKS: what users get, and what a new version is asked through before that. */
export function podTargetGroupName(
  delivery: string,
  environment: string,
  service: string,
  side: 'live' | 'next',
): string {
  return `${prefix(delivery, environment, service)}-${side}`;
}

/** The function inside an environment's network that installs a service's releases on EKS. */
export function rolloutFunctionName(delivery: string, environment: string, service: string): string {
  return `${prefix(delivery, environment, service)}-rollout`;
}

/** The log of a service's pods: the agent on each node finds it by the pod's namespace, which is the service's name. */
export function podLogGroupName(delivery: string, environment: string, service: string): string {
  return `${podLogGroupPrefix(delivery, environment)}${service}`;
}

/** What the logs of an environment's pods start with. */
export function podLogGroupPrefix(delivery: string, environment: string): string {
  return `/${delivery}/${environment}/pods/`;
}

/** The log of everything else in the cluster, such as the controllers; no service may be called `kubernetes`. */
export function clusterPodLogGroupName(delivery: string, environment: string): string {
  return `${podLogGroupPrefix(delivery, environment)}kubernetes`;
}

/** Where EKS writes what its control plane logs; the name is EKS's own. */
export function controlPlaneLogGroupName(delivery: string, environment: string): string {
  return `/aws/eks/${kubernetesClusterName(delivery, environment)}/cluster`;
}

/** Where the CloudWatch agent writes what becomes Container Insights' metrics; the name is the agent's own. */
export function containerInsightsLogGroupName(delivery: string, environment: string): string {
  return `/aws/containerinsights/${kubernetesClusterName(delivery, environment)}/performance`;
}

/** A role around the environment's EKS cluster, such as that of its `nodes`; no service may be called `kubernetes`. */
export function kubernetesRoleName(delivery: string, environment: string, suffix: 'nodes' | 'view' | 'admin'): string {
  return roleName(delivery, environment, 'kubernetes', suffix);
}

/** The security group of whatever may reach the API of the environment's EKS cluster: people look for it by its name. */
export function kubernetesClientsName(delivery: string, environment: string): string {
  return `${delivery}-${environment}-kubernetes-clients`;
}

/** What CDK makes last of a cluster, and first of what is in it. */
export function kubernetesReadyName(delivery: string, environment: string): string {
  return `/${delivery}/${environment}/kubernetes/ready`;
}
