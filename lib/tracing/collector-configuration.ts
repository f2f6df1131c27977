import { COLLECTOR_ADDRESS, COLLECTOR_CONFIGURATION_VARIABLE } from './constants';

export interface CollectorConfigurationProps {
  /** Where the traces go; may be a token. */
  readonly region: string;
  /** MiB that the collector's container has. */
  readonly memory: number;
  /** Whether the account keeps spans in CloudWatch Logs, so that X-Ray takes them as OpenTelemetry has them. */
  readonly transactionSearch: boolean;
  /**
   * Who knows where the spans come from: ECS, which a collector in a task asks, or its own environment
   * (`OTEL_RESOURCE_ATTRIBUTES`).
   */
  readonly detector: 'ecs' | 'env';
}

/** MiB that the process needs beside its heap ("memory_limiter" in the collector's own documentation). */
const BESIDE_HEAP = 50;

/** What ECS knows about the logs is left out: at the collector's start the service's container may not be there yet. */
const LOG_ATTRIBUTES = ['aws.log.group.arns', 'aws.log.group.names', 'aws.log.stream.arns', 'aws.log.stream.names'];

/** Attributes by which traces are found (X-Ray's annotations); X-Ray keeps 50 of a trace. */
const INDEXED = ['http.route', 'otel.resource.service.namespace', 'otel.resource.deployment.environment.name'];

/**
 * What the collector does, as the text of its configuration (JSON is YAML, too): it takes spans from the service, adds the
 * task or pod that they come from and sends them on in batches. It refuses spans before it runs out of memory, and what X-Ray
 * does not take it drops after a while, so that it never grows and the service never waits.
 */
export function collectorConfiguration(props: CollectorConfigurationProps): string {
  const { region, memory, transactionSearch, detector } = props;
  const exporter = transactionSearch ? spans(region) : segments(region);
  const [name] = Object.keys(exporter.exporters);
  return JSON.stringify({
    extensions: {
      health_check: { endpoint: COLLECTOR_ADDRESS.health },
      awsproxy: { endpoint: COLLECTOR_ADDRESS.xray, region, local_mode: true },
      ...exporter.extensions,
    },
    receivers: { otlp: { protocols: { http: { endpoint: COLLECTOR_ADDRESS.traces } } } },
    processors: {
      memory_limiter: { check_interval: '1s', limit_mib: heapLimit(memory) },
      resourcedetection: {
        detectors: [detector],
        timeout: '2s',
        override: false,
        ...(detector === 'ecs' && {
          ecs: { resource_attributes: Object.fromEntries(LOG_ATTRIBUTES.map((key) => [key, { enabled: false }])) },
        }),
      },
      // As the distribution's own configuration for ECS has it: the exporter sends 50 documents with a call.
      batch: { timeout: '1s', send_batch_size: 50 },
    },
    exporters: exporter.exporters,
    service: {
      extensions: ['health_check', 'awsproxy', ...Object.keys(exporter.extensions)],
      pipelines: {
        traces: {
          receivers: ['otlp'],
          // Memory first, so that what is refused has cost nothing.
          processors: ['memory_limiter', 'resourcedetection', 'batch'],
          exporters: [name],
        },
      },
      // Its own metrics would be one more listener that nobody asks.
      telemetry: { logs: { level: 'warn' }, metrics: { level: 'none' } },
    },
  });
}

/** The collector's variables, on every platform. */
export function collectorVariables(props: CollectorConfigurationProps): Record<string, string> {
  return {
    [COLLECTOR_CONFIGURATION_VARIABLE]: collectorConfiguration(props),
    // The collector's documentation: Go collects its garbage sooner from 80 % of the memory on.
    GOMEMLIMIT: `${Math.floor(props.memory * 0.8)}MiB`,
  };
}

/** MiB of heap at which the collector refuses spans. @param memory MiB of its container */
export function heapLimit(memory: number): number {
  return Math.max(memory - BESIDE_HEAP, Math.floor(memory / 2));
}

/** X-Ray's own format: works in every account. */
function segments(region: string) {
  return {
    extensions: {},
    exporters: { awsxray: { region, local_mode: true, indexed_attributes: INDEXED } },
  };
}

/** OpenTelemetry's format: X-Ray takes it where Transaction Search is on, and Application Signals measures by it. */
function spans(region: string) {
  return {
    extensions: { sigv4auth: { region, service: 'xray' } },
    exporters: {
      otlphttp: {
        // X-Ray's API has an address of its own for traces, so that the exporter must not add a path.
        traces_endpoint: `https://xray.${region}.amazonaws.com/v1/traces`,
        auth: { authenticator: 'sigv4auth' },
        // Half a minute, as X-Ray's own exporter has it; then the batch is dropped.
        retry_on_failure: { max_elapsed_time: '30s' },
      },
    },
  };
}
