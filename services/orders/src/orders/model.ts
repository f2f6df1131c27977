import { createHash } from 'node:crypto';

/** One line of an order. The price is what the shop asked at the time; it stays with the order. */
export interface OrderItem {
  readonly productId: string;
  readonly quantity: number;
  readonly unitPriceCents: number;
}

/** What a customer asks for. */
export interface OrderRequest {
  readonly customerId: string;
  readonly items: readonly OrderItem[];
}

/**
 * PLACED is where an order begins. CANCELLED is final: the customer may cancel while the order is PLACED.
 * A state of fulfilment would be added here, together with the transition that leads to it.
 */
export type OrderStatus = 'PLACED' | 'CANCELLED';

/** An order as callers see it. */
export interface Order extends OrderRequest {
  readonly orderId: string;
  readonly status: OrderStatus;
  readonly totalCents: number;
  /** ISO 8601 in UTC with milliseconds, so that the order of the texts is the order of the times. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** An order as it is stored. */
export interface StoredOrder extends Order {
  readonly requestDigest: string;
}

/**
 * The id of the order that this customer makes with this idempotency key. A repeated request has the same id, so that
 * one conditional write is all it takes to have one order: no table of keys, no transaction.
 */
export function orderIdFor(customerId: string, idempotencyKey: string): string {
  return `ord_${digest([customerId, idempotencyKey]).slice(0, 32)}`;
}

/**
 * Tells a repeated request from another one under the same key. Prices are left out: when one changes between two
 * attempts, the second is still a repetition, and the first order stands at its price.
 */
export function requestDigest(request: OrderRequest): string {
  const wanted = request.items.map(({ productId, quantity }) => [productId, quantity] as const);
  return digest([request.customerId, wanted.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** Makes the order that is stored when its id is not taken. */
export function newOrder(request: OrderRequest, idempotencyKey: string, now: Date): StoredOrder {
  const createdAt = now.toISOString();
  return {
    orderId: orderIdFor(request.customerId, idempotencyKey),
    customerId: request.customerId,
    items: request.items.map(({ productId, quantity, unitPriceCents }) => ({ productId, quantity, unitPriceCents })),
    status: 'PLACED',
    totalCents: request.items.reduce((sum, item) => sum + item.quantity * item.unitPriceCents, 0),
    createdAt,
    updatedAt: createdAt,
    requestDigest: requestDigest(request),
  };
}

/** Leaves out what is not for callers. */
export function publicView({ requestDigest: _, ...order }: StoredOrder): Order {
  return order;
}

function digest(value: unknown): string {
  // JSON keeps ["ab","c"] and ["a","bc"] apart, which joining texts would not.
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
