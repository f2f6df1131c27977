import { isDeepStrictEqual } from 'node:util';
import type { DeliveryInput, ServiceInput } from '../../lib/config/input';
import { synthesizeEnvironment } from '../support/app';
import type { Writable } from '../support/configs';
import { resolved, SERVICE_DIRECTORY } from '../support/deliveries';
import { identityOf } from '../support/identity';
import { evaluator } from '../support/intrinsics';
import { resourcesIn } from '../support/template';

type Change = (delivery: Writable<DeliveryInput>) => void;

const CREATE_ONCE = [
  'AWS::ECS::Service',
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::ElasticLoadBalancingV2::ListenerRule',
  'AWS::ElasticLoadBalancingV2::TargetGroup',
];

/** A delivery with something of everything, so that it can be changed and taken away. */
function before(): Writable<DeliveryInput> {
  return {
    name: 'shop',
    environments: [
      {
        name: 'dev',
        network: { zones: 2, natGateways: 1 },
        allowedCidrs: ['203.0.113.7/32'],
        domain: { name: 'dev.example.com', hostedZoneId: 'Z0123456789ABCDEFGHIJ' },
      },
    ],
    services: [
      {
        name: 'web',
        directory: SERVICE_DIRECTORY,
        exposure: 'public',
        calls: ['orders'],
        healthCommand: ['true'],
        variables: { LEVEL: 'info' },
        secrets: { TOKEN: 'ssm:/shop/token' },
        sidecars: [{ name: 'proxy', image: 'public.ecr.aws/nginx/nginx:1.29.3' }],
      },
      {
        name: 'orders',
        directory: SERVICE_DIRECTORY,
        table: { partitionKey: 'id', indexes: [{ name: 'byPlace', partitionKey: 'place' }] },
      },
      { name: 'stock', directory: SERVICE_DIRECTORY, listenerPort: 8081 },
    ],
  };
}

const web = (delivery: Writable<DeliveryInput>) => delivery.services[0]!;
const dev = (delivery: Writable<DeliveryInput>) => delivery.environments[0]!;

/** The same as `web`, whatever has become of it, in the hands of ECS itself, on a port of its own. */
function twinOf({ services }: Writable<DeliveryInput>): Writable<ServiceInput> {
  const original = services.find(({ name }) => name === 'web')!;
  return { ...original, name: 'twin', controller: 'ecs', listenerPort: (original.listenerPort ?? 9442) + 1 };
}

/** Changes of what tasks are made of: they have to start a deployment. */
const OF_TASKS: Record<string, Change> = {
  'more cpu': (delivery) => Object.assign(web(delivery), { cpu: 512, memory: 1024 }),
  'more memory': (delivery) => Object.assign(web(delivery), { memory: 1024 }),
  'another architecture': (delivery) => Object.assign(web(delivery), { architecture: 'x86_64' }),
  'another port': (delivery) => Object.assign(web(delivery), { port: 3000 }),
  'another user': (delivery) => Object.assign(web(delivery), { user: '10001:10001' }),
  'another health command': (delivery) => Object.assign(web(delivery), { healthCommand: ['healthy'] }),
  'no health command': (delivery) => Object.assign(web(delivery), { healthCommand: undefined }),
  'one variable more': (delivery) => Object.assign(web(delivery), { variables: { LEVEL: 'info', MODE: 'full' } }),
  'a variable changed': (delivery) => Object.assign(web(delivery), { variables: { LEVEL: 'debug' } }),
  'one secret more': (delivery) =>
    Object.assign(web(delivery), { secrets: { TOKEN: 'ssm:/shop/token', KEY: 'secretsmanager:shop:key' } }),
  'another place of a secret': (delivery) => Object.assign(web(delivery), { secrets: { TOKEN: 'ssm:/shop/other' } }),
  'one sidecar more': (delivery) => web(delivery).sidecars!.push({ name: 'helper', image: 'example.com/helper:1' }),
  "another image of a sidecar's": (delivery) => {
    web(delivery).sidecars![0]!.image = 'public.ecr.aws/nginx/nginx:1.29.4';
  },
  'no sidecar': (delivery) => Object.assign(web(delivery), { sidecars: [] }),
  'one call more': (delivery) => web(delivery).calls!.push('stock'),
  'no call': (delivery) => Object.assign(web(delivery), { calls: [] }),
  'a table for a service without': (delivery) => Object.assign(web(delivery), { table: { partitionKey: 'id' } }),
  'a setting of one environment only': (delivery) =>
    Object.assign(web(delivery), { environments: { dev: { cpu: 1024, memory: 2048 } } }),
  'one zone more': (delivery) => Object.assign(dev(delivery).network!, { zones: 3 }),
};

