import type { DeliveryInput, ServiceInput } from '../../../lib/config/input';
import type { Writable } from '../../support/configs';
import { SERVICE_DIRECTORY } from '../../support/deliveries';

/** What a team changes in its configuration. */
export type Change = (delivery: Writable<DeliveryInput>) => void;

/** A delivery with something of everything, so that it can be changed and taken away. */
export function before(): Writable<DeliveryInput> {
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
export const dev = (delivery: Writable<DeliveryInput>) => delivery.environments[0]!;

/** The same as `web`, whatever has become of it, in the hands of ECS itself, on a port of its own. */
export function twinOf({ services }: Writable<DeliveryInput>): Writable<ServiceInput> {
  const { platform, ...original } = services.find(({ name }) => name === 'web')!;
  return { ...original, name: 'twin', controller: 'ecs', listenerPort: (original.listenerPort ?? 9442) + 1 };
}

/** The same on EKS, with as many pods as a strategy needs whose steps are of whole pods. */
export function podsOf({ services }: Writable<DeliveryInput>): Writable<ServiceInput> {
  const { scaling = {}, ...original } = services.find(({ name }) => name === 'web')!;
  const { requestsPerTask, minimum = 1, ...others } = scaling;
  return {
    ...original,
    name: 'pods',
    platform: 'eks',
    listenerPort: (original.listenerPort ?? 9442) + 2,
    scaling: { ...others, minimum: minimum + 3, maximum: scaling.maximum ?? 8 },
  };
}

/** Changes of what tasks are made of: they have to start a deployment. */
export const OF_TASKS: Record<string, Change> = {
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
  'no traces': (delivery) => Object.assign(web(delivery), { tracing: false }),
  'more traces': (delivery) => Object.assign(web(delivery), { tracing: { percent: 50 } }),
  'more memory of the collector': (delivery) => Object.assign(web(delivery), { tracing: { collectorMemory: 256 } }),
  'all spans in the logs': (delivery) => Object.assign(dev(delivery), { tracing: { transactionSearch: 5 } }),
  'game days with agents': (delivery) => Object.assign(dev(delivery), { faultInjection: true }),
};

/** Of these, what a pod has nothing of: AWS FIS has no agent in it. */
export const NOT_OF_PODS = 'game days with agents';
/** Of these, what only the stacks know, not the settings alone. */
export const OF_STACKS = ['a table for a service without', 'more traces', 'one zone more'] as const;
/** Of what is around tasks, what a release on EKS brings along. */
export const OF_PODS = ['bounds of scaling', 'targets of scaling', 'limits of alarms'] as const;

/** Changes of how a deployment goes. ECS hears of them with the next one, CodeDeploy at once. */
export const OF_DEPLOYMENTS: Record<string, Change> = {
  'another strategy': (delivery) =>
    Object.assign(web(delivery), { strategy: { kind: 'canary', percent: 20, minutes: 7 } }),
  'another time to bake': (delivery) => Object.assign(web(delivery), { bakeMinutes: 17 }),
};

/** Changes of what is around the tasks, each of something else, so that they can be made together. */
export const OF_SURROUNDINGS: Record<string, Change> = {
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
  'other objectives': (delivery) =>
    Object.assign(web(delivery), { objectives: { availability: 99, latency: { milliseconds: 700, percent: 95 } } }),
  'requests from outside': (delivery) => {
    // Somebody outside has to be let in.
    dev(delivery).allowedCidrs = [...new Set([...dev(delivery).allowedCidrs!, '0.0.0.0/0'])];
    Object.assign(web(delivery), { synthetics: { path: '/ready', minutes: 1 } });
  },
  'a chat channel': (delivery) =>
    Object.assign(delivery, { notifications: { slack: { workspaceId: 'T0123ABCD', channelId: 'C0123ABCD' } } }),
  'another runbook': (delivery) => Object.assign(delivery, { runbook: 'https://wiki.example.com/shop/runbook' }),
  'Application Signals': (delivery) => Object.assign(dev(delivery), { tracing: { applicationSignals: true } }),
  'a budget': (delivery) => Object.assign(delivery, { budget: { monthly: 50 } }),
  "an expiry of a table's": (delivery) =>
    Object.assign(delivery.services[1]!.table!, { timeToLiveAttribute: 'expires' }),
};

/** Changes of what there is around a service; two of them could make up for each other. */
export const OF_LISTS: Record<string, Change> = {
  'one service more': (delivery) =>
    delivery.services.push({ name: 'mail', directory: SERVICE_DIRECTORY, listenerPort: 8082, calls: ['orders'] }),
  'one public service more': (delivery) =>
    delivery.services.unshift({ name: 'api', directory: SERVICE_DIRECTORY, exposure: 'public', listenerPort: 8443 }),
  'one service on EKS more': (delivery) =>
    delivery.services.push({ name: 'search', directory: SERVICE_DIRECTORY, listenerPort: 8083, platform: 'eks' }),
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
export const OF_IDENTITY: Record<string, { readonly change: Change; readonly services: readonly string[] }> = {
  exposure: {
    change: (delivery) => Object.assign(web(delivery), { exposure: 'internal', listenerPort: 8088 }),
    services: ['web', 'twin'],
  },
  'listener port': {
    change: (delivery) => Object.assign(web(delivery), { listenerPort: 8443 }),
    services: ['web', 'twin'],
  },
  controller: { change: (delivery) => Object.assign(web(delivery), { controller: 'ecs' }), services: ['web'] },
  platform: { change: (delivery) => Object.assign(web(delivery), { platform: 'eks' }), services: ['web'] },
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
