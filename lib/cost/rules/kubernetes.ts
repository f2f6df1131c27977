import { servicesOnEks } from '../../config/on-eks';
import { assumed, MINUTES_PER_MONTH } from '../assumptions';
import { type Charge, counted, numberText, type Rules, type Surroundings } from '../charge';
import { nodePoolIn } from '../node-pool';
import { nodesFor } from '../nodes';
import { type Located, resourcesOf } from '../stacks';
import { tasksFor, type Workload } from '../workloads';
import { keptLog } from './kept-log';

const HOURS = assumed('hoursPerMonth');

export const KUBERNETES_RULES: Rules = {
  'AWS::EKS::Cluster': (cluster, around) => {
    const kinds: readonly unknown[] = cluster.properties['Logging']?.ClusterLogging?.EnabledTypes ?? [];
    const isAuto = cluster.properties['ComputeConfig']?.Enabled === true;
    return [
      { basis: 'fixed', price: 'eks.cluster', quantity: HOURS, how: `1 cluster × ${HOURS} h` },
      ...(isAuto ? nodeCharges(cluster, around) : []),
      {
        basis: 'fixed',
        price: 'logs.vended',
        quantity: kinds.length * assumed('controlPlaneLogGigabytes'),
        how: `${counted(kinds.length, 'log')} × ${assumed('controlPlaneLogGigabytes')} GB`,
        assumes: ['controlPlaneLogGigabytes'],
      },
      keptLog('fixed', kinds.length * assumed('controlPlaneLogGigabytes'), cluster.stack),
    ];
  },
  'AWS::EKS::Addon': ({ properties, stack }, around) => {
    if (properties['AddonName'] !== 'amazon-cloudwatch-observability') return [];
    const cluster = resourcesOf(stack, 'AWS::EKS::Cluster')[0];
    const idle = observations(cluster, around, 0);
    const more = observations(cluster, around, around.requestsPerSecond).quantity - idle.quantity;
    const assumes = [
      'observationsPerCluster',
      'observationsPerNode',
      'observationsPerPod',
      'observationsPerContainer',
      'clusterPods',
    ] as const;
    return [
      { basis: 'fixed', price: 'insights.observation', ...idle, assumes },
      { basis: 'load', price: 'insights.observation', quantity: more, how: 'more pods and nodes', assumes },
    ];
  },
};

/** Instances, what Auto Mode takes for running them, and their disks; of each architecture by itself. */
function nodeCharges(cluster: Located, around: Surroundings): Charge[] {
  return architectures(around).flatMap((_, index) => {
    const idle = nodes(cluster, around, 0)[index]!;
    const loaded = nodes(cluster, around, around.requestsPerSecond)[index]!;
    const text = `for ${numberText(idle.cpus)} vCPU and ${numberText(idle.gibibytes)} GB of pods`;
    const cost = (of: typeof idle) => of.count * HOURS * around.usd(of.price);
    const { disk } = nodePoolIn(cluster.stack);
    const assumes = ['clusterMillicores', 'clusterMebibytes', 'nodeMillicores', 'nodeMebibytes'] as const;
    const more = cost(loaded) - cost(idle);
    const of = (count: number) => `${counted(count, 'node')} × ${HOURS} h`;
    return [
      { basis: 'fixed', price: idle.price, quantity: idle.count * HOURS, how: `${of(idle.count)}, ${text}`, assumes },
      { basis: 'fixed', price: 'eks.autoMode', quantity: cost(idle), how: `of ${of(idle.count)}` },
      {
        basis: 'fixed',
        price: 'ebs.gp3',
        quantity: idle.count * disk,
        how: `${counted(idle.count, 'disk')} × ${disk} GB`,
      },
      ...(more > 0
        ? ([
            {
              basis: 'load',
              price: loaded.price,
              // Other nodes may take the place of those without load: what is paid more, in hours of theirs.
              quantity: more / around.usd(loaded.price),
              how: `${of(loaded.count)} in all`,
              assumes,
            },
            { basis: 'load', price: 'eks.autoMode', quantity: more, how: `of ${of(loaded.count)} in all` },
            {
              basis: 'load',
              price: 'ebs.gp3',
              quantity: Math.max(0, loaded.count - idle.count) * disk,
              how: `${counted(Math.max(0, loaded.count - idle.count), 'disk')} more × ${disk} GB`,
            },
          ] satisfies Charge[])
        : []),
    ];
  });
}

/** The nodes of each architecture; the cluster's own pods are on those of the first. */
function nodes(cluster: Located, around: Surroundings, requestsPerSecond: number) {
  const subnets: readonly unknown[] = cluster.properties['ResourcesVpcConfig']?.SubnetIds ?? [];
  return architectures(around).map((workloads, index) =>
    nodesFor(workloads, {
      requestsPerSecond,
      zones: Math.max(1, subnets.length),
      hostsCluster: index === 0,
      categories: nodePoolIn(cluster.stack).categories,
      usd: around.usd,
    }),
  );
}

/** The services on EKS by their architecture; one group without any when there are none. */
function architectures({ workloads }: Surroundings): Workload[][] {
  const onEks = servicesOnEks(workloads);
  const groups = (['arm64', 'x86_64'] as const).map((name) =>
    onEks.filter(({ architecture }) => architecture === name),
  );
  const filled = groups.filter(({ length }) => length > 0);
  return filled.length === 0 ? [[]] : filled;
}

/** What CloudWatch's agents report, a month. */
function observations(cluster: Located | undefined, around: Surroundings, requestsPerSecond: number) {
  const pods = servicesOnEks(around.workloads).map((workload) => ({
    count: tasksFor(workload, requestsPerSecond),
    containers: workload.containers,
  }));
  const own = assumed('clusterPods');
  const podCount = pods.reduce((all, { count }) => all + count, own);
  const containers = pods.reduce((all, pod) => all + pod.count * pod.containers, own);
  const all = cluster ? nodes(cluster, around, requestsPerSecond) : [];
  const nodeCount = all.reduce((total, { count }) => total + count, 0);
  const perMinute =
    assumed('observationsPerCluster') +
    nodeCount * assumed('observationsPerNode') +
    podCount * assumed('observationsPerPod') +
    containers * assumed('observationsPerContainer');
  return {
    quantity: perMinute * MINUTES_PER_MONTH,
    how: `${perMinute} a minute of ${counted(nodeCount, 'node')}, ${podCount} pods, ${containers} containers`,
  };
}
