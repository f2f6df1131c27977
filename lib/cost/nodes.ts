import { Problem } from '../build/programs/problem';
import { assumed } from './assumptions';
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
 * The cheapest nodes of one type that hold the pods of an architecture: at least one, and as many as the largest service
 * has pods, up to one in each zone, since pods are spread over zones. Without load they are as many as the services state;
 * disruption and what pods leave unused between each other are not counted.
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
  const pods = workloads.map((workload) => ({ workload, count: tasksFor(workload, requestsPerSecond) }));
  const own = hostsCluster ? 1 : 0;
  const cpus = pods.reduce(
    (all, { workload, count }) => all + count * workload.cpu,
    (own * assumed('clusterMillicores')) / 1000,
  );
  const gibibytes = pods.reduce(
    (all, { workload, count }) => all + count * workload.memory,
    (own * assumed('clusterMebibytes')) / 1024,
  );
  const spread = Math.min(zones, Math.max(1, ...pods.map(({ count }) => count)));
  const architecture = workloads[0]?.architecture ?? 'arm64';
  const largest = Math.max(0, ...pods.map(({ workload }) => workload.cpu));
  const widest = Math.max(0, ...pods.map(({ workload }) => workload.memory));
  const choices = typesOf(architecture, categories).flatMap(({ price, ...type }) => {
    const freeCpus = type.cpus - assumed('nodeMillicores') / 1000;
    const freeGibibytes = type.gibibytes - assumed('nodeMebibytes') / 1024;
    if (freeCpus < largest || freeGibibytes < widest) return [];
    const count = Math.max(spread, Math.ceil(Math.max(cpus / freeCpus, gibibytes / freeGibibytes)));
    return [{ count, price, cpus, gibibytes, usd: count * usd(price) }];
  });
  if (choices.length === 0) {
    throw new Problem(`a node must hold a pod of ${largest} vCPU and ${widest} GB, for which there is no price here`);
  }
  // Prices double with sizes: of the same price few large nodes cost less in disks and in what is observed.
  return choices.reduce((best, choice) => {
    const difference = choice.usd - best.usd;
    const isSame = Math.abs(difference) < SAME_USD;
    return isSame ? (choice.count < best.count ? choice : best) : difference < 0 ? choice : best;
  });
}
