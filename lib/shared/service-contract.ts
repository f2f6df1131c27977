/** What the platform and every service agree on. */

/** The name of a service's own container in every task definition. */
export const APP_CONTAINER = 'app';

/** The container that takes a service's traces and hands them to X-Ray. */
export const COLLECTOR_CONTAINER = 'collector';

/** The agent of Systems Manager, with which a game day slows down a task's network. */
export const AGENT_CONTAINER = 'ssm-agent';

/** MiB that the agent may use. */
export const AGENT_MEMORY = 128;

/**
 * What every service answers with 200 while its process is well. It is part of the contract, not a setting: a target group
 * under CodeDeploy serves the old and the new version at once, so that a path which only one of them knows would take the
 * other out of service.
 */
export const HEALTH_PATH = '/health';

/** Environment variables that the platform sets in a service's container, beside `<NAME>_URL` of each called service. */
export const Variable = {
  PORT: 'PORT',
  TABLE_NAME: 'TABLE_NAME',
} as const;

/** Those that the platform sets where a service is traced. */
export const TracingVariable = {
  OTEL_EXPORTER_OTLP_ENDPOINT: 'OTEL_EXPORTER_OTLP_ENDPOINT',
  OTEL_EXPORTER_OTLP_PROTOCOL: 'OTEL_EXPORTER_OTLP_PROTOCOL',
  OTEL_PROPAGATORS: 'OTEL_PROPAGATORS',
  OTEL_SERVICE_NAME: 'OTEL_SERVICE_NAME',
  OTEL_RESOURCE_ATTRIBUTES: 'OTEL_RESOURCE_ATTRIBUTES',
  OTEL_TRACES_SAMPLER: 'OTEL_TRACES_SAMPLER',
  OTEL_TRACES_SAMPLER_ARG: 'OTEL_TRACES_SAMPLER_ARG',
  TRACE_SAMPLE_PERCENT: 'TRACE_SAMPLE_PERCENT',
} as const;
