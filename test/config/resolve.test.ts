import { resolve } from 'node:path';
import type { Delivery } from '../../lib/config/delivery';
import type { DeliveryInput } from '../../lib/config/input';
import { ConfigurationError } from '../../lib/config/problem';
import { resolveDelivery } from '../../lib/config/resolve';
import { allAtOnce, canary } from '../../lib/config/words';
import { onEks, smallDelivery, type Writable } from '../support/configs';
import { SERVICE_DIRECTORY } from './problems';

function resolved(change?: (delivery: Writable<DeliveryInput>) => void): Delivery {
  return resolveDelivery(smallDelivery(SERVICE_DIRECTORY, change), { baseDirectory: __dirname });
}

const production = (delivery: Writable<DeliveryInput>) => {
  delivery.environments = [{ name: 'prod', production: true, network: { zones: 3 } }];
};

describe('defaults', () => {
  test('of a delivery', () => {
    const { environments, services, branching, releaseLines, ...others } = resolved();
    expect(others).toEqual({
      name: 'shop',
      tools: {},
      tags: {},
      notifications: { email: [] },
      runbook: 'docs/runbook.md',
      registry: { scanning: 'basic', signing: true },
    });
  });

  test('of an environment', () => {
    expect(resolved().environments).toEqual([
      {
        name: 'dev',
        production: false,
        approval: false,
        network: { cidr: '10.0.0.0/16', zones: 2, natGateways: 0 },
        allowedCidrs: [],
        logRetentionDays: 7,
        applicationSignals: false,
        faultInjection: false,
      },
    ]);
  });

  test('of production', () => {
    const [prod] = resolved(production).environments;
    expect(prod).toMatchObject({ approval: true, network: { zones: 3, natGateways: 3 }, logRetentionDays: 90 });
  });

  test('of an environment with a domain', () => {
    const [dev] = resolved((delivery) => {
      delivery.environments[0]!.domain = { name: 'example.com', hostedZoneId: 'Z1' };
    }).environments;
    expect(dev?.allowedCidrs).toEqual(['0.0.0.0/0']);
  });

  test('of a service', () => {
    expect(resolved().services).toEqual([
      {
        name: 'web',
        platform: 'ecs',
        directory: SERVICE_DIRECTORY,
        source: { kind: 'codecommit', repositoryName: 'shop-web', path: '.', sharedPaths: [] },
        exposure: 'internal',
        architecture: 'arm64',
        calls: [],
        commands: { install: 'npm ci', lint: 'npm run lint', test: 'npm test' },
        tests: {},
        gates: {
          coverage: 80,
          staticAnalysis: 'high',
          dependencies: 'high',
          findings: { critical: 0, high: 0 },
          baseRegistries: ['public.ecr.aws'],
          allow: [],
        },
        in: {
          dev: {
            listenerPort: 8080,
            cpu: 256,
            memory: 512,
            port: 8080,
            user: '1000:1000',
            variables: {},
            secrets: {},
            sidecars: [],
            scaling: { minimum: 1, maximum: 4, cpuPercent: 60, requestsPerTask: 3000 },
            alarms: { errorPercent: 5, p99Milliseconds: 1000 },
            strategy: { kind: 'allAtOnce' },
            controller: 'codedeploy',
            bakeMinutes: 5,
            validation: {
              requests: [{ path: '/health', method: 'GET', headers: {}, status: 200 }],
              timeoutSeconds: 60,
            },
            objectives: {},
            tracing: { percent: 5, collectorMemory: 128 },
          },
        },
      },
    ]);
  });

  test('of a service in production', () => {
    expect(resolved(production).services[0]?.in['prod']).toMatchObject({
      scaling: { minimum: 2, maximum: 8 },
      bakeMinutes: 30,
    });
  });

  test('of the most tasks stay within what ECS allows', () => {
    const { services } = resolved((delivery) => (delivery.services[0]!.scaling = { minimum: 2000 }));
    expect(services[0]?.in['dev']?.scaling.maximum).toBe(5000);
  });

  test.each([
    [false, 80],
    [true, 443],
  ])('of the port of a public service, with a domain: %s', (withDomain, port) => {
    const { services } = resolved((delivery) => {
      delivery.services[0]!.exposure = 'public';
      if (withDomain) delivery.environments[0]!.domain = { name: 'example.com', hostedZoneId: 'Z1' };
    });
    expect(services[0]?.in['dev']?.listenerPort).toBe(port);
  });

  test('of memory are the smallest that go with the cpu', () => {
    expect(resolved((delivery) => (delivery.services[0]!.cpu = 4096)).services[0]?.in['dev']?.memory).toBe(8192);
  });

  test('of a sidecar and a table', () => {
    const [service] = resolved((delivery) => {
      delivery.services[0]!.sidecars = [{ name: 'proxy', image: 'nginx:1.29.3' }];
      delivery.services[0]!.table = { partitionKey: 'id' };
    }).services;
    expect(service?.in['dev']?.sidecars).toEqual([{ name: 'proxy', image: 'nginx:1.29.3', memory: 64, variables: {} }]);
    expect(service?.table).toEqual({ partitionKey: 'id', indexes: [] });
  });

  test('also apply where a member is there but undefined', () => {
    const { services } = resolved((delivery) => (delivery.services[0]!.commands = { lint: undefined, test: 'make' }));
    expect(services[0]?.commands).toEqual({ install: 'npm ci', lint: 'npm run lint', test: 'make' });
  });

  test('of a time zone', () => {
    const cron = '* * 8-15 ? * MON-THU';
    const { environments } = resolved((delivery) => (delivery.environments[0]!.deploymentWindow = { cron }));
    expect(environments[0]?.deploymentWindow).toEqual({ cron, timeZone: 'UTC' });
  });

  test("of this application's own pipeline", () => {
    expect(resolved((delivery) => (delivery.infrastructure = {})).infrastructure).toEqual({
      source: { kind: 'codecommit', repositoryName: 'shop-infrastructure', path: '.', sharedPaths: [] },
      branch: 'main',
      config: 'shop',
    });
  });
});

