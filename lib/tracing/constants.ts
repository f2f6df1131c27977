/**
 * The AWS distribution of the OpenTelemetry Collector (ADOT), by version. Whoever wants it by digest writes
 * `@sha256:…` in place of the tag, as `docker buildx imagetools inspect IMAGE` prints it for all architectures together.
 */
export const COLLECTOR_IMAGE = 'public.ecr.aws/aws-observability/aws-otel-collector:v0.49.0';

/** The image's own user, `aoc`, in numbers, so that it stays what it is (its Dockerfile). */
export const COLLECTOR_USER = '4317:4317';

/** In the image; asks {@link COLLECTOR_ADDRESS}.health for 200. */
export const COLLECTOR_HEALTH_COMMAND = '/healthcheck';

/** The variable in which the collector looks for its configuration before it looks for a file. */
export const COLLECTOR_CONFIGURATION_VARIABLE = 'AOT_CONFIG_CONTENT';

/**
 * Where the collector listens: all containers of a task share these addresses, and nothing outside of it reaches them.
 * Numbers, because `localhost` may be `::1`, where nobody listens.
 */
export const COLLECTOR_ADDRESS = {
  /** OTLP over HTTP. */
  traces: '127.0.0.1:4318',
  /** X-Ray's API, signed by the collector; the services ask there for their sampling rules. */
  xray: '127.0.0.1:2000',
  /** The address that the image's health check asks. */
  health: '127.0.0.1:13133',
} as const;
