import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { createApp } from '../../src/app.js';
import { environment } from '../../src/environment.js';

/** The application in this process, listening on a free port of 127.0.0.1. Calls keep the cookie, as a browser does. */
export async function startApp(variables: Record<string, string>) {
  const state = { stopping: false };
  const logger = pino({ level: 'silent' });
  const app = await createApp({ settings: environment.parse(variables), logger, state, tracingPlugin: undefined });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  let cookie = '';

  const raw = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(url + path, {
      method,
      headers: {
        ...(cookie && { cookie }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
  const call = async (...args: Parameters<typeof raw>) => {
    const response = await raw(...args);
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    // biome-ignore lint/suspicious/noExplicitAny: tests assert the shape of what comes.
    return { status: response.status, headers: response.headers, body: (await response.json()) as any };
  };
  const order = (items: unknown = [twoMugs], key: string = randomUUID(), headers: Record<string, string> = {}) =>
    call('POST', '/api/orders', { items }, { 'idempotency-key': key, ...headers });
  return {
    url,
    state,
    raw,
    call,
    order,
    forgetCookie: () => {
      cookie = '';
    },
    close: () => app.close(),
  };
}

/** One valid line of an order. */
export const twoMugs = { productId: 'enamel-mug', quantity: 2 };
