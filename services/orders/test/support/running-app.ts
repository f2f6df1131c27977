import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { localEnvironment } from '../../local/dynamodb.cjs';
import { createApp } from '../../src/app.js';
import { environment } from '../../src/environment.js';

/** The application in this process, listening on a free port of 127.0.0.1. */
export async function startApp(endpoint: string) {
  const variables = localEnvironment(endpoint);
  Object.assign(process.env, variables);
  const state = { stopping: false };
  const logger = pino({ level: 'silent' });
  const app = await createApp({ settings: environment.parse(variables), logger, state, tracingPlugin: undefined });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;

  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(url + path, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    });
    // biome-ignore lint/suspicious/noExplicitAny: tests assert the shape of what comes.
    return { status: response.status, headers: response.headers, body: (await response.json()) as any };
  };
  const order = (customerId: string, key: string = randomUUID(), items: unknown = [mug]) =>
    call('POST', '/orders', { customerId, items }, { 'idempotency-key': key });
  return { url, state, call, order, close: () => app.close() };
}

/** One valid line of an order. */
export const mug = { productId: 'mug', quantity: 2, unitPriceCents: 1450 };
