// Both services as they are shipped, each in a process of its own, with DynamoDB's API in memory and a receiver that
// decodes what they send. Run by scripts/test-services.mjs, which builds them, with Node's own test runner.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalServices } from '../../scripts/lib/local-services.mjs';
import { startTraceReceiver } from '../../scripts/lib/trace-receiver.mjs';

/** A sampling rule of X-Ray that chooses nothing. */
const NOTHING = {
  RuleName: 'nothing',
  Priority: 1,
  FixedRate: 0,
  ReservoirSize: 0,
  ServiceName: '*',
  ServiceType: '*',
  ResourceARN: '*',
  Host: '*',
  HTTPMethod: '*',
  URLPath: '*',
  Version: 1,
};
const COMMON = { LOG_LEVEL: 'info', OTEL_BSP_SCHEDULE_DELAY: '20' };

let receiver;
let services;
let logs;
let urls;

async function start(variables, rules) {
  receiver = await startTraceReceiver({ rules });
  logs = { storefront: '', orders: '' };
  services = new LocalServices(
    (ending) => console.error(ending),
    (name, text) => (logs[name] += text),
  );
  urls = await services.start({ variables: { ...COMMON, ...variables(receiver.url) } });
}

async function stop() {
  await services.stop();
  await receiver.close();
}

async function until(what, condition) {
  const end = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`waited ten seconds in vain: ${what}`);
    await sleep(10);
  }
}

/** Places an order the way a customer does whose request comes through a load balancer, which gives it a trace id. */
async function order(rest = '') {
  const id = (0x5759e988bd862e3fe1be46a900000000n + BigInt(Math.floor(Math.random() * 2 ** 32))).toString(16);
  const response = await fetch(`${urls.storefront}/api/orders`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      'x-amzn-trace-id': `Root=1-${id.slice(0, 8)}-${id.slice(8)}${rest}`,
    },
    body: JSON.stringify({ items: [{ productId: 'enamel-mug', quantity: 2 }] }),
  });
  return { traceId: id, status: response.status, body: await response.json() };
}

const spansOf = (traceId) => receiver.spans.filter((span) => span.traceId === traceId);
const linesOf = (name, traceId) =>
  logs[name]
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
    .filter((line) => line.trace_id === traceId);

describe('with everything traced', () => {
  before(() =>
    start((url) => ({
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_RESOURCE_ATTRIBUTES: 'service.namespace=shop,deployment.environment.name=dev',
      OTEL_BSP_MAX_QUEUE_SIZE: '100',
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '50',
    })),
  );
  after(stop);

  it("puts the way of an order, from the load balancer to DynamoDB, into one trace under the balancer's id", async () => {
    const { traceId, status } = await order();
    assert.equal(status, 201);
    await until('four spans', () => spansOf(traceId).length === 4);
    const spans = spansOf(traceId);
    const only = (service, kind) => {
      const found = spans.filter((span) => span.resource['service.name'] === service && span.kind === kind);
      assert.equal(found.length, 1, `${kind} spans of ${service}`);
      return found[0];
    };
    const shop = only('storefront', 'SERVER');
    const call = only('storefront', 'CLIENT');
    const orders = only('orders', 'SERVER');
    const table = only('orders', 'CLIENT');

    // The balancer sends no span of its own, so that the storefront's is the first.
    assert.equal(shop.parentSpanId, '');
    assert.equal(call.parentSpanId, shop.spanId);
    assert.equal(orders.parentSpanId, call.spanId);
    assert.equal(table.parentSpanId, orders.spanId);

    assert.equal(shop.name, 'POST /api/orders');
    assert.equal(shop.attributes['http.response.status_code'], 201);
    assert.equal(call.attributes['server.port'], Number(new URL(urls.orders).port));
    assert.equal(orders.attributes['http.route'], '/orders');
    assert.equal(table.attributes['db.system'] ?? table.attributes['db.system.name'], 'dynamodb');
    assert.deepEqual(table.attributes['aws.dynamodb.table_names'], ['orders-local']);
    assert.equal(table.attributes['rpc.method'], 'PutItem');
    for (const { resource } of spans) {
      assert.equal(resource['service.namespace'], 'shop');
      assert.equal(resource['deployment.environment.name'], 'dev');
    }
  });

  it('writes the id of the trace into the log lines of both services', async () => {
    const { traceId } = await order();
    const requestLine = (name) => linesOf(name, traceId).find(({ msg }) => msg === 'request');
    await until('log lines', () => requestLine('storefront') && requestLine('orders'));
    await until('four spans', () => spansOf(traceId).length === 4);
    const server = (name) =>
      spansOf(traceId).find(({ kind, resource }) => kind === 'SERVER' && resource['service.name'] === name);
    for (const name of ['storefront', 'orders']) assert.equal(requestLine(name).span_id, server(name).spanId);
  });

  it('does not trace probes, nor what they ask of DynamoDB', async () => {
    const before = new Set(receiver.spans);
    for (const url of Object.values(urls)) {
      for (const path of ['/health', '/ready']) assert.equal((await fetch(url + path)).status, 200);
    }
    const { traceId } = await order();
    await until('four spans', () => spansOf(traceId).length === 4);
    const others = receiver.spans.filter((span) => !before.has(span) && span.traceId !== traceId);
    assert.deepEqual(others, []);
  });

  it('puts neither the query nor the address of a customer into a trace', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const headers = {
      traceparent: `00-${traceId}-b7ad6b7169203331-01`,
      'x-forwarded-for': '203.0.113.9',
      cookie: `customer=${'ab'.repeat(16)}`,
    };
    await fetch(`${urls.storefront}/api/orders?cursor=private`, { headers });
    await until('three spans', () => spansOf(traceId).length === 3);
    const paths = spansOf(traceId).map(({ kind, attributes }) => `${kind} ${attributes['url.path']}`);
    assert.deepEqual(paths.toSorted(), ['CLIENT /orders', 'SERVER /api/orders', 'SERVER /orders']);
    assert.doesNotMatch(JSON.stringify(spansOf(traceId)), /customerId|private|abab|203\.0\.113\.9/);
  });

  it('answers while the receiver hangs, and keeps no more spans than it may', async () => {
    receiver.behave('hang');
    for (let count = 0; count < 500; count += 1) {
      const response = await fetch(`${urls.storefront}/api/products`);
      assert.equal(response.status, 200);
      await response.arrayBuffer();
    }
    await until('an export that hangs', () => receiver.waiting > 0);
    const before = receiver.spans.length;
    receiver.behave('answer');
    const { traceId } = await order();
    await until('spans after the receiver came back', () => spansOf(traceId).length > 0);
    // A full queue and the batches that were on their way; 500 if nothing was dropped.
    assert.ok(receiver.spans.length - before < 300, `${receiver.spans.length - before} spans were kept`);
  });

  it('answers while the receiver fails, and when it is gone', async () => {
    receiver.behave('fail');
    const before = receiver.requests;
    assert.equal((await order()).status, 201);
    await until('an export that fails', () => receiver.requests > before);
    await receiver.close();
    for (let count = 0; count < 20; count += 1) assert.equal((await order()).status, 201);
    await until('a word in the log', () => logs.storefront.includes('"tracing"'));
  });
});

