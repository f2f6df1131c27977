import { type Logger, pino, stdTimeFunctions } from 'pino';

/** How a service's log is set up. */
export interface LoggerOptions {
  readonly service: string;
  readonly level: string;
  /** Adds the ids of the current trace to a line; returns nothing outside of a trace. */
  readonly traceFields: () => object;
}

/** Creates the JSON log on standard output. Headers, cookies and bodies are never handed to it. */
export function createLogger(options: LoggerOptions): Logger {
  return pino({
    level: options.level,
    base: { service: options.service },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    mixin: options.traceFields,
  });
}
