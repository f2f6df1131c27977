import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { createApp } from '../../src/app.js';
import { environment } from '../../src/environment.js';
import { clientOf } from './client.js';

/** The application in this process, listening on a free port of 127.0.0.1. */
export async function startApp(variables: Record<string, string>) {
  const state = { stopping: false };
  const logger = pino({ level: 'silent' });
  const app = await createApp({ settings: environment.parse(variables), logger, state, tracingPlugin: undefined });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  return { url, state, ...clientOf(url), close: () => app.close() };
}
