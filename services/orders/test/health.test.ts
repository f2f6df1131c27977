import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { startLocalTable } from '../local/dynamodb.cjs';
import { startApp } from './support/running-app.js';

const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function appAt(endpoint: string) {
  const app = await startApp(endpoint);
  closing.push(app.close);
  return app;
}

async function appWithTable() {
  const table = await startLocalTable();
  closing.push(table.close);
  return appAt(table.endpoint);
}

describe('GET /ready', () => {
  it('answers 200 when the table can be read', async () => {
    expect((await (await appWithTable()).call('GET', '/ready')).status).toBe(200);
  });

  it('answers 503 while the service is shutting down', async () => {
    const app = await appWithTable();
    app.state.stopping = true;
    const answer = await app.call('GET', '/ready');
    expect(answer.status).toBe(503);
    expect(answer.body.detail).toBe('The service is shutting down.');
  });

  it('answers 503 when the table cannot be reached', async () => {
    expect((await (await appAt('http://127.0.0.1:1')).call('GET', '/ready')).status).toBe(503);
  });

  it('answers 503 within its timeout when the table does not answer', async () => {
    const mute = createServer(() => undefined);
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    closing.push(
      () => mute.closeAllConnections(),
      () => mute.close(),
    );
    const app = await appAt(`http://127.0.0.1:${(mute.address() as AddressInfo).port}`);
    const start = performance.now();
    expect((await app.call('GET', '/ready')).status).toBe(503);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe('GET /health', () => {
  it('answers 200 also when the table cannot be reached and the service is shutting down', async () => {
    const app = await appAt('http://127.0.0.1:1');
    app.state.stopping = true;
    expect((await app.call('GET', '/health')).status).toBe(200);
  });
});

describe('POST /orders without a table', () => {
  it('answers 503, says that repeating is safe, and tells nothing of the inside', async () => {
    const answer = await (await appAt('http://127.0.0.1:1')).order('anna');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(answer.body.detail).toContain('safe to repeat');
    expect(JSON.stringify(answer.body)).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|orders-local/);
  });
});
