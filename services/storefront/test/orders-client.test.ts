import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { backoffMs } from '../src/orders-client.js';
import {
  answer,
  type Behaviour,
  hangUp,
  late,
  silence,
  startOrdersServer,
  wellBehaved,
} from './support/orders-server.js';
import { startApp } from './support/running-app.js';

let orders: Awaited<ReturnType<typeof startOrdersServer>>;
let app: Awaited<ReturnType<typeof startApp>>;

beforeAll(async () => {
  orders = await startOrdersServer();
  const limits = { ORDERS_TIMEOUT_MS: '150', ORDERS_ATTEMPTS: '3', ORDERS_DEADLINE_MS: '900' };
  app = await startApp({ ORDERS_URL: orders.url, ...limits });
});
afterAll(async () => {
  await app.close();
  await orders.close();
});
beforeEach(() => orders.behave(wellBehaved));

const failures: [string, Behaviour][] = [
  ['does not answer', silence],
  ['answers too late', late(400, wellBehaved)],
  ['hangs up', hangUp],
  ['is overloaded', answer(429, {})],
  ['is restarting', answer(503, {})],
];

describe('a call to the orders service', () => {
  it.each(failures)('succeeds at the second attempt when the first %s', async (_, failure) => {
    orders.behave(failure, wellBehaved);
    expect((await app.order()).status).toBe(201);
    expect(orders.calls).toHaveLength(2);
  });

  it('repeats an order under the same key and with the same body', async () => {
    orders.behave(hangUp, hangUp, wellBehaved);
    await app.order();
    const keys = new Set(orders.calls.map(({ headers }) => headers['idempotency-key']));
    const bodies = new Set(orders.calls.map(({ body }) => JSON.stringify(body)));
    expect([orders.calls.length, keys.size, bodies.size]).toEqual([3, 1, 1]);
  });

  it.each(failures)('ends with 503 after three attempts when the service always %s', async (_, failure) => {
    orders.behave(failure);
    const answered = await app.order();
    expect(answered.status).toBe(503);
    expect(answered.headers.get('content-type')).toContain('application/problem+json');
    expect(answered.headers.get('retry-after')).toBe('5');
    expect(answered.body).toMatchObject({ type: 'urn:problem-type:orders-unavailable', status: 503 });
    expect(orders.calls).toHaveLength(3);
  });

  it('ends with 503 when nothing listens there', async () => {
    const lonely = await startApp({ ORDERS_URL: 'http://127.0.0.1:1', ORDERS_DEADLINE_MS: '500' });
    expect((await lonely.order()).status).toBe(503);
    await lonely.close();
  });

  it('ends within its deadline, however many attempts are left', async () => {
    const limits = { ORDERS_TIMEOUT_MS: '300', ORDERS_ATTEMPTS: '5', ORDERS_DEADLINE_MS: '400' };
    const hurried = await startApp({ ORDERS_URL: orders.url, ...limits });
    orders.behave(silence);
    const start = performance.now();
    expect((await hurried.order()).status).toBe(503);
    expect(performance.now() - start).toBeLessThan(600);
    await hurried.close();
  });

  it.each([
    ['a defect', answer(500, { type: 'urn:problem-type:internal-error', detail: 'secret inside' })],
    ['HTML', answer(200, '<h1>hello</h1>')],
    ['JSON of another shape', answer(200, { order: 1 })],
    ['a refusal that is not a problem', answer(400, 'no')],
    ['a refusal of the storefront itself', answer(403, { type: 'urn:problem-type:x', detail: 'secret inside' })],
  ])('is not repeated after %s, and ends with 502 that tells nothing of the inside', async (_, behaviour) => {
    orders.behave(behaviour);
    const answered = await app.order();
    expect(answered.status).toBe(502);
    expect(JSON.stringify(answered.body)).not.toContain('secret inside');
    expect(orders.calls).toHaveLength(1);
  });

  it('follows no redirection', async () => {
    orders.behave((response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end());
    expect((await app.order()).status).toBe(503);
  });

  it("hands on the load balancer's id, so that the logs of both services can be joined", async () => {
    const root = 'Root=1-5759e988-bd862e3fe1be46a994272793';
    await app.order(undefined, undefined, { 'x-amzn-trace-id': `Self=1-2-3;${root}` });
    expect(orders.calls[0]?.headers['x-amzn-trace-id']).toBe(root);
  });
});

describe('the pause before another attempt', () => {
  it('is anything from nothing up to a limit that doubles and then stays', () => {
    expect([1, 2, 3, 9].map((attempt) => backoffMs(attempt, 1))).toEqual([100, 200, 400, 1000]);
    expect(backoffMs(5, 0)).toBe(0);
    expect(backoffMs(2, 0.5)).toBe(100);
  });
});
