import { beforeAll, describe, expect, it } from 'vitest';
import { clientOf } from './support/client.js';
import { baseUrl } from './support/deployed.js';

interface Product {
  readonly productId: string;
  readonly name: string;
  readonly priceCents: number;
}

// The shop makes a customer of each cookie, so this one is of this run alone.
const customer = clientOf(baseUrl());
const stranger = clientOf(baseUrl());
let products: readonly Product[];

beforeAll(async () => {
  ({ products } = (await customer.call('GET', '/api/products')).body);
});

describe('a customer who looks around', () => {
  it('gets the page, and every file that it names', async () => {
    const page = await customer.raw('GET', '/');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    const html = await page.text();
    expect(html).toContain('Slipway Chandlery');
    const files = new Set([...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path = '']) => path));
    expect([...files]).toContain('/app.js');
    for (const path of files) expect([path, (await customer.raw('GET', path)).status]).toEqual([path, 200]);
  });

  it('finds products, each with a name, a price and a picture', async () => {
    expect(products.length).toBeGreaterThan(0);
    for (const { productId, name, priceCents } of products) {
      expect(name).not.toBe('');
      expect(priceCents).toBeGreaterThan(0);
      const picture = await customer.raw('GET', `/products/${productId}.svg`);
      expect([productId, picture.status]).toEqual([productId, 200]);
    }
  });
});

describe('a customer who orders', () => {
  let placed: Awaited<ReturnType<typeof customer.order>>;

  beforeAll(async () => {
    // As the page does: the browser has its cookie before it orders.
    await customer.call('GET', '/api/orders');
    placed = await customer.order(products.slice(0, 2).map(({ productId }) => ({ productId, quantity: 2 })));
  });

  it("gets the products at the shop's prices", () => {
    const [first, second] = products;
    expect(placed.status).toBe(201);
    expect(placed.body).toMatchObject({
      status: 'PLACED',
      totalCents: 2 * ((first?.priceCents ?? 0) + (second?.priceCents ?? 0)),
      items: [{ name: first?.name }, { name: second?.name }],
    });
  });

  it('finds the order among their own', async () => {
    // The list is a moment behind.
    await expect
      .poll(() => customer.call('GET', '/api/orders'), { timeout: 10_000, interval: 200 })
      .toMatchObject({ status: 200, body: { orders: [placed.body], nextCursor: null } });
  });

  it('is the only one who finds it', async () => {
    await stranger.call('GET', '/api/orders');
    expect((await stranger.call('GET', '/api/orders')).body).toEqual({ orders: [], nextCursor: null });
  });

  // Last, and so that nothing but a cancelled order is left.
  it('may cancel it', async () => {
    const cancelled = await customer.call('POST', `/api/orders/${placed.body.orderId}/cancellation`, {});
    expect(cancelled.status).toBe(200);
    expect(cancelled.body).toEqual({ ...placed.body, status: 'CANCELLED' });
  });
});

describe('a customer who orders nothing', () => {
  it('is told so, and nothing is ordered', async () => {
    const answer = await stranger.order([]);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([{ pointer: '/items', detail: 'must have at least one item' }]);
    expect((await stranger.call('GET', '/api/orders')).body.orders).toEqual([]);
  });
});
