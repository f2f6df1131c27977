import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PRODUCTS } from '../src/catalogue.js';
import { twoMugs } from './support/client.js';
import { answer, startOrdersServer, storedOrder, wellBehaved } from './support/orders-server.js';
import { startApp } from './support/running-app.js';

let orders: Awaited<ReturnType<typeof startOrdersServer>>;
let app: Awaited<ReturnType<typeof startApp>>;

beforeAll(async () => {
  orders = await startOrdersServer();
  app = await startApp({ ORDERS_URL: orders.url });
});
afterAll(async () => {
  await app.close();
  await orders.close();
});
beforeEach(() => {
  orders.behave(wellBehaved);
  app.forgetCookie();
});

describe('GET /api/products', () => {
  it('lists what is for sale with prices in whole cents', async () => {
    const { body } = await app.call('GET', '/api/products');
    expect(body.currency).toBe('EUR');
    expect(body.products).toEqual(PRODUCTS);
    expect(PRODUCTS.every(({ priceCents }) => Number.isInteger(priceCents) && priceCents > 0)).toBe(true);
  });

  it('lists only products that have a picture', () => {
    const missing = PRODUCTS.filter((p) => !existsSync(join(__dirname, '../public/products', `${p.productId}.svg`)));
    expect(missing).toEqual([]);
  });
});

describe('POST /api/orders', () => {
  it("hands on the order with the shop's price and the browser's key", async () => {
    const key = 'attempt-0123456789';
    const placed = await app.order([twoMugs], key);
    expect(placed.status).toBe(201);
    expect(placed.body).toMatchObject({
      orderId: 'ord_1',
      status: 'PLACED',
      items: [{ name: 'Enamel mug', quantity: 2 }],
    });
    expect(orders.calls[0]?.headers['idempotency-key']).toBe(key);
    expect(orders.calls[0]?.body.items).toEqual([{ ...twoMugs, unitPriceCents: 1450 }]);
  });

  it('does not tell the browser the id of the customer', async () => {
    expect((await app.order()).body).not.toHaveProperty('customerId');
  });

  it('refuses a price that comes from the browser', async () => {
    const answered = await app.order([{ ...twoMugs, unitPriceCents: 1 }]);
    expect(answered.status).toBe(400);
    expect(orders.calls).toEqual([]);
  });

  it('refuses unknown products and impossible quantities, and tells all of them', async () => {
    const answered = await app.order([
      { productId: 'yacht', quantity: 1 },
      { ...twoMugs, quantity: 100 },
    ]);
    expect(answered.status).toBe(400);
    expect(answered.body.errors).toEqual([
      { pointer: '/items/0/productId', detail: 'is not a product of this shop' },
      { pointer: '/items/1/quantity', detail: 'must be a whole number between 1 and 99' },
    ]);
  });

  it('refuses an order without an idempotency key', async () => {
    const answered = await app.call('POST', '/api/orders', { items: [twoMugs] });
    expect(answered.body.errors[0].pointer).toBe('idempotency-key');
  });

  it('refuses text, which a form on another site could send', async () => {
    const headers = { 'content-type': 'text/plain', 'idempotency-key': 'attempt-0123456789' };
    expect((await app.call('POST', '/api/orders', { items: [twoMugs] }, headers)).status).toBe(415);
  });

  it('hands on that a key was used for another order', async () => {
    orders.behave(answer(422, { type: 'urn:problem-type:idempotency-key-reused', detail: 'Use a new key.' }));
    const answered = await app.order();
    expect(answered.status).toBe(422);
    expect(answered.body).toMatchObject({ type: 'urn:problem-type:idempotency-key-reused', detail: 'Use a new key.' });
  });
});

describe('the customer', () => {
  it('is known by a cookie that scripts and other sites do not get', async () => {
    const cookie = (await app.call('GET', '/api/orders')).headers.get('set-cookie');
    expect(cookie).toMatch(/^customer=[0-9a-f]{32}; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  it('gets a cookie for https only, when the load balancer says that https was used', async () => {
    const cookie = (await app.call('GET', '/api/orders', undefined, { 'x-forwarded-proto': 'https' })).headers.get(
      'set-cookie',
    );
    expect(cookie).toContain('Secure');
  });

  it('is the same in all requests with the cookie', async () => {
    await app.order();
    await app.order();
    expect(orders.calls[0]?.body.customerId).toMatch(/^cus_[0-9a-f]{32}$/);
    expect(orders.calls[1]?.body.customerId).toBe(orders.calls[0]?.body.customerId);
  });

  it('is named to the orders service by an id from which the cookie cannot be told', async () => {
    const placed = await app.order();
    const secret = /customer=([0-9a-f]{32})/.exec(placed.headers.get('set-cookie') ?? '')?.[1];
    expect(secret).toBeDefined();
    expect(orders.calls[0]?.body.customerId).not.toContain(secret);
  });

  it('gets a new cookie in place of one that the shop did not make', async () => {
    const answered = await app.call('GET', '/api/orders', undefined, { cookie: 'customer=../admin' });
    expect(answered.headers.get('set-cookie')).toMatch(/^customer=[0-9a-f]{32};/);
    expect(orders.calls).toEqual([]);
  });
});

describe('GET /api/orders', () => {
  it('is empty for a new customer without a call to the orders service', async () => {
    expect((await app.call('GET', '/api/orders')).body).toEqual({ orders: [], nextCursor: null });
    expect(orders.calls).toEqual([]);
  });

  it("lists the customer's orders and hands the cursor on both ways", async () => {
    await app.call('GET', '/api/orders');
    const { body } = await app.call('GET', '/api/orders?cursor=abc');
    expect(body.orders[0].orderId).toBe('ord_1');
    expect(body.nextCursor).toBe('next');
    expect(orders.calls[0]?.path).toMatch(/^\/orders\?customerId=cus_[0-9a-f]{32}&limit=10&cursor=abc$/);
  });

  it('shows an order of a product that is no longer sold', async () => {
    const items = [{ productId: 'sextant', quantity: 1, unitPriceCents: 100 }];
    orders.behave(answer(200, { orders: [{ ...storedOrder, items }], nextCursor: null }));
    await app.call('GET', '/api/orders');
    expect((await app.call('GET', '/api/orders')).body.orders[0].items[0].name).toBe('sextant');
  });

  it('is never kept by a cache', async () => {
    expect((await app.call('GET', '/api/orders')).headers.get('cache-control')).toBe('no-store');
  });
});

describe('POST /api/orders/{orderId}/cancellation', () => {
  it('cancels in the name of the customer', async () => {
    await app.call('GET', '/api/orders');
    const answered = await app.call('POST', '/api/orders/ord_1/cancellation', {});
    expect(answered.body.status).toBe('CANCELLED');
    expect(orders.calls[0]?.body.customerId).toMatch(/^cus_/);
  });

  it('answers 404 to someone without a cookie', async () => {
    expect((await app.call('POST', '/api/orders/ord_1/cancellation', {})).status).toBe(404);
    expect(orders.calls).toEqual([]);
  });

  it('cannot be led to another address of the orders service', async () => {
    await app.call('GET', '/api/orders');
    await app.call('POST', '/api/orders/..%2F..%2Fadmin/cancellation', {});
    expect(orders.calls[0]?.path).toBe('/orders/..%2F..%2Fadmin/cancellation');
  });
});
