import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeliveryInput, ServiceInput } from '../../lib/config/input';
import { onEks, type Writable } from '../support/configs';
import { problemsAfter, SERVICE_DIRECTORY, wrong } from './problems';

type Service = Writable<ServiceInput>;

/** The lines for one service on EKS, in a delivery of dev and prod, with a gateway in dev. */
function problemsOf(
  service: Partial<Service>,
  change: (delivery: Writable<DeliveryInput>) => void = () => {},
): string[] {
  return problemsAfter((delivery) => {
    onEks(delivery);
    delivery.environments.push({ name: 'prod', production: true, network: { cidr: '10.1.0.0/16' } });
    Object.assign(delivery.services[0]!, service);
    change(delivery);
  });
}

const sidecars = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `proxy${index}`, image: 'a/b:1', memory: 6 }));

describe('a service on EKS', () => {
  test('takes a gateway in each environment and nothing else', () => {
    expect(problemsOf({})).toEqual([]);
  });

  test('may have on both platforms the same settings, but for those of ECS’s own', () => {
    const settings: Partial<Service> = {
      cpu: 512,
      memory: 1024,
      port: 3000,
      user: '10001:10001',
      healthCommand: ['/app/healthy'],
      variables: { LEVEL: 'info' },
      secrets: { KEY: 'secretsmanager:shop/web:key' },
      sidecars: sidecars(2),
      scaling: { minimum: 3, maximum: 9, cpuPercent: 50 },
      bakeMinutes: 10,
    };
    expect(problemsOf(settings)).toEqual([]);
    expect(problemsOf({ ...settings, platform: 'ecs' })).toEqual([]);
  });

  test('stands where game days slow down the network of tasks', () => {
    expect(
      problemsOf({ sidecars: sidecars(1) }, ({ environments }) => (environments[0]!.faultInjection = true)),
    ).toEqual([]);
  });
});

