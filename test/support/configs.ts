import * as fc from 'fast-check';
import { FARGATE_CPUS, fargateMemories } from '../../lib/config/fargate-sizes';
import type { DeliveryInput, EnvironmentInput, ServiceInput, ServiceSettingsInput } from '../../lib/config/input';
import { LOG_RETENTION_DAYS } from '../../lib/config/log-retention';

export type Writable<T> = T extends object ? { -readonly [K in keyof T]: Writable<T[K]> } : T;

/** The smallest configuration, with one environment and one service; `change` may spoil it. */
export function smallDelivery(
  directory: string,
  change: (delivery: Writable<DeliveryInput>) => void = () => {},
): unknown {
  const delivery: Writable<DeliveryInput> = {
    name: 'shop',
    environments: [{ name: 'dev' }],
    services: [{ name: 'web', directory }],
  };
  change(delivery);
  return delivery;
}

const SERVICE_NAMES = ['web', 'orders', 'stock', 'pay-api'];
const ENVIRONMENTS = ['dev', 'test', 'prod'];

/** Configurations that are valid, of all shapes that the options allow; each service is seeded from `directory`. */
export function validDeliveries(directory: string): fc.Arbitrary<DeliveryInput> {
  return fc
    .record({
      environments: fc.integer({ min: 1, max: 3 }),
      services: fc.integer({ min: 1, max: 4 }),
      lines: fc.boolean(),
    })
    .chain((count) => {
      const names = ENVIRONMENTS.slice(0, count.environments);
      return fc
        .record({
          name: fc.constantFrom('shop', 'a1', 'my-shop'),
          tools: optional(fc.constant({ account: '111111111111', region: 'eu-central-1' })),
          tags: optional(fc.constant({ team: 'blue', 'cost center': '42' })),
          environments: fc.tuple(...names.map((name, index) => environments(name, index))),
          services: fc.tuple(
            ...SERVICE_NAMES.slice(0, count.services).map((name, i) => services(name, i, directory, names)),
          ),
        })
        .map((delivery) => ({ ...delivery, ...(count.lines ? { releaseLines: linesFor(names) } : {}) }));
    });
}

function optional<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(value, { nil: undefined });
}

/** `develop` to the first environment, the others by `main`. */
function linesFor(names: readonly string[]) {
  const [first, ...others] = names as [string, ...string[]];
  const develop = { branch: 'develop', environments: [first] };
  return others.length === 0 ? [develop] : [develop, { name: 'stable', branch: 'release/next', environments: others }];
}

function environments(name: string, index: number): fc.Arbitrary<EnvironmentInput> {
  const production = name === 'prod';
  return fc
    .record({
      zones: fc.constantFrom(2, 3),
      prefix: fc.integer({ min: 16, max: 22 }),
      gateways: optional(fc.constantFrom(1, 2)),
      domain: fc.boolean(),
      approval: optional(fc.constant(true)),
      cidrs: optional(fc.constant(['203.0.113.7/32', '198.51.100.0/24'])),
      logRetentionDays: optional(fc.constantFrom(...LOG_RETENTION_DAYS)),
    })
    .map((drawn) => ({
      name,
      production,
      approval: drawn.approval,
      network: { cidr: `10.${index}.0.0/${drawn.prefix}`, zones: drawn.zones, natGateways: drawn.gateways },
      domain: drawn.domain ? { name: `${name}.example.com`, hostedZoneId: 'Z0123456789ABCDEFGHIJ' } : undefined,
      allowedCidrs: drawn.cidrs,
      logRetentionDays: drawn.logRetentionDays,
    }));
}

function services(
  name: string,
  index: number,
  directory: string,
  inEnvironments: readonly string[],
): fc.Arbitrary<ServiceInput> {
  // The first is public, the others are internal and call those before them.
  const callees = SERVICE_NAMES.slice(1, Math.max(1, index));
  return fc
    .record({
      settings: settings(),
      own: optional(settings()),
      table: optional(fc.constant({ partitionKey: 'id', sortKey: 'at', timeToLiveAttribute: 'expires', indexes: [] })),
      commands: optional(fc.constant({ test: 'make test' })),
    })
    .map(({ settings, own, table, commands }) => ({
      name,
      directory,
      exposure: index === 0 ? ('public' as const) : ('internal' as const),
      listenerPort: index <= 1 ? undefined : 8080 + index,
      calls: callees,
      table,
      commands,
      ...settings,
      environments: own === undefined ? undefined : { [inEnvironments[0]!]: own },
    }));
}

