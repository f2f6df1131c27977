import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf, mug } from './support/client.js';
import { baseUrl } from './support/deployed.js';

const service = clientOf(baseUrl());
// Of this run alone: other runs and real customers see nothing of its orders.
const customerId = `integration-${randomUUID()}`;
const key = randomUUID();
const cancel = (orderId: string) => service.call('POST', `/orders/${orderId}/cancellation`, { customerId });

describe('an order', () => {
  let placed: Awaited<ReturnType<typeof service.order>>;

  beforeAll(async () => {
    placed = await service.order(customerId, key);
  });
  // Orders are never deleted, so a cancelled one is the least that a run can leave.
  afterAll(async () => {
    if (placed?.status === 201) expect((await cancel(placed.body.orderId)).body.status).toBe('CANCELLED');
  });

  it('is made with the total of its items', () => {
    expect(placed.status).toBe(201);
    expect(placed.headers.get('location')).toBe(`/orders/${placed.body.orderId}`);
    expect(placed.body).toMatchObject({ customerId, items: [mug], status: 'PLACED', totalCents: 2900 });
  });

  it('is read back as it was made', async () => {
    const read = await service.call('GET', `/orders/${placed.body.orderId}`);
    expect(read.status).toBe(200);
    expect(read.body).toEqual(placed.body);
  });

  it('is the same when the request is repeated', async () => {
    const repeated = await service.order(customerId, key);
    expect(repeated.status).toBe(200);
    expect(repeated.body).toEqual(placed.body);
  });

  it("is alone in its customer's list", async () => {
    // The index is a moment behind the table.
    await expect
      .poll(() => service.call('GET', `/orders?customerId=${customerId}`), { timeout: 10_000, interval: 200 })
      .toMatchObject({ status: 200, body: { orders: [placed.body], nextCursor: null } });
  });
});

describe('what is refused', () => {
  it('is an order that is not there', async () => {
    const answer = await service.call('GET', `/orders/ord_${customerId}`);
    expect(answer.status).toBe(404);
    expect(answer.body.type).toBe('urn:problem-type:order-not-found');
  });

  it('is an order without items', async () => {
    const answer = await service.order(customerId, randomUUID(), []);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([{ pointer: '/items', detail: 'must have at least one item' }]);
  });
});
