import { listOf, rendered } from '../../cloudformation/template';
import { type Located, referredBy } from '../../cost/stacks';
import { EVERYONE } from '../../shared/addresses';
import { type KubernetesObject, type Observed, resourcesIn, serviceNameOf, serviceStack } from './observed';
import { PRODUCTION } from './variants';

/** Something that may be sent. */
export interface Way {
  /** As security groups have it, in small letters: `-1` is any. */
  readonly protocol: string;
  /** Both may be missing, which is any port. */
  readonly first?: number;
  readonly last?: number;
  /** Ranges, or security groups as text; an empty list is everyone. */
  readonly peers: readonly string[];
}

/** Where a pod has its credentials from: EKS Pod Identity, on the node itself. */
const AGENT = '169.254.170.23/32';

/** Whether all that may be sent is questions for names, HTTPS, calls of services, and those for a pod's own credentials. */
export function isNarrow(ways: readonly Way[] | 'all', called: readonly number[]): boolean {
  if (ways === 'all') return false;
  return ways.every(({ protocol, first, last, peers }) => {
    if (first === undefined || first !== last) return false;
    if (first === 53 || (first === 443 && protocol === 'tcp')) return true;
    const isSomebody = peers.length > 0 && !peers.includes(EVERYONE);
    return isSomebody && (called.includes(first) || (first === 80 && peers.every((peer) => peer === AGENT)));
  });
}

/** What is used of a policy. */
interface PolicySpec {
  readonly podSelector: {
    readonly matchLabels?: Readonly<Record<string, string>>;
    readonly matchExpressions?: readonly {
      readonly key: string;
      readonly operator: 'In';
      readonly values: readonly string[];
    }[];
  };
  readonly policyTypes: readonly string[];
  readonly egress?: readonly PolicyRule[];
}

interface PolicyRule {
  readonly ports?: readonly { readonly port?: number; readonly endPort?: number; readonly protocol?: string }[];
  readonly to?: readonly PolicyPeer[];
}

interface PolicyPeer {
  readonly ipBlock?: { readonly cidr: string };
}

/** What network policies let pods with some labels send: the sum of those that select them, and all where none does. */
export function waysByPolicies(
  objects: readonly KubernetesObject[],
  labels: Readonly<Record<string, string>>,
): readonly Way[] | 'all' {
  const policies = objects
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .map((object): PolicySpec => object['spec'])
    .filter((spec) => spec.policyTypes.includes('Egress') && selects(spec.podSelector, labels));
  if (policies.length === 0) return 'all';
  const rules = policies.flatMap(({ egress = [] }) => egress);
  return rules.flatMap(({ ports = [{}], to = [] }) =>
    ports.map(({ port, endPort = port, protocol = 'TCP' }) => ({
      protocol: protocol.toLowerCase(),
      first: port,
      last: endPort,
      // Pods by their labels are not used here.
      peers: to.map(({ ipBlock }) => ipBlock?.cidr ?? EVERYONE),
    })),
  );
}

function selects(
  { matchLabels = {}, matchExpressions = [] }: PolicySpec['podSelector'],
  labels: Readonly<Record<string, string>>,
): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, values }) => values.includes(labels[key] ?? ''))
  );
}

/** What a security group lets out, which is everything where it has no rule for that. */
function waysByGroup(group: Located): readonly Way[] | 'all' {
  const inline: unknown = group.properties['SecurityGroupEgress'];
  const beside = resourcesIn([group.stack], 'AWS::EC2::SecurityGroupEgress')
    .map(({ properties }) => properties)
    .filter(({ GroupId }) => referredBy(GroupId, group.stack, [])?.id === group.id);
  if (inline === undefined && beside.length === 0) return 'all';
  return [...(listOf(inline) as readonly Located['properties'][]), ...beside].map((rule) => ({
    protocol: String(rule['IpProtocol']),
    first: rule['FromPort'],
    last: rule['ToPort'],
    peers: ['CidrIp', 'CidrIpv6', 'DestinationSecurityGroupId'].flatMap((name) =>
      rule[name] === undefined ? [] : [rendered(rule[name])],
    ),
  }));
}

/** What users' tasks or pods of the service may send in production. */
function waysOf(observed: Observed, objects: readonly KubernetesObject[]) {
  const own = serviceStack(observed, PRODUCTION);
  const pods = objects.find(({ kind }) => kind === 'Rollout');
  if (pods) return waysByPolicies(objects, pods['spec'].template.metadata.labels);
  const [service] = resourcesIn([own], 'AWS::ECS::Service');
  const groups = listOf(service!.properties['NetworkConfiguration'].AwsvpcConfiguration.SecurityGroups);
  const ways = groups.map((group) => waysByGroup(referredBy(group, own, observed.stacks)!));
  return ways.includes('all') ? 'all' : (ways.flat() as readonly Way[]);
}

/** Whether what it may send is DNS, HTTPS and calls of the services that are named. */
export function sendsLittle(observed: Observed, objects: readonly KubernetesObject[]): boolean {
  const { services } = observed.delivery;
  const { calls } = services.find(({ name }) => name === serviceNameOf(observed))!;
  const ports = services.filter(({ name }) => calls.includes(name)).map((one) => one.in[PRODUCTION]!.listenerPort);
  return isNarrow(waysOf(observed, objects), ports);
}
