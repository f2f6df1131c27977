import { spawnSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { twoMugs } from './support/client.js';
import { late, startOrdersServer, wellBehaved } from './support/orders-server.js';
import { listens, ServiceProcess, until } from './support/process.js';
import { startTraceReceiver } from './support/trace-receiver.js';

let orders: Awaited<ReturnType<typeof startOrdersServer>>;
let service: ServiceProcess;

beforeAll(async () => {
  orders = await startOrdersServer();
});
afterAll(() => orders.close());
afterEach(() => service.kill());

function start(extra: Record<string, string> = {}, nodeOptions: string[] = []) {
  orders.behave(wellBehaved);
  service = new ServiceProcess({ ORDERS_URL: orders.url, ...extra }, nodeOptions);
  return service;
}

function post(url: string, headers: Record<string, string> = {}) {
  return fetch(`${url}/api/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'attempt-0123456789', ...headers },
    body: JSON.stringify({ items: [twoMugs] }),
  });
}

describe('starting', () => {
  it('fails with every problem of the environment in one message, and without a stack trace', async () => {
    service = new ServiceProcess({ ORDERS_URL: 'orders', ORDERS_ATTEMPTS: '9', TRUSTED_PROXIES: '10.0.0.0/99' });
    expect(await service.exitCode()).toBe(1);
    expect(service.errors).toContain(
      'ORDERS_URL must be an http:// or https:// URL without credentials (got "orders")',
    );
    expect(service.errors).toContain('ORDERS_ATTEMPTS must be a whole number between 1 and 5 (got "9")');
    expect(service.errors).toContain('TRUSTED_PROXIES must be a list of addresses');
    expect(service.errors).not.toMatch(/\n\s+at /);
  });

  it('fails when the address of the orders service is missing', async () => {
    service = new ServiceProcess({});
    expect(await service.exitCode()).toBe(1);
    expect(service.errors).toContain('ORDERS_URL is required: the address of the orders service (got nothing)');
  });
});

describe('the health check of the container', () => {
  const check = (url: string) =>
    spawnSync(process.execPath, ['dist/healthcheck.js'], { env: { PORT: new URL(url).port }, encoding: 'utf8' });

  it('succeeds while the service answers, and fails with the reason once it is gone', async () => {
    const url = await start().url();
    expect(check(url).status).toBe(0);
    await service.stop();
    expect(check(url)).toMatchObject({ status: 1, stderr: expect.stringMatching(/^unhealthy: .*ECONNREFUSED/) });
  });
});

describe('SIGTERM', () => {
  it('ends the process with 0 after the order in flight was answered', async () => {
    const url = await start({ ORDERS_TIMEOUT_MS: '3000' }).url();
    orders.behave(late(500, wellBehaved));
    const answer = post(url);
    await until(() => orders.calls.length === 1);
    service.signal('SIGTERM');
    await until(async () => !(await listens(url)));
    expect((await answer).status).toBe(201);
    expect(await service.exitCode()).toBe(0);
  });
});

describe('the log', () => {
  it("has the load balancer's id of the request, and neither its body nor its cookie", async () => {
    const url = await start().url();
    const cookie = `customer=${'ab'.repeat(16)}`;
    await post(url, { 'x-amzn-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793', cookie });
    await fetch(`${url}/api/orders?cursor=private`, { headers: { cookie } });
    await service.stop();
    const line = service.log().find(({ msg }) => msg === 'request');
    expect(line).toMatchObject({ route: '/api/orders', amzn_trace_id: '1-5759e988-bd862e3fe1be46a994272793' });
    expect(service.output).not.toMatch(/(ab){8}|enamel-mug|private/);
  });
});

describe('tracing', () => {
  it("sends spans to the receiver, and the trace's id to the orders service and the log", async () => {
    const receiver = await startTraceReceiver();
    const url = await start({ OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }).url();
    await post(url, { 'x-amzn-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793' });
    await service.stop();
    receiver.close();
    const traceId = String(service.log().find(({ msg }) => msg === 'request')?.trace_id);
    const headers = orders.calls[0]?.headers;
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(receiver.has(Buffer.from(traceId, 'hex'))).toBe(true);
    expect(receiver.has('storefront')).toBe(true);
    expect(receiver.has('/api/orders')).toBe(true);
    expect(headers?.traceparent).toContain(`00-${traceId}-`);
    expect(headers?.['x-amzn-trace-id']).toMatch(
      new RegExp(`^Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)};Parent=[0-9a-f]{16};Sampled=1$`),
    );
  });

  it('loads none of its modules when no variable asks for it', async () => {
    const url = await start({}, ['--require', './test/support/loaded-modules.cjs']).url();
    await post(url);
    await service.stop();
    expect(service.output).toContain('tracing modules: 0');
  });

  it('keeps answering when the receiver is away, and says so in the log', async () => {
    const asked = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_BSP_SCHEDULE_DELAY: '50' };
    const url = await start({ ...asked, OTEL_EXPORTER_OTLP_TIMEOUT: '200' }).url();
    expect((await post(url)).status).toBe(201);
    await until(() => service.log().some(({ msg }) => msg === 'tracing'));
    expect(await service.stop()).toBe(0);
  });
});
