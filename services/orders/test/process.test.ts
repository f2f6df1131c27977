import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { localEnvironment, startLocalTable } from '../local/dynamodb.cjs';
import { mug } from './support/client.js';
import { listens, ServiceProcess, unfinishedPost, until } from './support/process.js';
import { startTraceReceiver } from './support/trace-receiver.js';

const KEY = { 'idempotency-key': 'attempt-0123456789' };
const body = JSON.stringify({ customerId: 'anna', items: [mug] });
let table: Awaited<ReturnType<typeof startLocalTable>>;
let service: ServiceProcess;

beforeAll(async () => {
  table = await startLocalTable();
});
afterAll(() => table.close());
afterEach(() => service.kill());

function start(extra: Record<string, string> = {}, nodeOptions: string[] = []) {
  service = new ServiceProcess({ ...localEnvironment(table.endpoint), ...extra }, nodeOptions);
  return service;
}

function post(url: string, headers: Record<string, string> = {}) {
  return fetch(`${url}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...KEY, ...headers },
    body,
  });
}

describe('starting', () => {
  it('fails with every problem of the environment in one message, and without a stack trace', async () => {
    service = new ServiceProcess({ PORT: 'http', LOG_LEVEL: 'loud', DYNAMODB_ENDPOINT: 'http://me:secret@db' });
    expect(await service.exitCode()).toBe(1);
    expect(service.errors).toContain('PORT must be a whole number between 0 and 65535 (got "http")');
    expect(service.errors).toContain(
      'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent (got "loud")',
    );
    expect(service.errors).toContain('TABLE_NAME is required: the name of the DynamoDB table of orders (got nothing)');
    expect(service.errors).toContain('AWS_REGION is required');
    expect(service.errors).toContain('DYNAMODB_ENDPOINT must be an http:// or https:// URL without credentials');
    expect(service.errors).not.toMatch(/secret|\n\s+at /);
  });

  it('takes an empty variable as one that is not set', async () => {
    service = new ServiceProcess({ TABLE_NAME: '', AWS_REGION: 'eu-west-1' });
    expect(await service.exitCode()).toBe(1);
    expect(service.errors).toContain('TABLE_NAME is required');
  });

  it('fails when its port is taken', async () => {
    const taken = new URL(table.endpoint).port;
    expect(await start({ PORT: taken }).exitCode()).toBe(1);
    expect(service.log().at(-1)?.msg).toBe('uncaught exception');
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
  it('ends the process with 0 after the request in flight was answered', async () => {
    const url = await start().url();
    const request = await unfinishedPost(url, '/orders', KEY, body);
    service.signal('SIGTERM');
    await until(async () => !(await listens(url)));
    const answer = await request.finish();
    expect(answer).toMatch(/^HTTP\/1\.1 20[01]/);
    expect(await service.exitCode()).toBe(0);
  });

  it('makes /ready answer 503 while connections are still taken', async () => {
    const url = await start({ SHUTDOWN_DELAY_MS: '400' }).url();
    expect((await fetch(`${url}/ready`)).status).toBe(200);
    service.signal('SIGTERM');
    await until(() => service.output.includes('"stopping"'));
    expect((await fetch(`${url}/ready`)).status).toBe(503);
    expect(await service.exitCode()).toBe(0);
  });

  it('cuts off a request that does not end in time, and ends with 1', async () => {
    const url = await start({ SHUTDOWN_TIMEOUT_MS: '200' }).url();
    const { socket } = await unfinishedPost(url, '/orders', KEY, body);
    socket.on('error', () => undefined);
    await until(async () => (await fetch(`${url}/health`)).ok);
    service.signal('SIGTERM');
    expect(await service.exitCode()).toBe(1);
    if (!socket.closed) await once(socket, 'close');
    expect(service.output).toContain('cut off requests');
  });
});

describe('the log', () => {
  it("has the load balancer's id of the request, and neither its body nor its cookies", async () => {
    const url = await start().url();
    await post(url, { 'x-amzn-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793', cookie: 'session=topsecret' });
    await service.stop();
    const line = service.log().find(({ msg }) => msg === 'request');
    expect(line).toMatchObject({ route: '/orders', amzn_trace_id: '1-5759e988-bd862e3fe1be46a994272793' });
    expect(service.output).not.toMatch(/topsecret|anna|mug/);
  });
});

describe('tracing', () => {
  it('sends the route and the call to DynamoDB to the receiver, under the trace id of the log and the caller', async () => {
    const receiver = await startTraceReceiver();
    const url = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }).url();
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    await post(url, { traceparent: `00-${traceId}-b7ad6b7169203331-01` });
    await fetch(`${url}/health`);
    await service.stop();
    receiver.close();
    expect(receiver.received[0]).toMatchObject({
      path: '/v1/traces',
      headers: { 'content-type': 'application/x-protobuf' },
    });
    expect(receiver.has(Buffer.from(traceId, 'hex'))).toBe(true);
    expect(receiver.has('orders')).toBe(true);
    expect(receiver.has('DynamoDB')).toBe(true);
    expect(receiver.has('http.route')).toBe(true);
    expect(receiver.has('/health')).toBe(false);
    expect(service.log().find(({ msg }) => msg === 'request')).toMatchObject({ trace_id: traceId });
  });

  it('keeps the trace of a request whose body comes in parts, to DynamoDB and into the log', async () => {
    const receiver = await startTraceReceiver();
    const url = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }).url();
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const key = { 'idempotency-key': 'attempt-in-two-parts' };
    const traced = { ...key, connection: 'close', traceparent: `00-${traceId}-b7ad6b7169203331-01` };
    expect(await (await unfinishedPost(url, '/orders', traced, body)).finish()).toMatch(/^HTTP\/1\.1 201/);
    await service.stop();
    receiver.close();
    expect(service.log().find(({ msg }) => msg === 'request')).toMatchObject({ trace_id: traceId });
    // The request and the one call that it makes.
    const spans = receiver.received.map(({ body: sent }) => sent.toString('hex').split(traceId).length - 1);
    expect(spans).toEqual([2]);
  });

  it("continues a trace that came in X-Ray's header", async () => {
    const receiver = await startTraceReceiver();
    const url = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }).url();
    await post(url, {
      'x-amzn-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
    });
    await service.stop();
    receiver.close();
    expect(receiver.has(Buffer.from('5759e988bd862e3fe1be46a994272793', 'hex'))).toBe(true);
  });

  it('loads none of its modules when no variable asks for it', async () => {
    const url = await start({}, ['--require', './test/support/loaded-modules.cjs']).url();
    await post(url);
    await service.stop();
    expect(service.output).toContain('tracing modules: 0');
  });

  it('is what that count finds when a variable asks for it', async () => {
    const asked = { OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' };
    await start(asked, ['--require', './test/support/loaded-modules.cjs']).url();
    await service.stop();
    expect(service.output).toMatch(/tracing modules: [1-9]/);
  });
});
