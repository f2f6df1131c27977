import type { FastifyInstance } from 'fastify';
import { Problem, sendProblem } from './problem.js';

/** Whether the process has been told to stop. Shared by the shutdown, which sets it, and by /ready. */
export interface RunState {
  stopping: boolean;
}

/** Resolves when a dependency is there, rejects when it is not. */
export type Check = () => Promise<unknown>;

/**
 * Adds `GET /health` and `GET /ready`.
 *
 * /health never looks at dependencies: a restart would not mend them. /ready decides about traffic only.
 */
export function addHealthRoutes(app: FastifyInstance, state: RunState, check?: Check): void {
  app.get('/health', async () => ({ status: 'ok' }));
  app.get('/ready', async (request, reply) => {
    if (state.stopping) return sendProblem(reply, new Problem(503, 'not-ready', 'The service is shutting down.'));
    try {
      await check?.();
      return { status: 'ready' };
    } catch (error) {
      request.log.warn({ err: error }, 'not ready');
      return sendProblem(reply, new Problem(503, 'not-ready', 'A dependency cannot be reached.'));
    }
  });
}

/**
 * Bounds a check by a timeout, and remembers its outcome, so that frequent probes do not become load of their own.
 * Probes that come while a check is under way share it.
 */
export function remembered(check: Check, keepMs: number, timeoutMs: number): Check {
  let outcome: Promise<unknown> | undefined;
  let askedAt = 0;
  return () => {
    const now = performance.now();
    if (outcome === undefined || now - askedAt > keepMs) {
      askedAt = now;
      outcome = within(timeoutMs, check());
    }
    return outcome;
  };
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
