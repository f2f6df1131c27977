import type { Service } from '../config/delivery';
import { KUBERNETES_ARCHITECTURE, NODES_NAME } from './constants';

export interface NodeClassProps {
  readonly roleName: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
}

/** GiB of a node's own disk, for images and logs; EKS's default is 80. */
const DISK = '40Gi';

/**
 * What nodes are ("Create a Node Class for Amazon EKS"). EKS's own class keeps to no network policies, and cannot be
 * changed.
 */
export function nodeClass(props: NodeClassProps): Record<string, unknown> {
  return {
    apiVersion: 'eks.amazonaws.com/v1',
    kind: 'NodeClass',
    metadata: { name: NODES_NAME },
    spec: {
      role: props.roleName,
      subnetSelectorTerms: props.subnetIds.map((id) => ({ id })),
      securityGroupSelectorTerms: [{ id: props.securityGroupId }],
      // Policies are kept to; where a pod has none, everything is open, as the chart of every service brings its own.
      networkPolicy: 'DefaultAllow',
      networkPolicyEventLogs: 'Disabled',
      ephemeralStorage: { size: DISK },
    },
  };
}

/** What turns the controller of network policies on ("Use Network Policies with EKS Auto Mode"). */
export function networkPolicySwitch(): Record<string, unknown> {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'amazon-vpc-cni', namespace: 'kube-system' },
    data: { 'enable-network-policy-controller': 'true' },
  };
}

export interface NodePoolProps {
  readonly architectures: readonly Service['architecture'][];
  /** vCPUs that all nodes together have at most. */
  readonly cpuLimit: number;
  readonly production: boolean;
}

/**
 * How many nodes of which kind there are: as few as hold the pods ("Create a Node Pool for EKS Auto Mode"). EKS's own pools
 * stay off: `general-purpose` knows no Graviton, and `system` would be a node more that idles.
 */
export function nodePool({ architectures, cpuLimit, production }: NodePoolProps): Record<string, unknown> {
  return {
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodePool',
    metadata: { name: NODES_NAME },
    spec: {
      template: {
        spec: {
          nodeClassRef: { group: 'eks.amazonaws.com', kind: 'NodeClass', name: NODES_NAME },
          requirements: [
            among('kubernetes.io/arch', architectures.map((one) => KUBERNETES_ARCHITECTURE[one]).sort()),
            // A spot instance that is taken away in the middle of a release looks like a bad release.
            among('karpenter.sh/capacity-type', ['on-demand']),
            // Burstable ones are half the price for a cluster that idles, and slow down where it does not.
            among('eks.amazonaws.com/instance-category', production ? ['c', 'm', 'r'] : ['c', 'm', 'r', 't']),
            // Two cores leave room beside what EKS and the agents take on every node; one node is never all there is.
            among('eks.amazonaws.com/instance-cpu', ['2', '4', '8']),
            // Neither what is slow nor what EKS Auto Mode does not have.
            { key: 'eks.amazonaws.com/instance-generation', operator: 'Gt', values: [production ? '5' : '2'] },
          ],
          // Nodes are never older than that, and so never without last month's security patches; EKS allows 21 days.
          expireAfter: '336h',
          // A pod that may not be disturbed holds up a node's end no longer than this.
          terminationGracePeriod: '1h',
        },
      },
      disruption: {
        consolidationPolicy: 'WhenEmptyOrUnderutilized',
        // Production waits for traffic to come back before it packs its pods together.
        consolidateAfter: production ? '10m' : '1m',
        budgets: [{ nodes: '1' }],
      },
      limits: { cpu: String(cpuLimit) },
    },
  };
}

function among(key: string, values: readonly string[]): Record<string, unknown> {
  return { key, operator: 'In', values };
}

/** What the cluster's own pods and a node's agents may come to. */
const BESIDE_SERVICES = 8;
/** CPU units of ECS in a core. */
const UNITS = 1024;

/**
 * vCPUs that an environment's nodes need at most: every service at its maximum, twice, as a release has two versions; and as
 * much again, as nodes are never full. Whatever goes on there, the bill stays below that.
 */
export function cpuLimit(services: readonly Service[], environment: string): number {
  const cores = services.map((service) => {
    const { cpu, scaling } = service.in[environment]!;
    return (cpu * scaling.maximum) / UNITS;
  });
  const peak = 2 * cores.reduce((sum, value) => sum + value, 0);
  return Math.ceil(2 * peak) + BESIDE_SERVICES;
}