describe('the gateways of an environment', () => {
  const refused = (path: string, service: string, got: string, most = 2) =>
    `${path}.network.natGateways: is too few for ${service} on EKS, whose nodes fetch images and call AWS through a gateway ` +
    `(got ${got}, allowed 1 to ${most}; where it exists already, its services on ECS go first: docs/kubernetes.md, ` +
    '"Before the first one")';

  test('are one at least with a service on EKS', () => {
    const without = (natGateways?: number, zones?: number) =>
      problemsOf({}, ({ environments }) => (environments[0]!.network = { natGateways, zones }));
    expect(without(0)).toEqual([refused('environments[0]', 'services[0]', '0')]);
    expect(without(0, 3)).toEqual([refused('environments[0]', 'services[0]', '0', 3)]);
    expect(without(undefined)).toEqual([refused('environments[0]', 'services[0]', 'the default 0')]);
  });

  test('are asked for once in each environment, however many services are on EKS', () => {
    expect(
      problemsOf({ platform: 'ecs' }, ({ environments, services }) => {
        environments[0]!.network = undefined;
        environments.push({ name: 'test', network: { cidr: '10.2.0.0/16' } });
        for (const name of ['orders', 'stock']) {
          const listenerPort = 8080 + services.length;
          services.push({ name, platform: 'eks', directory: SERVICE_DIRECTORY, listenerPort });
        }
      }),
    ).toEqual([
      refused('environments[0]', 'services[1]', 'the default 0'),
      refused('environments[2]', 'services[1]', 'the default 0'),
    ]);
  });

  test('are a change that the page which is named there tells how to make', () => {
    const page = readFileSync(join(__dirname, '../../docs/kubernetes.md'), 'utf8');
    expect(/^## Before the first one$(.*?)^## /ms.exec(page)?.[1]).toContain('natGateways');
  });

  test('may be none with services on ECS alone', () => {
    expect(problemsOf({ platform: 'ecs' }, ({ environments }) => (environments[0]!.network = undefined))).toEqual([]);
  });

  test('are not asked for twice in production, nor where they are wrong', () => {
    const none = { cidr: '10.1.0.0/16', natGateways: 0 };
    expect(problemsOf({}, ({ environments }) => (environments[1]!.network = none))).toHaveLength(1);
    const broken = { natGateways: wrong<number>('none') };
    expect(problemsOf({}, ({ environments }) => (environments[0]!.network = broken))).toHaveLength(1);
    expect(problemsOf({}, ({ environments }) => (environments[0]!.network = wrong(5)))).toHaveLength(1);
  });

  test('are not asked for where the platform is wrong', () => {
    const lines = problemsOf({ platform: wrong('gke') }, ({ environments }) => (environments[0]!.network = undefined));
    expect(lines).toEqual(["services[0].platform: is not offered (got 'gke', allowed ecs, eks)"]);
  });
});

describe('what ECS alone has', () => {
  test('is refused on EKS: a controller, in all environments or in one', () => {
    const reason = 'is not for a service on EKS, where Argo Rollouts moves the traffic';
    expect(problemsOf({ controller: 'ecs', environments: { prod: { controller: 'codedeploy' } } })).toEqual([
      `services[0].controller: ${reason} (got 'ecs', allowed nothing)`,
      `services[0].environments.prod.controller: ${reason} (got 'codedeploy', allowed nothing)`,
    ]);
  });

  test('is refused on EKS: scaling by requests, in all environments or in one', () => {
    const scaling = (requestsPerTask: number) => ({ scaling: { requestsPerTask } });
    const reason = 'is not for a service on EKS, which scales by CPU alone';
    expect(problemsOf({ ...scaling(700), environments: { prod: scaling(800) } })).toEqual([
      `services[0].environments.prod.scaling.requestsPerTask: ${reason} (got 800, allowed nothing)`,
      `services[0].scaling.requestsPerTask: ${reason} (got 700, allowed nothing)`,
    ]);
  });

  test('is refused on EKS: tasks of more cores than a node has for pods', () => {
    const reason = 'is more than a pod on EKS gets, whose nodes have eight cores and keep a part of them';
    expect(problemsOf({ cpu: 8192, environments: { prod: { cpu: 16384 } } })).toEqual([
      `services[0].cpu: ${reason} (got 8192, allowed at most 4096)`,
      `services[0].environments.prod.cpu: ${reason} (got 16384, allowed at most 4096)`,
    ]);
    expect(problemsOf({ cpu: 4096, memory: 30_720 })).toEqual([]);
    expect(problemsOf({ platform: 'ecs', cpu: 16384 })).toEqual([]);
  });

  test('is not refused on ECS', () => {
    expect(problemsOf({ platform: 'ecs', controller: 'ecs', scaling: { requestsPerTask: 700 } })).toEqual([]);
  });
});

describe('the platform', () => {
  test('is the same in every environment', () => {
    expect(problemsOf({ environments: { prod: wrong({ platform: 'ecs' }) } })).toEqual([
      expect.stringMatching(
        /^services\[0\]\.environments\.prod\.platform: is for a service to state, the same for all environments \(got 'platform', /,
      ),
    ]);
  });
});

describe('the name of a service on EKS', () => {
  const refused = (name: string) =>
    `services[0].name: is a namespace that an EKS cluster has for itself (got '${name}', ` +
    'allowed any name but default, argo-rollouts and those that start with kube- or amazon-)';

  test.each(['default', 'argo-rollouts', 'kube-system', 'kube-public', 'amazon-guardduty'])('is not %s', (name) => {
    expect(problemsOf({ name })).toEqual([refused(name)]);
    expect(problemsOf({ name, platform: 'ecs' })).toEqual([]);
  });

  test.each(['defaults', 'kube', 'amazon', 'rollouts'])('may be %s', (name) => {
    expect(problemsOf({ name })).toEqual([]);
  });
});

describe('variables on EKS', () => {
  test('may not be those of the cluster, as secrets neither', () => {
    const set = (path: string) =>
      `${path}.KUBERNETES_SERVICE_HOST: is set by the platform (got 'KUBERNETES_SERVICE_HOST', allowed any other name)`;
    expect(problemsOf({ variables: { KUBERNETES_SERVICE_HOST: 'x' } })).toEqual([set('services[0].variables')]);
    expect(problemsOf({ environments: { prod: { secrets: { KUBERNETES_SERVICE_HOST: 'ssm:/x' } } } })).toEqual([
      set('services[0].environments.prod.secrets'),
    ]);
    expect(problemsOf({ platform: 'ecs', variables: { KUBERNETES_SERVICE_HOST: 'x' } })).toEqual([]);
  });

  test('may not be those of AWS either', () => {
    expect(problemsOf({ variables: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'x' } })).toHaveLength(1);
  });
});

describe('what is stated of the containers of a pod', () => {
  const MOST = 4608;
  /** Variables that make `bytes` bytes with nothing else beside them. */
  const variables = (bytes: number) => ({ A: 'x'.repeat(bytes - '[null,null,{"A":""}]'.length) });
  const refused = (path: string, bytes: number, most = MOST) =>
    `${path}: makes with all that is stated of the containers a release that is too large for EKS ` +
    `(got ${bytes}, allowed at most ${most} bytes as JSON)`;

  test('has no two braces, which Systems Manager refuses', () => {
    const refused = (path: string) =>
      `${path}: has {{, which the parameter from which a release to EKS is made cannot hold ` +
      '(got {{, allowed it in a secret, or on ECS)';
    expect(problemsOf({ variables: { A: 'Hello {{name}}', B: '{ {' } })).toEqual([refused('services[0].variables.A')]);
    expect(problemsOf({ environments: { prod: { healthCommand: ['a', '{{b}}'] } } })).toEqual([
      refused('services[0].environments.prod.healthCommand'),
    ]);
    const proxy = { name: 'proxy', image: 'a/b:1', variables: { A: '{{b}}' } };
    expect(problemsOf({ sidecars: [proxy] })).toEqual([refused('services[0].sidecars')]);
    expect(problemsOf({ platform: 'ecs', variables: { A: 'Hello {{name}}' } })).toEqual([]);
  });

  test('fits the parameter of a release', () => {
    expect(problemsOf({ variables: variables(MOST) })).toEqual([]);
    expect(problemsOf({ variables: variables(MOST + 1) })).toEqual([refused('services[0].variables', MOST + 1)]);
  });

  test('counts commands and sidecars in', () => {
    expect(problemsOf({ healthCommand: ['x'.repeat(MOST)] })[0]).toMatch(/^services\[0\]\.healthCommand: makes/);
    const proxy = { name: 'proxy', image: 'a/b:1', command: ['x'.repeat(MOST)] };
    expect(problemsOf({ sidecars: [proxy] })[0]).toMatch(/^services\[0\]\.sidecars: makes/);
  });

  test('counts what an environment adds or replaces', () => {
    const half = 'x'.repeat(MOST / 2);
    expect(problemsOf({ variables: { A: half }, environments: { prod: { variables: { A: half } } } })).toEqual([]);
    const [line] = problemsOf({ variables: { A: half }, environments: { prod: { variables: { B: half } } } });
    expect(line).toMatch(/^services\[0\]\.environments\.prod\.variables: makes/);
  });

  test('leaves room for the addresses of called services', () => {
    const orders = { name: 'orders', directory: SERVICE_DIRECTORY, listenerPort: 8081 };
    const calling = (bytes: number) =>
      problemsOf({ calls: ['orders'], variables: variables(bytes) }, ({ services }) => services.push(orders));
    expect(calling(MOST - 192)).toEqual([]);
    expect(calling(MOST - 191)).toEqual([refused('services[0].variables', MOST - 191, MOST - 192)]);
  });

  test('is told once where it would be too large for a task definition, too', () => {
    expect(problemsOf({ variables: variables(60_000) })).toEqual([refused('services[0].variables', 60_000)]);
  });

  test('is bounded by the task definition alone on ECS', () => {
    expect(problemsOf({ platform: 'ecs', variables: variables(MOST + 1) })).toEqual([]);
  });
});

test('everything that is wrong with a service on EKS is told at once', () => {
  const lines = problemsOf(
    {
      name: 'kube-system',
      controller: 'ecs',
      scaling: { requestsPerTask: 1 },
      strategy: { kind: 'canary', percent: 10, minutes: 5 },
      variables: { KUBERNETES_PORT: '1' },
    },
    ({ environments }) => (environments[0]!.network = undefined),
  );
  expect(lines.map((line) => line.split(':')[0])).toEqual([
    'environments[0].network.natGateways',
    'services[0].controller',
    'services[0].name',
    'services[0].scaling.requestsPerTask',
    'services[0].strategy.percent',
    'services[0].strategy.percent',
    'services[0].variables.KUBERNETES_PORT',
  ]);
});
