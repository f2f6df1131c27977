import { randomUUID } from 'node:crypto';

/** Speaks to the service at `url`, in this process or deployed. */
export function clientOf(url: string) {
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(url + path, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    });
    // biome-ignore lint/suspicious/noExplicitAny: tests assert the shape of what comes.
    return { status: response.status, headers: response.headers, body: (await response.json()) as any };
  };
  const order = (customerId: string, key: string = randomUUID(), items: unknown = [mug]) =>
    call('POST', '/orders', { customerId, items }, { 'idempotency-key': key });
  return { call, order };
}

/** One valid line of an order. */
export const mug = { productId: 'mug', quantity: 2, unitPriceCents: 1450 };
