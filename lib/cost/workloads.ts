import { Problem } from '../build/programs/problem';
import { rendered } from '../cloudformation/template';
import type { ChartValues, ContainerValues } from '../workload/values';
import { assumed } from './assumptions';
import { type CostedStack, type Located, referredBy, resourcesOf, textOf } from './stacks';

/** A service as a stack runs it: how many tasks or pods, and how large. */
export interface Workload {
  /** What stands for it: the ECS service, or the parameter with its release on EKS. */
  readonly resource: Located;
  /** The service's. */
  readonly name: string;
  /** The function that a release on EKS is made by. @default - none, as on ECS */
  readonly rollout?: string;
  readonly platform: 'ecs' | 'eks';
  readonly architecture: 'arm64' | 'x86_64';
  /** vCPUs and GiB of a task or pod. */
  readonly cpu: number;
  readonly memory: number;
  readonly containers: number;
  /** Containers whose health ECS asks. */
  readonly checked: number;
  readonly minimum: number;
  readonly maximum: number;
  /** A minute. @default - it scales by CPU alone */
  readonly requestsPerTask?: number;
  /** Whether each task has a public address. */
  readonly hasAddress: boolean;
  /** Whether the internet reaches it. */
  readonly isPublic: boolean;
}

/** What a service's first tasks run, until its first release, is called so. */
const PLACEHOLDER = '_placeholder';

/** The services of a stack. @param others the stacks of the same environment */
export function workloadsIn(stack: CostedStack, others: readonly CostedStack[]): Workload[] {
  const isPublic = hasPublicListener(stack, others);
  const onEcs = resourcesOf(stack, 'AWS::ECS::Service').map((service) => ({ ...ecsWorkload(service), isPublic }));
  const onEks = resourcesOf(stack, 'AWS::SSM::Parameter').flatMap((parameter) => {
    const release = releaseIn(parameter);
    return release ? [{ ...eksWorkload(parameter, release), isPublic }] : [];
  });
  return [...onEcs, ...onEks];
}

/** How many tasks or pods it takes for so many requests a second; never more than it may have. */
export function tasksFor(workload: Workload, requestsPerSecond: number): number {
  const { minimum, maximum, cpu, requestsPerTask } = workload;
  const byCpu = requestsPerSecond / (assumed('requestsPerSecondPerCpu') * cpu);
  const byRequests = requestsPerTask === undefined ? 0 : (requestsPerSecond * 60) / requestsPerTask;
  return Math.min(maximum, Math.max(minimum, Math.ceil(Math.max(byCpu, byRequests))));
}

function ecsWorkload(service: Located): Omit<Workload, 'isPublic'> {
  const { stack, properties } = service;
  const definition = releaseDefinition(service);
  const containers: readonly { readonly HealthCheck?: unknown }[] = definition['ContainerDefinitions'];
  const name = rendered(properties['ServiceName'] ?? '');
  const target = resourcesOf(stack, 'AWS::ApplicationAutoScaling::ScalableTarget').find((candidate) =>
    rendered(candidate.properties['ResourceId']).endsWith(`/${name}`),
  );
  const count: number = properties['DesiredCount'] ?? 1;
  return {
    resource: service,
    name,
    platform: 'ecs',
    architecture: definition['RuntimePlatform']?.CpuArchitecture === 'ARM64' ? 'arm64' : 'x86_64',
    cpu: Number(definition['Cpu']) / 1024,
    memory: Number(definition['Memory']) / 1024,
    containers: containers.length,
    checked: containers.filter(({ HealthCheck }) => HealthCheck !== undefined).length,
    minimum: target?.properties['MinCapacity'] ?? count,
    maximum: target?.properties['MaxCapacity'] ?? count,
    requestsPerTask: target && requestsPerTaskOf(stack),
    hasAddress: properties['NetworkConfiguration']?.AwsvpcConfiguration?.AssignPublicIp === 'ENABLED',
  };
}

/** Of a release, where there is one beside the placeholder that the service was created with. */
function releaseDefinition(service: Located): Located['properties'] {
  const stated = service.properties['TaskDefinition'];
  const definitions = resourcesOf(service.stack, 'AWS::ECS::TaskDefinition');
  const first = definitions.find(
    ({ id, properties }) => id === stated?.Ref || rendered(properties['Family']) === stated,
  );
  const family = first && rendered(first.properties['Family']).replace(PLACEHOLDER, '');
  const release = definitions.find(({ properties }) => rendered(properties['Family']) === family) ?? first;
  if (release) return release.properties;
  throw new Problem(`${service.stack.name}: no task definition of ${service.id} (got ${JSON.stringify(stated)})`);
}

/** The target of the policy that counts requests: the one that is not about a metric of ECS's own. */
function requestsPerTaskOf(stack: CostedStack): number | undefined {
  const policies = resourcesOf(stack, 'AWS::ApplicationAutoScaling::ScalingPolicy');
  const byRequests = policies
    .map(({ properties }) => properties['TargetTrackingScalingPolicyConfiguration'])
    .find((target) => JSON.stringify(target?.CustomizedMetricSpecification ?? '').includes('RequestCountPerTarget'));
  return byRequests?.TargetValue;
}

function eksWorkload(
  resource: Located,
  { values, function: name }: Release,
): Omit<Workload, 'isPublic' | 'hasAddress'> & { hasAddress: false } {
  const containers: ContainerValues[] = [
    values.app,
    ...values.sidecars,
    ...(values.collector ? [values.collector] : []),
  ];
  return {
    resource,
    name: values.service,
    // Which may be called by an alias.
    rollout: name?.split(':')[0],
    platform: 'eks',
    architecture: values.architecture,
    cpu: sum(containers.map(({ cpu }) => cpusIn(cpu))),
    memory: sum(containers.map(({ memory }) => gibibytesIn(memory))),
    containers: containers.length,
    checked: 0,
    minimum: values.scaling.minimum,
    maximum: values.scaling.maximum,
    hasAddress: false,
  };
}

/** What is looked at in a release on EKS. */
interface Release {
  readonly values: ChartValues;
  readonly function?: string;
}

/** What the parameter says about releases; undefined for a parameter of something else. */
function releaseIn({ id, stack, properties }: Located): Release | undefined {
  const text = textOf(properties['Value']);
  if (!/"platform":\s*"eks"/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem(`${stack.name}: the release in ${id} is not JSON`, { cause: error });
  }
}

function hasPublicListener(stack: CostedStack, others: readonly CostedStack[]): boolean {
  return resourcesOf(stack, 'AWS::ElasticLoadBalancingV2::Listener').some(({ properties }) => {
    const balancer = referredBy(properties['LoadBalancerArn'], stack, others);
    return balancer?.properties['Scheme'] === 'internet-facing';
  });
}

/** `250m` is a quarter. */
function cpusIn(amount: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(m?)$/.exec(amount) ?? [];
  if (number === undefined) throw new Problem(`an amount of CPU must be as 250m or 1 (got ${amount})`);
  return unit === 'm' ? Number(number) / 1000 : Number(number);
}

/** `512Mi` is a half. */
function gibibytesIn(amount: string): number {
  const [, number, unit] = /^(\d+)(Mi|Gi)$/.exec(amount) ?? [];
  if (number === undefined) throw new Problem(`an amount of memory must be as 512Mi or 1Gi (got ${amount})`);
  return unit === 'Mi' ? Number(number) / 1024 : Number(number);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
