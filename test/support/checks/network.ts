import { type Evaluate, evaluator } from '../intrinsics';
import { asList, type Properties, resourcesIn, type SynthesizedStack } from '../template';
import { add, type Check, change, type Find } from './check';

const GROUP = 'AWS::EC2::SecurityGroup';
const RULE = 'AWS::EC2::SecurityGroupIngress';
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const CLUSTER = 'AWS::EKS::Cluster';
const BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';

const EVERYONE = ['0.0.0.0/0', '::/0'];
/** SSH and Remote Desktop. */
const SHELLS = [22, 3389];

interface Opening {
  readonly where: string;
  /** The group that lets in. */
  readonly group: string;
  readonly from: number;
  readonly to: number;
  /** A range of addresses or a group. */
  readonly source: string;
}

function openingsIn(stacks: readonly SynthesizedStack[]): Opening[] {
  const evaluate = evaluator(stacks);
  const opening = (where: string, group: string, rule: Properties): Opening => ({
    where,
    group,
    from: rule['IpProtocol'] === '-1' ? 0 : rule['FromPort'],
    to: rule['IpProtocol'] === '-1' ? 65_535 : rule['ToPort'],
    source: rule['CidrIp'] ?? rule['CidrIpv6'] ?? rule['SourceSecurityGroupId'] ?? rule['SourcePrefixListId'],
  });
  return [
    ...resourcesIn(stacks, GROUP).flatMap(({ where, stack, id, properties }) =>
      asList<Properties>(properties['SecurityGroupIngress']).map((rule) =>
        opening(where, evaluate(stack, { 'Fn::GetAtt': [id, 'GroupId'] }), evaluate(stack, rule)),
      ),
    ),
    ...resourcesIn(stacks, RULE).map(({ where, stack, properties }) =>
      opening(where, evaluate(stack, properties['GroupId']), evaluate(stack, properties)),
    ),
  ];
}

/** The listeners of all load balancers, by their security groups. */
function listenersIn(stacks: readonly SynthesizedStack[]) {
  const evaluate = evaluator(stacks);
  const balancers = resourcesIn(stacks, BALANCER).map(({ stack, id, properties }) => ({
    name: evaluate(stack, { Ref: id }),
    group: evaluate(stack, properties['SecurityGroups'][0]),
    isPublic: properties['Scheme'] === 'internet-facing',
  }));
  return resourcesIn(stacks, LISTENER).map(({ stack, properties }) => {
    const listener = evaluate(stack, properties);
    const balancer = balancers.find(({ name }) => name === listener['LoadBalancerArn'])!;
    return {
      ...balancer,
      port: listener['Port'] as number,
      // A redirect shows nothing but the way to TLS.
      isSafe: listener['Protocol'] === 'HTTPS' || listener['DefaultActions'][0].Type === 'redirect',
    };
  });
}

const openness: Find = ({ stacks }) => {
  const listeners = listenersIn(stacks);
  return openingsIn(stacks).flatMap(({ where, group, from, to, source }) => {
    const shell = isGroup(source) ? undefined : SHELLS.find((port) => from <= port && port <= to);
    const isEntrance = listeners.some(
      (listener) =>
        listener.group === group && listener.isPublic && listener.isSafe && listener.port === from && from === to,
    );
    return [
      ...(shell === undefined ? [] : [`${where}: opens port ${shell}`]),
      ...(EVERYONE.includes(source) && !isEntrance ? [`${where}: opens ${from}–${to} to everyone`] : []),
    ];
  });
};

/** As the evaluation writes them; tasks may listen on any port for their load balancer. */
function isGroup(source: string): boolean {
  return source.startsWith('sg-');
}

const tasks: Find = ({ stacks }) => {
  const evaluate = evaluator(stacks);
  const balancers = new Set(
    resourcesIn(stacks, BALANCER).map(({ stack, properties }) => evaluate(stack, properties['SecurityGroups'][0])),
  );
  const groups = new Set([
    ...resourcesIn(stacks, 'AWS::ECS::Service').flatMap(({ stack, properties }) =>
      groupsOf(evaluate(stack, properties)),
    ),
    ...resourcesIn(stacks, CLUSTER).map(({ stack, id }) => podGroup(evaluate, stack, id)),
  ]);
  return openingsIn(stacks)
    .filter(({ group, source }) => groups.has(group) && !balancers.has(source as never))
    .map(({ where, source }) => `${where}: lets ${source} in to tasks`);
};

function groupsOf(service: Properties): string[] {
  return service['NetworkConfiguration'].AwsvpcConfiguration.SecurityGroups;
}

