import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocalTable } from '../local/dynamodb.cjs';
import { startApp } from './support/running-app.js';

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

describe('GET /orders/{orderId}', () => {
  it('answers 404 for an order that does not exist', async () => {
    const answer = await app.call('GET', '/orders/ord_none');
    expect(answer.status).toBe(404);
    expect(answer.body.type).toBe('urn:problem-type:order-not-found');
  });

  it('shows nothing of how repeated requests are told apart', async () => {
    const placed = await app.order('anna');
    expect((await app.call('GET', `/orders/${placed.body.orderId}`)).body).not.toHaveProperty('requestDigest');
  });
});

describe('GET /orders', () => {
  const placedByBen: string[] = [];

  beforeAll(async () => {
    for (let count = 0; count < 7; count += 1) placedByBen.push((await app.order('ben')).body.orderId);
    await app.order('carla');
  });

  const page = (query: string) => app.call('GET', `/orders?${query}`);
  const cursorOf = async (customer: string) => (await page(`customerId=${customer}&limit=1`)).body.nextCursor;

  it('lists all orders of the customer over several pages, none twice, the newest first', async () => {
    const seen: { orderId: string; createdAt: string }[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await page(`customerId=ben&limit=3${cursor && `&cursor=${cursor}`}`);
      expect(body.orders.length).toBeLessThanOrEqual(3);
      seen.push(...body.orders);
      cursor = body.nextCursor;
    }
    expect(seen.map(({ orderId }) => orderId).sort()).toEqual([...placedByBen].sort());
    const times = seen.map(({ createdAt }) => createdAt);
    expect(times).toEqual([...times].sort().reverse());
  });

  it('has an empty list for a customer without orders', async () => {
    expect((await page('customerId=nobody')).body).toEqual({ orders: [], nextCursor: null });
  });

  it('refuses a cursor that was changed', async () => {
    const cursor = await cursorOf('ben');
    const changed = (cursor.startsWith('X') ? 'Y' : 'X') + cursor.slice(1);
    const answer = await page(`customerId=ben&cursor=${changed}`);
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].pointer).toBe('cursor');
  });

  it('refuses the cursor of another customer', async () => {
    expect((await page(`customerId=carla&cursor=${await cursorOf('ben')}`)).status).toBe(400);
  });

  it.each(['x', 'a.b.c', '.', '%00'])('refuses "%s" as a cursor', async (cursor) => {
    expect((await page(`customerId=ben&cursor=${cursor}`)).status).toBe(400);
  });

  it.each(['0', '101', 'ten', '-1'])('refuses a limit of %s', async (limit) => {
    const answer = await page(`customerId=ben&limit=${limit}`);
    expect(answer.body.errors).toEqual([{ pointer: 'limit', detail: 'must be a whole number between 1 and 100' }]);
  });

  it('refuses a list for no customer', async () => {
    expect((await page('limit=5')).status).toBe(400);
  });
});

describe('POST /orders/{orderId}/cancellation', () => {
  const cancel = (orderId: string, customerId: string) =>
    app.call('POST', `/orders/${orderId}/cancellation`, { customerId });

  it('cancels a placed order', async () => {
    const { orderId } = (await app.order('dora')).body;
    expect((await cancel(orderId, 'dora')).body.status).toBe('CANCELLED');
    expect((await app.call('GET', `/orders/${orderId}`)).body.status).toBe('CANCELLED');
  });

  it('changes nothing when it is repeated', async () => {
    const { orderId } = (await app.order('dora')).body;
    const first = await cancel(orderId, 'dora');
    expect((await cancel(orderId, 'dora')).body).toEqual(first.body);
  });

  it('does not cancel the order of another customer, nor tell that it exists', async () => {
    const { orderId } = (await app.order('dora')).body;
    expect((await cancel(orderId, 'eve')).status).toBe(404);
    expect((await app.call('GET', `/orders/${orderId}`)).body.status).toBe('PLACED');
  });

  it('answers 404 for an order that does not exist, and makes none', async () => {
    expect((await cancel('ord_none', 'dora')).status).toBe(404);
    expect((await app.call('GET', '/orders/ord_none')).status).toBe(404);
  });
});