/** Changes of how a deployment goes. ECS hears of them with the next one, CodeDeploy at once. */
const OF_DEPLOYMENTS: Record<string, Change> = {
  'another strategy': (delivery) =>
    Object.assign(web(delivery), { strategy: { kind: 'canary', percent: 20, minutes: 7 } }),
  'another time to bake': (delivery) => Object.assign(web(delivery), { bakeMinutes: 17 }),
};

/** Changes of what is around the tasks, each of something else, so that they can be made together. */
const OF_SURROUNDINGS: Record<string, Change> = {
  'another validation': (delivery) =>
    Object.assign(web(delivery), { validation: { requests: [{ path: '/ready' }], timeoutSeconds: 20 } }),
  'bounds of scaling': (delivery) => Object.assign(web(delivery), { scaling: { minimum: 2, maximum: 9 } }),
  'targets of scaling': (delivery) =>
    Object.assign(web(delivery), { scaling: { ...web(delivery).scaling, cpuPercent: 40, requestsPerTask: 500 } }),
  'limits of alarms': (delivery) => Object.assign(web(delivery), { alarms: { errorPercent: 1, p99Milliseconds: 200 } }),
  'a period of logs': (delivery) => Object.assign(dev(delivery), { logRetentionDays: 30 }),
  tags: (delivery) => Object.assign(delivery, { tags: { team: 'blue' } }),
  'who may call': (delivery) => Object.assign(dev(delivery), { allowedCidrs: ['198.51.100.0/24', '0.0.0.0/0'] }),
  'one NAT gateway more': (delivery) => Object.assign(dev(delivery).network!, { natGateways: 2 }),
  'a production flag': (delivery) => Object.assign(dev(delivery), { production: true }),
  'an approval': (delivery) => Object.assign(dev(delivery), { approval: true }),
  'other commands': (delivery) => Object.assign(web(delivery), { commands: { test: 'make test' } }),
  "one index of a table's more": (delivery) =>
    delivery.services[1]!.table!.indexes!.push({ name: 'byDay', partitionKey: 'day' }),
  "an expiry of a table's": (delivery) =>
    Object.assign(delivery.services[1]!.table!, { timeToLiveAttribute: 'expires' }),
};

/** Changes of what there is around a service; two of them could make up for each other. */
const OF_LISTS: Record<string, Change> = {
  'one service more': (delivery) =>
    delivery.services.push({ name: 'mail', directory: SERVICE_DIRECTORY, listenerPort: 8082, calls: ['orders'] }),
  'one public service more': (delivery) =>
    delivery.services.unshift({ name: 'api', directory: SERVICE_DIRECTORY, exposure: 'public', listenerPort: 8443 }),
  'one service less': (delivery) => delivery.services.pop(),
  'services in another order': (delivery) => delivery.services.reverse(),
  'another branch': (delivery) =>
    Object.assign(delivery, { branching: { releaseLines: [{ branches: ['next'], environments: ['dev'] }] } }),
  'one environment and release line more': (delivery) => {
    delivery.environments.push({ name: 'test', network: { cidr: '10.1.0.0/16' } });
    Object.assign(delivery, {
      branching: {
        releaseLines: [
          { branches: ['develop'], environments: ['dev'] },
          { branches: ['main'], environments: ['test'] },
        ],
      },
    });
  },
};

/** What identifies the way to a service: another one beside the old, never the old one changed. */
const OF_IDENTITY: Record<string, { readonly change: Change; readonly services: readonly string[] }> = {
  exposure: {
    change: (delivery) => Object.assign(web(delivery), { exposure: 'internal', listenerPort: 8088 }),
    services: ['web', 'twin'],
  },
  'listener port': {
    change: (delivery) => Object.assign(web(delivery), { listenerPort: 8443 }),
    services: ['web', 'twin'],
  },
  controller: { change: (delivery) => Object.assign(web(delivery), { controller: 'ecs' }), services: ['web'] },
  'no domain any more': {
    change: (delivery) => Object.assign(dev(delivery), { domain: undefined }),
    services: ['web', 'twin'],
  },
  'another domain': {
    change: (delivery) => Object.assign(dev(delivery).domain!, { name: 'dev.example.org' }),
    services: ['web', 'twin'],
  },
  'another hosted zone': {
    change: (delivery) => Object.assign(dev(delivery).domain!, { hostedZoneId: 'Z9999999999ABCDEFGHIJ' }),
    services: ['web', 'twin'],
  },
  'no NAT gateway any more': {
    change: (delivery) => Object.assign(dev(delivery).network!, { natGateways: 0 }),
    services: ['web', 'orders', 'stock', 'twin'],
  },
};

