import { collectorConfiguration, heapLimit } from '../../lib/tracing/collector-configuration';
import { COLLECTOR_ADDRESS } from '../../lib/tracing/constants';

/** What the pinned version is built with, of what could be asked for here (its `pkg/defaultcomponents`). */
const DISTRIBUTION: Readonly<Record<string, readonly string[]>> = {
  extensions: ['awsproxy', 'health_check', 'sigv4auth'],
  receivers: ['otlp', 'awsxray'],
  processors: [
    'attributes',
    'batch',
    'filter',
    'memory_limiter',
    'probabilistic_sampler',
    'resource',
    'resourcedetection',
  ],
  exporters: ['awsxray', 'debug', 'otlp', 'otlphttp'],
};

const configuration = (transactionSearch: boolean, memory = 128) =>
  JSON.parse(collectorConfiguration({ region: 'eu-central-1', memory, transactionSearch, detector: 'ecs' }));

describe.each([
  ['without Transaction Search', false],
  ['with Transaction Search', true],
])('%s', (_, transactionSearch) => {
  const read = configuration(transactionSearch);
  const { extensions, pipelines } = read.service;

  test('every component is one of the distribution', () => {
    for (const [kind, known] of Object.entries(DISTRIBUTION)) {
      expect(known).toEqual(expect.arrayContaining(Object.keys(read[kind])));
    }
  });

  test('what is defined is used, and what is used is defined', () => {
    expect(Object.keys(read.extensions).sort()).toEqual([...extensions].sort());
    for (const kind of ['receivers', 'processors', 'exporters']) {
      expect(Object.keys(read[kind]).sort()).toEqual([...pipelines.traces[kind]].sort());
    }
  });

  test('memory is limited before anything else is done', () => {
    expect(pipelines.traces.processors[0]).toBe('memory_limiter');
  });

  test('nothing listens outside of the task', () => {
    const listeners = [
      read.receivers.otlp.protocols.http.endpoint,
      read.extensions.health_check.endpoint,
      read.extensions.awsproxy.endpoint,
    ];
    expect(listeners).toEqual([COLLECTOR_ADDRESS.traces, COLLECTOR_ADDRESS.health, COLLECTOR_ADDRESS.xray]);
    expect(listeners.every((address) => address.startsWith('127.0.0.1:'))).toBe(true);
    expect(read.service.telemetry.metrics.level).toBe('none');
  });

  test('the text has nothing that the collector would replace', () => {
    expect(JSON.stringify(read)).not.toContain('$');
  });
});

test("traces go to X-Ray in its own format, with the service's place among what they are found by", () => {
  expect(configuration(false).exporters).toEqual({
    awsxray: {
      region: 'eu-central-1',
      local_mode: true,
      indexed_attributes: expect.arrayContaining(['otel.resource.deployment.environment.name', 'http.route']),
    },
  });
});

test("spans go to X-Ray's address for OpenTelemetry where Transaction Search is on, signed", () => {
  const { exporters, extensions } = configuration(true);
  expect(exporters).toEqual({
    otlphttp: {
      traces_endpoint: 'https://xray.eu-central-1.amazonaws.com/v1/traces',
      auth: { authenticator: 'sigv4auth' },
      retry_on_failure: { max_elapsed_time: '30s' },
    },
  });
  expect(extensions.sigv4auth).toEqual({ region: 'eu-central-1', service: 'xray' });
});

test.each([
  [64, 32],
  [99, 49],
  [100, 50],
  [128, 78],
  [2048, 1998],
])('of %i MiB the heap gets %i', (memory, heap) => {
  expect(heapLimit(memory)).toBe(heap);
  expect(configuration(false, memory).processors.memory_limiter.limit_mib).toBe(heap);
});