/** With Auto Mode pods have the group that EKS makes for the cluster. */
function podGroup(evaluate: Evaluate, stack: SynthesizedStack, cluster: string): string {
  return evaluate(stack, { 'Fn::GetAtt': [cluster, 'ClusterSecurityGroupId'] });
}

const calls: Find = ({ delivery, stacks }) => {
  const evaluate = evaluator(stacks);
  const openings = openingsIn(stacks);
  const callerGroup = (stack: SynthesizedStack, environment: string): string | undefined => {
    const [service] = resourcesIn([stack], 'AWS::ECS::Service');
    if (service) return groupsOf(evaluate(stack, service.properties))[0];
    const kubernetes = stacks.filter(({ name }) => name === `${delivery.name}-${environment}-kubernetes`);
    return resourcesIn(kubernetes, CLUSTER).map((cluster) => podGroup(evaluate, cluster.stack, cluster.id))[0];
  };
  return delivery.environments.flatMap((environment) =>
    delivery.services.flatMap((caller) =>
      caller.calls.flatMap((name) => {
        const stack = stacks.find((one) => one.name === `${delivery.name}-${environment.name}-${caller.name}`)!;
        const group = callerGroup(stack, environment.name);
        const port = delivery.services.find((called) => called.name === name)!.in[environment.name]!.listenerPort;
        const internal = listenersIn(stacks).find(
          (listener) => listener.name === `${delivery.name}-${environment.name}-internal` && listener.port === port,
        );
        const isOpen = openings.some(
          (opening) => opening.group === internal?.group && opening.from === port && opening.source === group,
        );
        return isOpen ? [] : [`${stack.name}: no way to ${name} on port ${port}`];
      }),
    ),
  );
};

const rule = (others: Properties) => ({
  GroupId: { 'Fn::GetAtt': ['PublicSecurityGroup9E9C0F18', 'GroupId'] },
  IpProtocol: 'tcp',
  ...others,
});
const isOfLoadBalancer = ({ Description }: Properties) => String(Description).startsWith('Load balancer to');

export const NETWORK_CHECKS: readonly Check[] = [
  {
    title: 'everyone gets in at the TLS listeners of public load balancers only, and nobody at a shell',
    find: openness,
    planted: [
      {
        defect: 'SSH',
        plant: add(RULE, rule({ CidrIp: '10.0.0.0/8', FromPort: 22, ToPort: 22 })),
        finding: /opens port 22/,
      },
      {
        defect: 'all protocols',
        plant: add(RULE, { GroupId: 'sg-1', CidrIpv6: '::/0', IpProtocol: '-1' }),
        finding: /opens 0–65535 to everyone/,
      },
      {
        defect: 'a listener without TLS',
        plant: (stacks) => {
          for (const { properties } of resourcesIn(stacks, LISTENER)) {
            if (properties['Port'] === 8443) properties['Protocol'] = 'HTTP';
          }
        },
        finding: /opens 8443–8443 to everyone/,
      },
    ],
  },
  {
    title: 'tasks are reached from load balancers only',
    find: tasks,
    planted: [
      {
        defect: 'a range of addresses',
        plant: change(
          RULE,
          (opening) => {
            delete opening['SourceSecurityGroupId'];
            opening['CidrIp'] = '10.0.0.0/16';
          },
          isOfLoadBalancer,
        ),
        finding: /lets 10\.0\.0\.0\/16 in to tasks/,
      },
      {
        defect: 'a range of addresses, for pods',
        plant: change(
          RULE,
          (opening) => {
            delete opening['SourceSecurityGroupId'];
            opening['CidrIp'] = '10.1.0.0/16';
          },
          ({ Description }) => Description === 'The public load balancer to pods',
        ),
        finding: /-kubernetes\/\S+ lets 10\.1\.0\.0\/16 in to tasks/,
      },
    ],
  },
  {
    title: 'a service gets through to every service that it calls',
    find: calls,
    planted: [
      {
        defect: 'another port',
        plant: change(
          RULE,
          (opening) => Object.assign(opening, { FromPort: 9999, ToPort: 9999 }),
          ({ Description }) => Description === 'web calls stock',
        ),
        finding: /no way to stock on port 8081/,
      },
      {
        defect: 'another port, for pods',
        plant: change(
          RULE,
          (opening) => Object.assign(opening, { FromPort: 9999, ToPort: 9999 }),
          ({ Description }) => Description === 'Pods call stock',
        ),
        finding: /acme-dev-search: no way to stock on port 8081/,
      },
    ],
  },
];
