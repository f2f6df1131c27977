import { z } from 'zod';

/** Thrown when the environment cannot be used; its message lists every problem. */
export class EnvironmentError extends Error {}

/** A variable holding a whole number between `min` and `max`. */
export function wholeNumber(min: number, max: number, fallback: number) {
  const allowed = `must be a whole number between ${min} and ${max}`;
  return z
    .string()
    .default(String(fallback))
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max, allowed)
    .transform(Number);
}

/** A variable that has no default. `meaning` tells the reader of the error what to put there. */
export function required(meaning: string) {
  return z.string(`is required: ${meaning}`);
}

/** A variable that accepts only the `allowed` words. */
export function oneOf<const T extends readonly [string, ...string[]]>(allowed: T) {
  return z.enum(allowed, `must be one of ${allowed.join(', ')}`);
}

/** A variable holding the address of an HTTP server. */
export function httpUrl(meaning: string) {
  return required(meaning).refine((text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    return url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  }, 'must be an http:// or https:// URL without credentials');
}

/** A variable holding a share in percent, such as 5 or 0.5. */
function percent() {
  const isPercent = (text: string) => /^\d{1,3}(\.\d{1,6})?$/.test(text) && Number(text) <= 100;
  return z.string().refine(isPercent, 'must be a number between 0 and 100').transform(Number);
}

/** The argument of a sampler: a ratio or, for `xray`, where the collector hands on the rules. */
const SAMPLER_ARGUMENT = /^(?:[01]|[01]?\.\d+|endpoint=https?:\/\/[^\s,@/]+)$/;

/** What every service reads from its environment. */
export const commonVariables = {
  PORT: wholeNumber(0, 65_535, 8080),
  HOST: z.string().default('0.0.0.0'),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Time between "not ready" and "no new connections", for routers that only notice by asking /ready. */
  SHUTDOWN_DELAY_MS: wholeNumber(0, 60_000, 2_000),
  /** Time for requests in flight. Delay and timeout together stay below the 30 s after which ECS kills a task. */
  SHUTDOWN_TIMEOUT_MS: wholeNumber(1, 110_000, 20_000),
  OTEL_SDK_DISABLED: oneOf(['true', 'false']).default('false'),
  OTEL_TRACES_EXPORTER: oneOf(['otlp', 'none']).optional(),
  OTEL_TRACES_SAMPLER: oneOf([
    'always_on',
    'always_off',
    'traceidratio',
    'parentbased_always_on',
    'parentbased_always_off',
    'parentbased_traceidratio',
    'xray',
  ]).optional(),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .refine(
      (text) => SAMPLER_ARGUMENT.test(text),
      'must be a ratio from 0 to 1, or endpoint=http://HOST:PORT for the sampler xray',
    )
    .optional(),
  TRACE_SAMPLE_PERCENT: percent().optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: oneOf(['http/protobuf']).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl('the OpenTelemetry receiver').optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: httpUrl('the OpenTelemetry receiver of traces').optional(),
};

const commonSchema = z.object(commonVariables);
/** The settings that every service has. */
export type CommonSettings = z.output<typeof commonSchema>;

/** True when the standard OpenTelemetry variables ask for traces. */
export function tracesWanted(settings: CommonSettings): boolean {
  if (settings.OTEL_SDK_DISABLED === 'true' || settings.OTEL_TRACES_EXPORTER === 'none') return false;
  return Boolean(
    settings.OTEL_TRACES_EXPORTER ||
      settings.OTEL_EXPORTER_OTLP_ENDPOINT ||
      settings.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT,
  );
}

/** Reads and checks the environment. An empty variable counts as one that is not set, as OpenTelemetry has it. */
export function readEnvironment<T extends z.ZodType>(schema: T, env: NodeJS.ProcessEnv): z.output<T> {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = schema.safeParse(set);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return `  ${name} ${issue.message} (got ${shown(set[name])})`;
  });
  throw new EnvironmentError(problems.join('\n'));
}

function shown(value: string | undefined): string {
  if (value === undefined) return 'nothing';
  // Someone may have put credentials into a URL: the message goes to a log.
  return JSON.stringify(value.replace(/\/\/.*@/, '//***@').slice(0, 100));
}