function settings(): fc.Arbitrary<ServiceSettingsInput> {
  const size = fc
    .constantFrom(...FARGATE_CPUS)
    .chain((cpu) => fc.record({ cpu: fc.constant(cpu), memory: fc.constantFrom(...fargateMemories(cpu)) }));
  return fc
    .record({
      size,
      port: optional(fc.integer({ min: 1024, max: 65_535 })),
      user: optional(fc.constant('10001:10001')),
      variables: optional(fc.constant({ LOG_LEVEL: 'info' })),
      secrets: optional(fc.constant({ API_KEY: 'secretsmanager:shop/api:key', TOKEN: 'ssm:/shop/token' })),
      sidecars: optional(fc.constant([{ name: 'proxy', image: 'public.ecr.aws/nginx/nginx:1.29.3', memory: 64 }])),
      minimum: fc.integer({ min: 2, max: 5 }),
      cpuPercent: optional(fc.integer({ min: 10, max: 90 })),
      errorPercent: optional(fc.constantFrom(0.1, 1, 100)),
    })
    .map(({ size, minimum, cpuPercent, errorPercent, ...others }) => ({
      ...size,
      ...others,
      scaling: { minimum, maximum: minimum + 5, cpuPercent },
      alarms: { errorPercent },
    }));
}

/** A configuration with one mistake, and what must be said about it. */
export interface BadDelivery {
  readonly input: unknown;
  readonly path: string;
  readonly message: string;
}

type Spoil = (delivery: Writable<DeliveryInput>) => { path: string; message: string };

/** One mistake of each kind that can be made in any configuration. */
const MISTAKES: readonly Spoil[] = [
  (delivery) => {
    delivery.name = 'Shop';
    return { path: 'name', message: 'is not a name' };
  },
  (delivery) => {
    Object.assign(delivery, { colour: 'blue' });
    return { path: 'colour', message: 'is no setting that exists here' };
  },
  (delivery) => {
    delivery.environments.push({ ...delivery.environments[0]!, network: { cidr: '172.16.0.0/16' } });
    return {
      path: `environments[${delivery.environments.length - 1}].name`,
      message: 'is the same as environments[0].name',
    };
  },
  (delivery) => {
    delivery.environments[0]!.network = { cidr: '10.0.0.0/15' };
    return { path: 'environments[0].network.cidr', message: 'is larger than a VPC may be' };
  },
  (delivery) => {
    delivery.environments[0]!.domain = undefined;
    delivery.environments[0]!.allowedCidrs = ['0.0.0.0/0'];
    return { path: 'environments[0].allowedCidrs[0]', message: 'is open to everyone without TLS' };
  },
  (delivery) => {
    delivery.environments[0]!.production = true;
    delivery.environments[0]!.approval = false;
    return { path: 'environments[0].approval', message: 'may not be false in production' };
  },
  (delivery) => {
    delivery.releaseLines = [{ branch: 'main', environments: ['nowhere'] }];
    return { path: 'releaseLines[0].environments[0]', message: 'is no environment of this delivery' };
  },
  (delivery) => {
    delivery.services[0]!.cpu = 256;
    delivery.services[0]!.memory = 700;
    return { path: 'services[0].memory', message: '700 does not go with cpu 256' };
  },
  (delivery) => {
    delivery.services[0]!.calls = ['nobody'];
    return { path: 'services[0].calls[0]', message: 'is no service of this delivery' };
  },
  (delivery) => {
    delivery.services[0]!.variables = { PORT: '1' };
    return { path: 'services[0].variables.PORT', message: 'is set by the platform' };
  },
  (delivery) => {
    delivery.services[0]!.user = '0:0';
    return { path: 'services[0].user', message: 'must be an ordinary user, not root' };
  },
  (delivery) => {
    delivery.services[0]!.sidecars = [{ name: 'app', image: 'example.com/proxy:1' }];
    return { path: 'services[0].sidecars[0].name', message: "is the service's own container" };
  },
  (delivery) => {
    delivery.services[0]!.directory = '/nowhere';
    return { path: 'services[0].directory', message: 'does not exist' };
  },
];

/** A valid configuration, spoilt in one way. */
export function badDeliveries(directory: string): fc.Arbitrary<BadDelivery> {
  return fc.tuple(validDeliveries(directory), fc.constantFrom(...MISTAKES)).map(([valid, spoil]) => {
    const input = structuredClone(valid) as Writable<DeliveryInput>;
    return { input, ...spoil(input) };
  });
}

/** A valid configuration, spoilt in every way of which each stands at a place of its own. */
export function veryBadDeliveries(
  directory: string,
): fc.Arbitrary<{ input: unknown; problems: { path: string; message: string }[] }> {
  return fc.tuple(validDeliveries(directory), fc.subarray([...MISTAKES], { minLength: 2 })).map(([valid, spoils]) => {
    const input = structuredClone(valid) as Writable<DeliveryInput>;
    return { input, problems: spoils.map((spoil) => spoil(input)) };
  });
}
