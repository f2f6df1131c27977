import { Problem } from '../build/programs/problem';
import { assumed } from './assumptions';
import { nodesHolding, type Pods } from './packing';
import type { PriceName } from './prices';
import { tasksFor, type Workload } from './workloads';

/** An instance type that EKS Auto Mode may choose; it takes none with fewer than two vCPUs. */
interface InstanceType {
  /** `t`, `c` or `m`, as Karpenter has them. */
  readonly category: string;
  readonly price: PriceName & `ec2.${string}`;
  readonly cpus: number;
  readonly gibibytes: number;
}

/** The cheapest family of each category. Newer ones cost more. */
const FAMILIES = {
  arm64: { t: 't4g', c: 'c6g', m: 'm6g' },
  x86_64: { t: 't3a', c: 'c6a', m: 'm6a' },
} as const;

/** vCPUs by the size. */
const SIZES = { large: 2, xlarge: 4, '2xlarge': 8 } as const;

function typesOf(architecture: Workload['architecture'], categories: readonly string[]): InstanceType[] {
  const { t, c, m } = FAMILIES[architecture];
  const all = (Object.entries(SIZES) as [keyof typeof SIZES, number][]).flatMap(([size, cpus]): InstanceType[] => [
    { category: 'c', price: `ec2.${c}.${size}`, cpus, gibibytes: cpus * 2 },
    { category: 'm', price: `ec2.${m}.${size}`, cpus, gibibytes: cpus * 4 },
    // Burstable ones have two vCPUs in both of their smaller sizes.
    { category: 't', price: `ec2.${t}.${size}`, cpus, gibibytes: cpus * 4 },
  ]);
  const smallest: InstanceType = { category: 't', price: `ec2.${t}.medium`, cpus: 2, gibibytes: 4 };
  return [smallest, ...all].filter(({ category }) => categories.includes(category));
}

/** An hour's price that differs by less is the same, written in fractions. */
const SAME_USD = 1e-9;

/** What a cluster's nodes are. */
export interface Nodes {
  readonly count: number;
  readonly price: PriceName & `ec2.${string}`;
  /** vCPUs and GiB that pods ask for, with the cluster's own. */
  readonly cpus: number;
  readonly gibibytes: number;
}

/**
 * The cheapest nodes of one type that hold the pods of an architecture, each of them whole: at least one node, and as many as
 * the largest service has pods, up to one in each zone, since pods are spread over zones. Without load they are as many as the
 * services state; disruption is not counted, and neither is that EKS may take nodes of several types.
 *
 * @throws Problem for pods that no instance with a price here holds
 * @param hostsCluster whether the cluster's own pods run on them
 * @param usd what an hour of an instance costs
 */
export function nodesFor(
  workloads: readonly Workload[],
  question: {
    readonly requestsPerSecond: number;
    readonly zones: number;
    readonly hostsCluster: boolean;
    /** Of instances that may be taken. */
    readonly categories: readonly string[];
    readonly usd: (price: PriceName) => number;
  },
): Nodes {
  const { requestsPerSecond, zones, hostsCluster, categories, usd } = question;
  const services = workloads.map(
    (workload): Pods => ({
      cpu: workload.cpu,
      memory: workload.memory,
      count: tasksFor(workload, requestsPerSecond),
    }),
  );
  const pods = hostsCluster ? [...services, clusterPods()] : services;
  const sum = (of: (one: Pods) => number) => pods.reduce((all, one) => all + one.count * of(one), 0);
  const asked = { cpus: sum(({ cpu }) => cpu), gibibytes: sum(({ memory }) => memory) };
  const spread = Math.min(zones, Math.max(1, ...services.map(({ count }) => count)));
  const architecture = workloads[0]?.architecture ?? 'arm64';
  const choices = typesOf(architecture, categories).flatMap(({ price, ...type }) => {
    const holding = nodesHolding(pods, {
      cpu: type.cpus - assumed('nodeMillicores') / 1000,
      memory: type.gibibytes - assumed('nodeMebibytes') / 1024,
    });
    if (holding === undefined) return [];
    const count = Math.max(spread, holding);
    return [{ count, price, ...asked, usd: count * usd(price) }];
  });
  if (choices.length === 0) {
    const largest = Math.max(0, ...pods.map(({ cpu }) => cpu));
    const widest = Math.max(0, ...pods.map(({ memory }) => memory));
    throw new Problem(`a node must hold a pod of ${largest} vCPU and ${widest} GB, for which there is no price here`);
  }
  // Prices double with sizes: of the same price few large nodes cost less in disks and in what is observed.
  return choices.reduce((best, choice) => {
    const difference = choice.usd - best.usd;
    const isSame = Math.abs(difference) < SAME_USD;
    return isSame ? (choice.count < best.count ? choice : best) : difference < 0 ? choice : best;
  });
}

/** The cluster's own, as if they were all of one size. */
function clusterPods(): Pods {
  const count = assumed('clusterPods');
  return {
    cpu: assumed('clusterMillicores') / 1000 / count,
    memory: assumed('clusterMebibytes') / 1024 / count,
    count,
  };
}