interface Seen {
  /** Evaluated properties by stack and logical id: what CodeDeploy or ECS owns. */
  readonly owned: Readonly<Record<string, unknown>>;
  /** The placeholders' task definitions. */
  readonly placeholders: Readonly<Record<string, unknown>>;
  /** What each service's next deployment is made of, by the service's stack. */
  readonly releases: Readonly<Record<string, string>>;
}

/** What the first environment looks like after one change or several at once. */
function seenAfter(...changes: readonly Change[]): Seen {
  const input = before();
  for (const change of changes) change(input);
  input.services.push(twinOf(input));
  const stacks = synthesizeEnvironment(resolved(input));
  const evaluate = evaluator(stacks, identityOf);
  const tabled = (...types: string[]) =>
    resourcesIn(stacks, ...types).map((found) => ({ ...found, properties: evaluate(found.stack, found.properties) }));
  return {
    owned: Object.fromEntries(
      tabled(...CREATE_ONCE)
        .filter(({ properties }) => properties['DefaultActions']?.[0].Type !== 'redirect')
        .map(({ where, properties }) => [where, properties]),
    ),
    placeholders: Object.fromEntries(
      tabled('AWS::ECS::TaskDefinition')
        .filter(({ properties }) => properties['Family'].endsWith('_placeholder'))
        // New tags make no new revision.
        .map(({ where, properties: { Tags, ...others } }) => [where, others]),
    ),
    releases: Object.fromEntries(
      tabled('AWS::SSM::Parameter').map(({ stack, properties }) => [stack.name, properties['Value']]),
    ),
  };
}

const start = seenAfter();
const stackOf = (where: string) => where.slice(0, where.indexOf('/'));
const livesOn = (after: Seen) => (where: string) => stackOf(where) in after.releases;
const only = <T>(all: Readonly<Record<string, T>>, keep: (where: string) => boolean) =>
  Object.fromEntries(Object.entries(all).filter(([where]) => keep(where)));

test('whoever deploys owns two target groups, two listeners and the ECS service of each service, and ECS two rules', () => {
  expect(Object.keys(start.owned)).toHaveLength(4 * 5 + 2);
  expect(Object.keys(start.placeholders)).toHaveLength(4);
});

const leavesAsItIs = (after: Seen, part: 'owned' | 'placeholders') =>
  isDeepStrictEqual(only(after[part], livesOn(start)), only(start[part], livesOn(after)));

/**
 * All of them in one synthesis: what they leave as it is together, each of them does. Only if they do not is each looked at
 * by itself, so that the guilty ones are named.
 */
const together = seenAfter(...Object.values(OF_SURROUNDINGS));
const isHarmless = leavesAsItIs(together, 'owned') && leavesAsItIs(together, 'placeholders');

const HARMLESS = { ...OF_TASKS, ...OF_DEPLOYMENTS, ...OF_SURROUNDINGS, ...OF_LISTS };

describe.each(Object.entries(HARMLESS))('%s', (name, change) => {
  const after = name in OF_SURROUNDINGS && isHarmless ? together : seenAfter(change);

  test('leaves everything that CodeDeploy or ECS owns as it is', () => {
    expect(only(after.owned, livesOn(start))).toEqual(only(start.owned, livesOn(after)));
  });

  test("leaves the placeholders' task definitions as they are", () => {
    expect(only(after.placeholders, livesOn(start))).toEqual(only(start.placeholders, livesOn(after)));
  });

  if (name in OF_TASKS) {
    test.each(['web', 'twin'])('starts a deployment of %s', (service) => {
      expect(after.releases[`shop-dev-${service}`]).not.toEqual(start.releases[`shop-dev-${service}`]);
    });
  }
  if (name in OF_DEPLOYMENTS) {
    test('starts a deployment where ECS has to be told', () => {
      expect(after.releases['shop-dev-twin']).not.toEqual(start.releases['shop-dev-twin']);
      expect(after.releases['shop-dev-web']).toEqual(start.releases['shop-dev-web']);
    });
  }
});

describe.each(Object.entries(OF_IDENTITY))('another identity: %s', (_, { change, services }) => {
  const after = seenAfter(change);
  const changed = (where: string) => services.some((service) => stackOf(where) === `shop-dev-${service}`);

  test('gives new logical ids to everything that CodeDeploy or ECS owns of the service', () => {
    expect(Object.keys(only(after.owned, changed)).filter((where) => where in start.owned)).toEqual([]);
  });

  test('leaves the other services as they are', () => {
    expect(only(after.owned, (where) => !changed(where))).toEqual(only(start.owned, (where) => !changed(where)));
  });
});

describe('a listener changed in place', () => {
  test('is seen', () => {
    const after = seenAfter((delivery) => Object.assign(dev(delivery).network!, { cidr: '10.9.0.0/16' }));
    expect(only(after.owned, (where) => where in start.owned)).not.toEqual(start.owned);
  });
});
