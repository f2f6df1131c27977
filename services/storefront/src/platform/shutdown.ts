import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { CommonSettings } from './environment.js';
import type { RunState } from './health.js';

/**
 * Stops the process on SIGTERM or SIGINT: /ready says no, then the server takes no more connections, then requests in
 * flight end, then traces are sent. Exit code 0 if all that was done in time, 1 if requests had to be cut off.
 */
export function stopOnSignals(
  app: FastifyInstance,
  state: RunState,
  settings: CommonSettings,
  sendTraces: (() => Promise<void>) | undefined,
): void {
  const stop = async (signal: string) => {
    // Someone at a terminal who presses Ctrl-C again means it.
    if (state.stopping) process.exit(1);
    state.stopping = true;
    app.log.info({ signal }, 'stopping');
    await sleep(settings.SHUTDOWN_DELAY_MS);
    // Closing the server ends the connections that are idle now, not those that become idle later.
    setInterval(() => app.server.closeIdleConnections(), 50).unref();
    const drained = await Promise.race([
      app.close().then(() => true),
      sleep(settings.SHUTDOWN_TIMEOUT_MS, false, { ref: false }),
    ]);
    if (!drained) app.log.error({ timeout_ms: settings.SHUTDOWN_TIMEOUT_MS }, 'cut off requests that did not end');
    await Promise.race([sendTraces?.(), sleep(1_000)]).catch((err) => app.log.warn({ err }, 'traces were not sent'));
    app.log.info('stopped');
    process.exit(drained ? 0 : 1);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
