import type { FastifyInstance } from 'fastify';
import { Problem } from '../platform/problem.js';
import { valid } from '../platform/validation.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import { newOrder, publicView, type StoredOrder } from './model.js';
import { cancellationBody, idempotencyHeader, listQuery, orderBody } from './requests.js';
import type { OrderStore } from './store.js';

type WithOrderId = { Params: { orderId: string } };

/** Adds the routes of orders. */
export function addOrderRoutes(app: FastifyInstance, store: OrderStore): void {
  app.post('/orders', async (request, reply) => {
    const key = valid(idempotencyHeader, request.headers, 'headers')['idempotency-key'];
    const order = newOrder(valid(orderBody, request.body, 'body'), key, new Date());
    const inserted = await store.insert(order);
    const stored = inserted ? order : await sameOrder(store, order);
    return reply
      .code(inserted ? 201 : 200)
      .header('location', `/orders/${stored.orderId}`)
      .send(publicView(stored));
  });

  app.get<WithOrderId>('/orders/:orderId', async (request) => {
    return publicView((await store.get(request.params.orderId)) ?? unknownOrder());
  });

  app.get('/orders', async (request) => {
    const { customerId, limit, cursor } = valid(listQuery, request.query, 'query');
    const after = cursor === undefined ? undefined : decodeCursor(customerId, cursor);
    if (cursor !== undefined && after === undefined) {
      const violations = [{ pointer: 'cursor', detail: 'is not a cursor for the orders of this customer' }];
      throw new Problem(400, 'invalid-request', 'The cursor cannot be used.', { violations });
    }
    const page = await store.list(customerId, limit, after);
    return { orders: page.orders.map(publicView), nextCursor: page.next ? encodeCursor(customerId, page.next) : null };
  });

  // A resource of its own, so that repeating the request is harmless: a cancelled order stays cancelled.
  app.post<WithOrderId>('/orders/:orderId/cancellation', async (request) => {
    const { customerId } = valid(cancellationBody, request.body, 'body');
    await store.cancel(request.params.orderId, customerId, new Date());
    const order = await store.get(request.params.orderId);
    if (order?.customerId !== customerId) return unknownOrder();
    return publicView(order);
  });
}

/** The order that an earlier attempt stored under the same id, provided it asked for the same. */
async function sameOrder(store: OrderStore, wanted: StoredOrder): Promise<StoredOrder> {
  const stored = await store.get(wanted.orderId);
  if (stored?.requestDigest === wanted.requestDigest) return stored;
  throw new Problem(
    422,
    'idempotency-key-reused',
    'This Idempotency-Key was used for an order with other items. Use a new key for a new order.',
  );
}

function unknownOrder(): never {
  throw new Problem(404, 'order-not-found', 'There is no such order.');
}
