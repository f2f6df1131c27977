import { longestBytes, STANDARD_BYTES } from '../../deployment/parameter-size';
import { assumed, GIGABYTE, SECONDS_PER_MONTH } from '../assumptions';
import { type Charge, counted, numberText, type Rules, type Surroundings } from '../charge';
import type { Located } from '../stacks';
import { tasksFor, type Workload } from '../workloads';
import { keptLog } from './kept-log';

const HOURS = assumed('hoursPerMonth');

export const WORKLOAD_RULES: Rules = {
  'AWS::ECS::Service': (service, around) => {
    const workload = workloadAt(service, around);
    return workload ? [...fargate(workload, around), ...traffic(workload, around)] : [];
  },
  // On EKS a service's release stands for it; its pods are paid for with the cluster's nodes.
  'AWS::SSM::Parameter': (parameter, around) => {
    const workload = workloadAt(parameter, around);
    return [
      ...(workload ? [...traffic(workload, around), analysis(around)] : []),
      ...(isAdvanced(parameter)
        ? [{ basis: 'fixed', price: 'parameters.advanced', quantity: 1, how: '1 advanced parameter' } as const]
        : []),
    ];
  },
};

/** Whether a parameter is of the tier that costs something. */
export function isAdvanced({ properties: { Tier: tier, Value: value } }: Located): boolean {
  return tier === 'Advanced' || (tier === 'Intelligent-Tiering' && longestBytes(value) > STANDARD_BYTES);
}

/** The metrics that the chart's analysis asks CloudWatch for (`lib/workload/chart/templates/analysis.yaml`). */
export const ANALYSIS_METRICS = 5;

/** Each minute of a release; expressions are free. */
function analysis({ releases }: Surroundings): Charge {
  const minutes = assumed('deployMinutes');
  return {
    basis: 'releases',
    price: 'cloudwatch.query',
    quantity: ANALYSIS_METRICS * minutes * releases,
    how: `${ANALYSIS_METRICS} metrics × ${minutes} minutes × ${counted(releases, 'release')}`,
    assumes: ['deployMinutes'],
  };
}

function workloadAt({ id, stack }: Located, { workloads }: Surroundings): Workload | undefined {
  return workloads.find(({ resource }) => resource.id === id && resource.stack === stack);
}

/** Tasks and their public addresses: those that are always there, those that load adds, the second set of a deployment. */
function fargate(workload: Workload, { requestsPerSecond, releases }: Surroundings): Charge[] {
  const { minimum } = workload;
  const more = tasksFor(workload, requestsPerSecond) - minimum;
  const perRelease = assumed('deployMinutes') / 60;
  return [
    ...tasks(workload, 'fixed', minimum * HOURS, `${counted(minimum, 'task')} × ${HOURS} h`),
    ...(more > 0 ? tasks(workload, 'load', more * HOURS, `${counted(more, 'task')} more × ${HOURS} h`) : []),
    ...tasks(
      workload,
      'releases',
      (minimum + more) * perRelease * releases,
      `${counted(minimum + more, 'task')} × ${perRelease} h × ${counted(releases, 'release')}`,
    ).map((charge) => ({ ...charge, assumes: ['deployMinutes'] as const })),
  ];
}

function tasks(workload: Workload, basis: Charge['basis'], hours: number, how: string): Charge[] {
  const { architecture, cpu, memory, hasAddress } = workload;
  return [
    { basis, price: `fargate.${architecture}.vcpu`, quantity: hours * cpu, how: `${how} × ${cpu} vCPU` },
    { basis, price: `fargate.${architecture}.gb`, quantity: hours * memory, how: `${how} × ${memory} GB` },
    ...(hasAddress ? [{ basis, price: 'ipv4.hour', quantity: hours, how: `${how} × 1 address` } as const] : []),
  ];
}

/** What requests cost beside what answers them. */
function traffic({ resource, isPublic }: Workload, { requestsPerSecond }: Surroundings): Charge[] {
  const requests = requestsPerSecond * SECONDS_PER_MONTH;
  const text = `${numberText(requests / 1e6)} million requests`;
  const gigabytes = (name: 'responseBytes' | 'logBytesPerRequest') => ({
    quantity: (requests * assumed(name)) / GIGABYTE,
    how: `${text} × ${assumed(name)} bytes`,
    assumes: [name],
  });
  const log = gigabytes('logBytesPerRequest');
  const units = balancerUnits(requestsPerSecond);
  return [
    {
      basis: 'load',
      price: 'balancer.lcu',
      quantity: units * HOURS,
      how: `${numberText(units)} LCU × ${HOURS} h`,
      assumes: ['requestsPerConnection', 'responseBytes'],
    },
    ...(isPublic ? [{ basis: 'load', price: 'transfer.internet', ...gigabytes('responseBytes') } as const] : []),
    { basis: 'load', price: 'logs.ingested', ...log },
    keptLog('load', log.quantity, resource.stack),
  ];
}

/**
 * A load balancer capacity unit is 25 new connections a second, or 3,000 active ones, or 1 GB an hour, whichever is most
 * ("Application Load Balancer pricing details"). A connection lives for a minute here, the idle timeout.
 */
function balancerUnits(requestsPerSecond: number): number {
  const connections = requestsPerSecond / assumed('requestsPerConnection');
  const gigabytesPerHour = (requestsPerSecond * 3600 * assumed('responseBytes')) / GIGABYTE;
  return Math.max(connections / 25, (connections * 60) / 3000, gigabytesPerHour);
}
