import type { EnvironmentInput, ServiceInput } from '../../lib/config/input';
import type { Properties } from '../support/template';
import { about, allowedBy, evaluated, only, shop, TOOLS, templateOf } from '../support/templates';

function traced(service: Partial<ServiceInput> = {}, environment: Partial<EnvironmentInput> = {}) {
  return shop((delivery) => {
    delivery.tools = TOOLS;
    Object.assign(delivery.environments[0]!, TOOLS, environment);
    Object.assign(delivery.services[0]!, service);
  });
}

function containersOf(delivery: ReturnType<typeof traced>): Properties[] {
  const { Properties: release } = only(templateOf(delivery, 'dev-web'), 'AWS::ECS::TaskDefinition', {
    Family: 'shop-dev-web',
  });
  return evaluated(delivery, 'dev-web', release!['ContainerDefinitions']);
}

const named = (containers: Properties[], name: string) => containers.find((container) => container['Name'] === name);
const variables = (container: Properties | undefined): Record<string, string> =>
  Object.fromEntries((container!['Environment'] ?? []).map(({ Name, Value }: Properties) => [Name, Value]));

const plain = traced({ tracing: { percent: 20, collectorMemory: 256 } });
const containers = containersOf(plain);
const collector = named(containers, 'collector');
const taskRole = allowedBy(plain, 'dev-web', 'ReleaseTaskRole');

test('a service has a collector beside it unless its tracing is off', () => {
  expect(named(containersOf(traced()), 'collector')).toBeDefined();
  const off = traced({ tracing: false });
  expect(named(containersOf(off), 'collector')).toBeUndefined();
  expect(Object.keys(variables(named(containersOf(off), 'app'))).filter((name) => /^(OTEL|TRACE)_/.test(name))).toEqual(
    [],
  );
});

test("the collector's failure does not take the service down", () => {
  expect(collector).toMatchObject({ Essential: false, Memory: 256 });
  expect(containers.filter((container) => container['DependsOn'] !== undefined)).toEqual([]);
  expect(named(containers, 'app')!['Essential']).toBe(true);
});

test('the collector is started again where ECS deploys, and CodePipeline has to read no restart policy', () => {
  const native = named(containersOf(traced({ controller: 'ecs' })), 'collector');
  expect(native).toMatchObject({ RestartPolicy: { Enabled: true, RestartAttemptPeriod: 60 } });
  expect(containers.filter((container) => container['RestartPolicy'] !== undefined)).toEqual([]);
});

test('the collector runs a pinned version, as a user that is not root, and can change nothing', () => {
  expect(collector!['Image']).toMatch(/^public\.ecr\.aws\/aws-observability\/aws-otel-collector:v\d+\.\d+\.\d+$/);
  expect(collector).toMatchObject({
    User: '4317:4317',
    ReadonlyRootFilesystem: true,
    LinuxParameters: { Capabilities: { Drop: ['ALL'] } },
  });
});

test('the collector says how it is, in a log stream of its own', () => {
  expect(collector!['HealthCheck']['Command']).toEqual(['CMD', '/healthcheck']);
  const streams = containers.map((container) => container['LogConfiguration']['Options']['awslogs-stream-prefix']);
  expect(streams).toEqual(['app', 'collector']);
});

test('the collector has its configuration for its region, and Go knows its memory', () => {
  const { AOT_CONFIG_CONTENT: text, GOMEMLIMIT } = variables(collector);
  expect(JSON.parse(text!).exporters.awsxray.region).toBe(TOOLS.region);
  expect(GOMEMLIMIT).toBe('204MiB');
});

test('the service is told where its traces go, as whom, and how many of them', () => {
  const { OTEL_RESOURCE_ATTRIBUTES: attributes, ...told } = variables(named(containers, 'app'));
  expect(told).toMatchObject({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_PROPAGATORS: 'xray,tracecontext',
    OTEL_SERVICE_NAME: 'shop-dev-web',
    OTEL_TRACES_SAMPLER: 'xray',
    OTEL_TRACES_SAMPLER_ARG: 'endpoint=http://127.0.0.1:2000',
    TRACE_SAMPLE_PERCENT: '20',
  });
  expect(attributes!.split(',')).toEqual([
    'service.namespace=shop',
    'deployment.environment.name=dev',
    'deployment.environment=dev',
    expect.stringMatching(/^aws\.log\.group\.names=./),
  ]);
});

test('the addresses that the service is told are those where the collector listens', () => {
  const told = variables(named(containers, 'app'));
  const { receivers, extensions } = JSON.parse(variables(collector)['AOT_CONFIG_CONTENT']!);
  expect(told['OTEL_EXPORTER_OTLP_ENDPOINT']).toBe(`http://${receivers.otlp.protocols.http.endpoint}`);
  expect(told['OTEL_TRACES_SAMPLER_ARG']).toBe(`endpoint=http://${extensions.awsproxy.endpoint}`);
});

test('the task may send segments and read sampling rules, and no more of X-Ray', () => {
  expect(about(taskRole, 'xray:PutTraceSegments')).toEqual([
    {
      actions: ['xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:PutTraceSegments'],
      resources: ['*'],
    },
  ]);
});

describe('where Transaction Search is on', () => {
  const search = traced({}, { tracing: { transactionSearch: 5 } });

  test('the task may send spans, and the collector does', () => {
    const [statement] = about(allowedBy(search, 'dev-web', 'ReleaseTaskRole'), 'xray:PutSpans');
    expect(statement!.actions).toEqual(expect.arrayContaining(['xray:PutSpans', 'xray:PutSpansForIndexing']));
    const text = variables(named(containersOf(search), 'collector'))['AOT_CONFIG_CONTENT']!;
    expect(Object.keys(JSON.parse(text).exporters)).toEqual(['otlphttp']);
  });
});
