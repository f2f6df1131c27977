import { createHash } from 'node:crypto';
import { z } from 'zod';

/** The last order of a page. The next page begins behind it. */
export interface Position {
  readonly createdAt: string;
  readonly orderId: string;
}

const positionSchema = z.tuple([z.iso.datetime(), z.string().regex(/^ord_[0-9a-f]{32}$/)]);

/** Makes the text that a caller sends to get the next page of this customer's orders. */
export function encodeCursor(customerId: string, position: Position): string {
  const payload = Buffer.from(JSON.stringify([position.createdAt, position.orderId])).toString('base64url');
  return `${payload}.${check(customerId, payload)}`;
}

/**
 * Reads a cursor, or returns undefined when it was changed or made for another customer.
 *
 * The check is no secret and need not be: the customer whose orders are read comes from the request, never from the
 * cursor, so that a forged one only skips some of the forger's own orders.
 */
export function decodeCursor(customerId: string, cursor: string): Position | undefined {
  const [payload = '', digest, ...rest] = cursor.split('.');
  if (rest.length > 0 || digest !== check(customerId, payload)) return undefined;
  try {
    const [createdAt, orderId] = positionSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
    return { createdAt, orderId };
  } catch {
    return undefined;
  }
}

function check(customerId: string, payload: string): string {
  return createHash('sha256').update(`cursor 1 ${customerId} ${payload}`).digest('base64url').slice(0, 16);
}
