import { listOf } from '../../cloudformation/template';
import type { Controller } from '../../config/delivery';
import { APP_CONTAINER } from '../../shared/service-contract';
import { table } from '../page';
import { type KubernetesObject, type Observed, resourcesIn, serviceStack, sharedStacks } from './observed';
import { sendsLittle } from './reach';
import type { Rendered } from './resources';
import { PRODUCTION, SMALLEST, VARIANT_TITLES, VARIANTS } from './variants';

/** What there is of a variant: templates, and on EKS the objects of its chart. */
interface Facts {
  readonly observed: Observed;
  readonly objects: readonly KubernetesObject[];
}

/** Something that one platform has and another has not, read from templates and charts. */
interface Feature {
  readonly what: string;
  readonly isThere: (facts: Facts) => boolean;
  /** Where it is made, or left out, with the reason: a file of the project. */
  readonly where: string;
}

const own = ({ observed }: Facts, type: string) => resourcesIn([serviceStack(observed, PRODUCTION)], type);
/** Those of a task or of a pod, each as its platform has them. */
function containersOf(facts: Facts): readonly Readonly<Record<string, unknown>>[] {
  const tasks = own(facts, 'AWS::ECS::TaskDefinition').flatMap(({ properties }) => properties['ContainerDefinitions']);
  const pods = facts.objects
    .filter(({ kind }) => kind === 'Rollout')
    .flatMap(({ spec }) => [...spec.template.spec.containers, ...(spec.template.spec.initContainers ?? [])]);
  return [...tasks, ...pods];
}

/** How the two keep services apart. */
const APART = [
  'On ECS security groups keep services apart. On EKS all pods have one, and policies keep them apart by addresses: that of a service',
  'lets in the subnets of its load balancer, where no pod is, and out to the ports of what it calls',
  '([the network](architecture.md#the-network)).',
].join('\n');

const FEATURES: readonly Feature[] = [
  {
    what: 'its very first release is tried out like any other',
    isThere: (facts) => own(facts, 'AWS::ECS::Service').length > 0,
    where: 'docs/decisions/0013-eks-behind-the-same-load-balancer.md',
  },
  {
    what: 'scales by requests, too',
    isThere: (facts) =>
      own(facts, 'AWS::ApplicationAutoScaling::ScalingPolicy').some(({ properties }) =>
        JSON.stringify(properties).includes('RequestCountPerTarget'),
      ),
    where: 'lib/compute/task-scaling.ts',
  },
  {
    what: 'needs no NAT gateway outside production',
    isThere: ({ observed }) => resourcesIn(sharedStacks(observed, SMALLEST), 'AWS::EC2::NatGateway').length === 0,
    where: 'lib/config/checks/platforms.ts',
  },
  {
    what: 'shares its machine with nobody',
    isThere: (facts) =>
      own(facts, 'AWS::ECS::Service').some(({ properties }) => properties['LaunchType'] === 'FARGATE'),
    where: 'lib/kubernetes/node-manifests.ts',
  },
  {
    what: 'has a security group of its own',
    isThere: (facts) =>
      own(facts, 'AWS::ECS::Service').some(
        ({ properties }) => listOf(properties['NetworkConfiguration']?.AwsvpcConfiguration?.SecurityGroups).length > 0,
      ),
    where: 'lib/platform/eks-platform.ts',
  },
  {
    what: 'secrets are read under a role of their own',
    isThere: (facts) => {
      const definitions = own(facts, 'AWS::ECS::TaskDefinition').map(({ properties }) => properties);
      return definitions.some((one) => JSON.stringify(one['ExecutionRoleArn']) !== JSON.stringify(one['TaskRoleArn']));
    },
    where: 'lib/workload/service-pod-role.ts',
  },
  {
    what: 'a game day stops its tasks',
    isThere: ({ observed }) =>
      resourcesIn(sharedStacks(observed, SMALLEST), 'AWS::FIS::ExperimentTemplate').some(({ properties }) =>
        JSON.stringify(properties['Actions']).includes('stop-task'),
      ),
    where: 'lib/runbooks/game-day.ts',
  },
  {
    what: 'sends to DNS, port 443 and called services only',
    isThere: ({ observed, objects }) => sendsLittle(observed, objects),
    where: 'lib/workload/chart/templates/network-policies.yaml',
  },
  {
    what: 'a container that hangs is restarted, and its task or pod stays',
    isThere: (facts) =>
      containersOf(facts)
        .filter(({ Name, name }) => (Name ?? name) === APP_CONTAINER)
        // A restart policy of ECS is for containers that end.
        .some(({ livenessProbe }) => livenessProbe !== undefined),
    where: 'lib/workload/chart/templates/_pod.tpl',
  },
  {
    what: 'sidecars start before it, and stop after it',
    isThere: (facts) =>
      containersOf(facts).some(({ DependsOn, restartPolicy }) => DependsOn !== undefined || restartPolicy === 'Always'),
    where: 'lib/workload/chart/templates/_pod.tpl',
  },
  {
    what: "people see into it with Kubernetes' own tools",
    isThere: ({ observed }) => resourcesIn(sharedStacks(observed, PRODUCTION), 'AWS::EKS::AccessEntry').length > 0,
    where: 'docs/kubernetes.md',
  },
];

/** What one platform has and another has not. */
export function featuresTable({ observed, objects }: Rendered): string {
  const factsOf = (variant: Controller): Facts => ({
    observed: observed[variant],
    objects: variant === 'rollouts' ? objects : [],
  });
  const rows = FEATURES.map(({ what, isThere, where }) => [
    what,
    ...VARIANTS.map((variant) => (isThere(factsOf(variant)) ? 'yes' : 'no')),
    `[${where
      .split('/')
      .at(-1)!
      .replace(/^(\d+)-.*$/, 'decision $1')
      .replace('decision 00', 'decision ')}](${linkTo(where)})`,
  ]);
  return `${table(['', ...VARIANTS.map((variant) => VARIANT_TITLES[variant]), 'see'], rows)}\n\n${APART}`;
}

/** From the directory of the page. */
function linkTo(file: string): string {
  return file.startsWith('docs/') ? file.slice('docs/'.length) : `../${file}`;
}
