import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocalTable } from '../local/dynamodb.cjs';
import { mug } from './support/client.js';
import { startApp } from './support/running-app.js';

const KEY = 'attempt-0123456789';
let table: Awaited<ReturnType<typeof startLocalTable>>;
let app: Awaited<ReturnType<typeof startApp>>;

beforeAll(async () => {
  table = await startLocalTable();
  app = await startApp(table.endpoint);
});
afterAll(async () => {
  await app.close();
  await table.close();
});

describe('POST /orders', () => {
  it('stores the order and tells where it is', async () => {
    const placed = await app.order('anna');
    expect(placed.status).toBe(201);
    expect(placed.body).toMatchObject({ customerId: 'anna', status: 'PLACED', items: [mug], totalCents: 2900 });
    const read = await app.call('GET', placed.headers.get('location') ?? '');
    expect(read.body).toEqual(placed.body);
  });

  it('answers a repeated request with the first order and 200', async () => {
    const first = await app.order('ben', KEY);
    const second = await app.order('ben', KEY);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
  });

  it('makes one order of twenty simultaneous attempts with the same key', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => app.order('carla', KEY)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(19);
    expect(new Set(answers.map(({ body }) => body.createdAt)).size).toBe(1);
    const list = await app.call('GET', '/orders?customerId=carla');
    expect(list.body.orders).toHaveLength(1);
  });

  it('takes a repeated request with a changed price as the same order, at the first price', async () => {
    await app.order('dora', KEY);
    const repeated = await app.order('dora', KEY, [{ ...mug, unitPriceCents: 9999 }]);
    expect(repeated.status).toBe(200);
    expect(repeated.body.totalCents).toBe(2900);
  });

  it('takes the same items in another sequence as the same order', async () => {
    const cap = { ...mug, productId: 'cap' };
    await app.order('dirk', KEY, [mug, cap]);
    expect((await app.order('dirk', KEY, [cap, mug])).status).toBe(200);
  });

  it('refuses other items under a key that was used', async () => {
    await app.order('emil', KEY);
    const other = await app.order('emil', KEY, [{ ...mug, quantity: 3 }]);
    expect(other.status).toBe(422);
    expect(other.body.type).toBe('urn:problem-type:idempotency-key-reused');
  });

  it('lets two customers use the same key for an order each', async () => {
    const [one, two] = [await app.order('finn', KEY), await app.order('gina', KEY)];
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(one.body.orderId).not.toBe(two.body.orderId);
  });

  it('refuses a request without a key', async () => {
    const answer = await app.call('POST', '/orders', { customerId: 'hugo', items: [mug] });
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].pointer).toBe('idempotency-key');
  });

  it('refuses a key that is too short to be unique', async () => {
    expect((await app.order('hugo', 'short')).body.errors[0].detail).toContain('must be 16 to 128');
  });

  it('tells every problem of the body at once', async () => {
    const items = [
      { ...mug, quantity: 0 },
      { ...mug, unitPriceCents: 1.5 },
    ];
    const answer = await app.order('not allowed', KEY, items);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([
      '/customerId',
      '/items/0/quantity',
      '/items/1/unitPriceCents',
    ]);
  });

  it('refuses a list that names a product twice', async () => {
    const answer = await app.order('ines', KEY, [mug, mug]);
    expect(answer.body.errors).toEqual([{ pointer: '/items/1/productId', detail: 'is in the list twice' }]);
  });

  it('refuses a list without items', async () => {
    expect((await app.order('ines', KEY, [])).body.errors[0].detail).toBe('must have at least one item');
  });

  it.each([
    ['malformed JSON', '{"customerId":', 'application/json', 400],
    ['text', 'hello', 'text/plain', 415],
    ['a body over 16 KiB', JSON.stringify('x'.repeat(17_000)), 'application/json', 413],
  ])('refuses %s', async (_, body, type, status) => {
    const answer = await app.call('POST', '/orders', body, { 'content-type': type, 'idempotency-key': KEY });
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ type: 'urn:problem-type:invalid-request', status });
  });
});
