import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { CURRENCY, findProduct, PRODUCTS } from './catalogue.js';
import { customer, knownCustomer } from './customer.js';
import type { Caller, Order, OrdersClient } from './orders-client.js';
import { Problem } from './platform/problem.js';
import { AMAZON_TRACE_HEADER, amazonTrace } from './platform/server.js';
import { valid } from './platform/validation.js';

const quantity = 'must be a whole number between 1 and 99';

// Strict, so that a price in the request is refused and not silently ignored: the shop alone sets prices.
const orderBody = z.strictObject({
  items: z
    .array(
      z.strictObject({
        productId: z.string().refine((id) => findProduct(id) !== undefined, 'is not a product of this shop'),
        quantity: z.int(quantity).min(1, quantity).max(99, quantity),
      }),
    )
    .min(1, 'must have at least one item')
    .max(20, 'must not have more than 20 items'),
});
const idempotencyHeader = z.object({
  'idempotency-key': z
    .string('is required, so that a repeated request cannot make a second order')
    .regex(/^[A-Za-z0-9_-]{16,128}$/, 'must be 16 to 128 letters, digits, "_" or "-", for example a UUID'),
});
const listQuery = z.strictObject({ cursor: z.string().max(300, 'is not a cursor of this service').optional() });

/** Adds the JSON API that the page uses. `traced` tells whether tracing joins the log lines of both services. */
export function addApi(app: FastifyInstance, orders: OrdersClient, traced: boolean): void {
  const callerOf = (request: FastifyRequest): Caller => {
    const { amzn_trace_id: root } = amazonTrace(request.headers[AMAZON_TRACE_HEADER]);
    // With tracing on, the propagators write this header.
    return { log: request.log, headers: root && !traced ? { [AMAZON_TRACE_HEADER]: `Root=${root}` } : {} };
  };

  app.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
  });

  app.get('/api/products', async () => ({ currency: CURRENCY, products: PRODUCTS }));

  app.post('/api/orders', async (request, reply) => {
    const key = valid(idempotencyHeader, request.headers, 'headers')['idempotency-key'];
    const { items } = valid(orderBody, request.body, 'body');
    const priced = items.map((item) => ({ ...item, unitPriceCents: findProduct(item.productId)?.priceCents }));
    const order = { customerId: customer(request, reply), items: priced };
    return reply.code(201).send(forCustomer(await orders.place(order, key, callerOf(request))));
  });

  app.get('/api/orders', async (request, reply) => {
    const { cursor } = valid(listQuery, request.query, 'query');
    const isNew = knownCustomer(request) === undefined;
    // The page asks this first, so that the browser has its cookie before it orders. Were the cookie given with the
    // order and lost with the answer, another attempt would come from another customer and make a second order.
    const customerId = customer(request, reply);
    if (isNew) return { orders: [], nextCursor: null };
    const page = await orders.list(customerId, cursor, callerOf(request));
    return { orders: page.orders.map(forCustomer), nextCursor: page.nextCursor };
  });

  app.post<{ Params: { orderId: string } }>('/api/orders/:orderId/cancellation', async (request) => {
    const customerId = knownCustomer(request);
    if (customerId === undefined) throw new Problem(404, 'order-not-found', 'There is no such order.');
    return forCustomer(await orders.cancel(request.params.orderId, customerId, callerOf(request)));
  });
}

/** An order with the names of its products. One that is no longer sold keeps its id for a name. */
function forCustomer({ orderId, status, totalCents, createdAt, items }: Order) {
  const named = items.map((item) => ({ ...item, name: findProduct(item.productId)?.name ?? item.productId }));
  return { orderId, status, totalCents, createdAt, items: named };
}