test("this application's own pipeline takes the configuration by the name that it was found by", () => {
  const input = smallDelivery(SERVICE_DIRECTORY, (delivery) => (delivery.infrastructure = {}));
  const options = { baseDirectory: __dirname, config: 'found' };
  expect(resolveDelivery(input, options).infrastructure?.config).toBe('found');
  Object.assign(input as object, { infrastructure: { config: 'stated' } });
  expect(resolveDelivery(input, options).infrastructure?.config).toBe('stated');
});

describe('accounts and regions', () => {
  const tools = { account: '111111111111', region: 'eu-central-1' };

  test('of an environment are by default those of the tools', () => {
    expect(resolved((delivery) => (delivery.tools = tools)).environments[0]).toMatchObject(tools);
  });

  test('of an environment may be others', () => {
    const { environments } = resolved((delivery) => {
      delivery.tools = tools;
      delivery.environments[0]!.account = '222222222222';
    });
    expect(environments[0]).toMatchObject({ account: '222222222222', region: 'eu-central-1' });
  });
});

describe('the settings of a single environment', () => {
  const settings = (change: (delivery: Writable<DeliveryInput>) => void) => resolved(change).services[0]?.in['dev'];

  test('replace single values and lists', () => {
    const sidecar = { name: 'proxy', image: 'nginx:1.29.3' };
    expect(
      settings((delivery) => {
        Object.assign(delivery.services[0]!, { port: 3000, sidecars: [sidecar], healthCommand: ['a', 'b'] });
        delivery.services[0]!.environments = { dev: { port: 4000, sidecars: [], healthCommand: ['c'] } };
      }),
    ).toMatchObject({ port: 4000, sidecars: [], healthCommand: ['c'] });
  });

  test('replace how a new version gets its traffic', () => {
    const all = { strategy: canary({ percent: 10, minutes: 5 }), controller: 'ecs', bakeMinutes: 10 };
    const own = { strategy: allAtOnce(), bakeMinutes: 0, validation: { requests: [{ path: '/ready' }] } };
    const both = (delivery: Writable<DeliveryInput>) =>
      Object.assign(delivery.services[0]!, all, { validation: { timeoutSeconds: 30 }, environments: { dev: own } });
    expect(settings(both)).toMatchObject({
      strategy: { kind: 'allAtOnce' },
      controller: 'ecs',
      bakeMinutes: 0,
      validation: { requests: [{ path: '/ready', method: 'GET', status: 200 }], timeoutSeconds: 60 },
    });
  });

  test('merge what has names member by member', () => {
    expect(
      settings((delivery) => {
        Object.assign(delivery.services[0]!, {
          variables: { A: '1', B: '1' },
          secrets: { C: 'ssm:/c' },
          scaling: { maximum: 9, cpuPercent: 50 },
          alarms: { errorPercent: 2 },
        });
        delivery.services[0]!.environments = {
          dev: {
            variables: { B: '2' },
            secrets: { D: 'ssm:/d' },
            scaling: { maximum: 3 },
            alarms: { p99Milliseconds: 300 },
          },
        };
      }),
    ).toMatchObject({
      variables: { A: '1', B: '2' },
      secrets: { C: { store: 'ssm', name: '/c' }, D: { store: 'ssm', name: '/d' } },
      scaling: { minimum: 1, maximum: 3, cpuPercent: 50 },
      alarms: { errorPercent: 2, p99Milliseconds: 300 },
    });
  });
});