describe("with X-Ray's rule that nothing is traced", () => {
  before(async () => {
    await start(
      (url) => ({
        OTEL_EXPORTER_OTLP_ENDPOINT: url,
        OTEL_TRACES_SAMPLER: 'xray',
        OTEL_TRACES_SAMPLER_ARG: `endpoint=${url}`,
        TRACE_SAMPLE_PERCENT: '100',
      }),
      [NOTHING],
    );
    await until('both services have the rule', () => new Set(receiver.reports.map((r) => r.ClientID)).size === 2);
  });
  after(stop);

  it('sends an order that fails all the same, with the reasons, and one that succeeds not', async () => {
    const good = await order();
    assert.equal(good.status, 201);
    await services.table.close();
    const bad = await order();
    assert.equal(bad.status, 503);

    await until('spans of both services', () => spansOf(bad.traceId).some(({ name }) => name === 'POST /api/orders'));
    await until('spans of orders', () =>
      spansOf(bad.traceId).some(({ resource }) => resource['service.name'] === 'orders'),
    );
    assert.deepEqual(spansOf(good.traceId), []);
    const shop = spansOf(bad.traceId).find(({ name }) => name === 'POST /api/orders');
    assert.equal(shop.status, 'ERROR');
    assert.equal(shop.attributes['http.response.status_code'], 503);
    const reasons = shop.events.map(({ attributes }) => attributes['exception.message']);
    assert.match(reasons[0], /^Orders cannot be taken/);
    assert.equal(reasons[1], 'answered 503');
    const calls = spansOf(bad.traceId).filter(({ parentSpanId }) => parentSpanId === shop.spanId);
    assert.ok(calls.length >= 1, 'the calls below it');
    const tables = spansOf(bad.traceId).filter((span) => span.attributes['rpc.method'] === 'PutItem');
    assert.ok(tables.length >= 1 && tables.every(({ status }) => status === 'ERROR'), 'the call to DynamoDB');
  });

  it('writes the id of a trace that is not sent into the log lines of both services', async () => {
    const { traceId } = await order(';Parent=53995c3f42cd8ad8;Sampled=0');
    await until('log lines', () => ['storefront', 'orders'].every((name) => linesOf(name, traceId).length > 0));
  });

  it('lets nobody from outside order a trace', async () => {
    const traceId = 'a1f7651916cd43dd8448eb211c80319c';
    const response = await fetch(`${urls.storefront}/api/products`, {
      headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` },
    });
    assert.equal(response.status, 200);
    const { traceId: next } = await order();
    await until('a later trace', () => spansOf(next).length > 0);
    assert.deepEqual(spansOf(traceId), []);
  });
});
