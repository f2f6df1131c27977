import { hookSeconds } from '../../lib/validation/constants';
import { cpuShares } from '../../lib/workload/chart-values';
import { smallShop, valuesOf, valuesWith } from '../support/chart-values';

test('a pod has what a task of the same service has', () => {
  const sidecars = [
    { name: 'proxy', image: 'public.ecr.aws/nginx/nginx:1.29.3', memory: 96 },
    { name: 'cache', image: 'public.ecr.aws/docker/library/redis:8.2' },
  ];
  const values = valuesWith({ cpu: 512, memory: 2048, sidecars, tracing: { collectorMemory: 128 } });
  const containers = [values.app, ...values.sidecars, values.collector!];
  const sum = (of: 'cpu' | 'memory') => containers.reduce((total, container) => total + parseInt(container[of], 10), 0);
  expect(sum('cpu')).toBe(500);
  expect(sum('memory')).toBe(2048);
  expect(values.cpuLimit).toBe('500m');
  expect(values.sidecars.map(({ memory }) => memory)).toEqual(['96Mi', '64Mi']);
});

test.each([
  // vCPU by 1024, sidecars: what the service has, what each sidecar has.
  [256, 0, 250, 0],
  [256, 1, 219, 31],
  [1024, 2, 750, 125],
  [1024, 4, 500, 125],
  [256, 9, 133, 13],
])(
  'of %i units and %i sidecars the service has %i thousandths and each sidecar %i',
  (units, sidecars, app, sidecar) => {
    expect(cpuShares(units, sidecars)).toEqual({ pod: (units / 1024) * 1000, app, sidecar });
  },
);

test('the port is a variable, and so is what the platform and the team say', () => {
  const values = valuesOf(
    smallShop(({ services }) => {
      Object.assign(services[0]!, { port: 3000, variables: { LOG_LEVEL: 'debug' }, calls: ['stock'] });
      services.push({ ...services[0]!, name: 'stock', listenerPort: 8099, calls: [] });
    }),
    'dev',
    'web',
  );
  expect(values.port).toBe(3000);
  expect(values.app.variables).toEqual({ LOG_LEVEL: 'debug', PORT: '3000', STOCK_URL: 'http://stock' });
  expect(values.calls).toEqual({ cidrs: ['10.0.32.0/20'], ports: [8099] });
});

test('a service that calls nobody is let out to nobody', () => {
  expect(valuesWith({}).calls).toEqual({ cidrs: [], ports: [] });
});

test('secrets say where they are, not what they are', () => {
  const secrets = { KEY: 'secretsmanager:shop/api:key', WHOLE: 'secretsmanager:shop/api', TOKEN: 'ssm:/shop/token' };
  expect(valuesWith({ secrets }).secrets).toEqual([
    { variable: 'KEY', kind: 'secretsmanager', name: 'shop/api', jsonKey: 'key' },
    { variable: 'WHOLE', kind: 'secretsmanager', name: 'shop/api' },
    { variable: 'TOKEN', kind: 'ssmparameter', name: '/shop/token' },
  ]);
});

test('users are numbers', () => {
  expect(valuesWith({ user: '10001:10002' }).user).toEqual({ uid: 10_001, gid: 10_002 });
});

test('a service that is not traced has no collector', () => {
  expect(valuesWith({ tracing: false })).not.toHaveProperty('collector');
});

test("the collector learns from its own variables where it is, as pods do not reach the node's metadata", () => {
  const { variables } = valuesWith({}).collector!;
  const { resourcedetection } = JSON.parse(variables['AOT_CONFIG_CONTENT']!).processors;
  expect(resourcedetection).toEqual({ detectors: ['env'], timeout: '2s', override: false });
});

test('the job waits for as long as the function that it asks may take', () => {
  expect(valuesWith({ validation: { timeoutSeconds: 30 } }).validation.timeoutSeconds).toBe(hookSeconds(30));
});

test('what is not set is not there, as Helm takes no null for an object', () => {
  const values = valuesWith({ tracing: false });
  expect(JSON.parse(JSON.stringify(values))).toEqual(values);
  expect(Object.values(values)).not.toContain(undefined);
});