test.each([
  ['secretsmanager:shop/api', { store: 'secretsmanager', name: 'shop/api' }],
  ['secretsmanager:shop/api:key', { store: 'secretsmanager', name: 'shop/api', jsonKey: 'key' }],
  ['ssm:/shop/token', { store: 'ssm', name: '/shop/token' }],
])('the place of the secret %s is taken apart', (place, source) => {
  const { services } = resolved((delivery) => (delivery.services[0]!.secrets = { KEY: place }));
  expect(services[0]?.in['dev']?.secrets).toEqual({ KEY: source });
});

test("a sidecar's command is kept", () => {
  const { services } = resolved((delivery) => {
    delivery.services[0]!.sidecars = [{ name: 'proxy', image: 'nginx:1.29.3', command: ['nginx', '-t'] }];
  });
  expect(services[0]?.in['dev']?.sidecars[0]?.command).toEqual(['nginx', '-t']);
});

test('a budget is what is stated, and none where nothing is', () => {
  expect(resolved((delivery) => (delivery.budget = { monthly: 50.5 })).budget).toEqual({ monthly: 50.5 });
  expect(resolved()).not.toHaveProperty('budget');
});

test('on EKS Argo Rollouts moves the traffic, and CPU alone scales', () => {
  const { services } = resolved((delivery) => {
    onEks(delivery);
    delivery.services[0]!.environments = { dev: { scaling: { cpuPercent: 50 } } };
  });
  expect(services[0]?.platform).toBe('eks');
  expect(services[0]?.in['dev']?.controller).toBe('rollouts');
  expect(services[0]?.in['dev']?.scaling).toEqual({ minimum: 1, maximum: 4, cpuPercent: 50 });
});

test('a relative directory counts from the base directory', () => {
  const { services } = resolved((delivery) => (delivery.services[0]!.directory = './service'));
  expect(services[0]?.directory).toBe(resolve(__dirname, 'service'));
});

test('a configuration with problems is refused with all of them and its source', () => {
  const attempt = () => resolveDelivery({ name: 'shop' }, { baseDirectory: __dirname, source: 'config/shop.ts' });
  expect(attempt).toThrow(ConfigurationError);
  expect(attempt).toThrow('environments: must be a list (got nothing)\nservices: must be a list (got nothing)');
  expect(attempt).toThrow(expect.objectContaining({ source: 'config/shop.ts' }));
});
