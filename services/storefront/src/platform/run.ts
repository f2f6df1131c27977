import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { FastifyInstance, FastifyPluginCallback } from 'fastify';
import type { Logger } from 'pino';
import type { z } from 'zod';
import { type CommonSettings, EnvironmentError, readEnvironment, tracesWanted } from './environment.js';
import type { RunState } from './health.js';
import { createLogger } from './logger.js';
import { stopOnSignals } from './shutdown.js';
import type { Tracing } from './tracing.js';

/** What the application is made from. */
export interface AppContext<Settings> {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly state: RunState;
  readonly tracingPlugin: FastifyPluginCallback | undefined;
}

/** A service, as its main file describes it. */
export interface Service<Settings extends CommonSettings> {
  readonly name: string;
  readonly environment: z.ZodType<Settings>;
  /** Whether those who call it are services of ours, which may decide that a request is traced. */
  readonly trustCallers: boolean;
  /** Called only when traces are wanted, before `loadApp`. */
  readonly loadInstrumentations: () => Instrumentation[];
  /** Loads the application's modules. Instrumentation works only on modules that are loaded after it. */
  readonly loadApp: () => (context: AppContext<Settings>) => Promise<FastifyInstance>;
}

/** Runs the service until it is told to stop. */
export async function runService<Settings extends CommonSettings>(service: Service<Settings>): Promise<void> {
  const settings = settingsOrExit(service);
  // `require` and not `import`: without traces none of these modules is to be loaded.
  const tracing: Tracing | undefined = tracesWanted(settings)
    ? (require('./tracing.js') as typeof import('./tracing.js')).startTracing(
        service.name,
        settings,
        service.trustCallers,
        service.loadInstrumentations(),
      )
    : undefined;
  const logger = createLogger({
    service: service.name,
    level: settings.LOG_LEVEL,
    traceFields: tracing?.logFields ?? (() => ({})),
  });
  tracing?.reportTo(logger);
  process.on('uncaughtException', (err) => {
    logger.fatal({ err }, 'uncaught exception');
    process.exit(1);
  });

  const state: RunState = { stopping: false };
  const createApp = service.loadApp();
  const app = await createApp({ settings, logger, state, tracingPlugin: tracing?.fastifyPlugin });
  stopOnSignals(app, state, settings, tracing?.shutdown);
  await app.listen({ host: settings.HOST, port: settings.PORT });
}

function settingsOrExit<Settings extends CommonSettings>(service: Service<Settings>): Settings {
  try {
    return readEnvironment(service.environment, process.env);
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    process.stderr.write(`${service.name} cannot start. Mend these environment variables:\n${error.message}\n`);
    process.exit(1);
  }
}
