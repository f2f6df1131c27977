import { randomUUID } from 'node:crypto';

/** Speaks to the shop at `url`, in this process or deployed. Calls keep the cookie, as a browser does. */
export function clientOf(url: string) {
  let cookie = '';

  const raw = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(url + path, {
      method,
      headers: {
        ...(cookie && { cookie }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
  const call = async (...args: Parameters<typeof raw>) => {
    const response = await raw(...args);
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    // biome-ignore lint/suspicious/noExplicitAny: tests assert the shape of what comes.
    return { status: response.status, headers: response.headers, body: (await response.json()) as any };
  };
  const order = (items: unknown = [twoMugs], key: string = randomUUID(), headers: Record<string, string> = {}) =>
    call('POST', '/api/orders', { items }, { 'idempotency-key': key, ...headers });
  return {
    raw,
    call,
    order,
    forgetCookie: () => {
      cookie = '';
    },
  };
}

/** One valid line of an order. */
export const twoMugs = { productId: 'enamel-mug', quantity: 2 };
