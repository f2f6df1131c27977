/** What the page tells when a call failed. */
export class CallFailed extends Error {
  /**
   * @param {string} message
   * @param {boolean} temporary whether the same request may succeed later
   */
  constructor(message, temporary) {
    super(message);
    this.temporary = temporary;
  }
}

/**
 * Calls the shop's API and returns what it answers.
 * @param {string} path
 * @param {RequestInit} [init]
 */
async function call(path, init) {
  let response;
  try {
    // Longer than the server takes until it gives up on its own.
    response = await fetch(path, { ...init, signal: AbortSignal.timeout(10_000) });
  } catch {
    throw new CallFailed('The shop cannot be reached. Please look at your connection.', true);
  }
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  const text = body.errors?.[0]?.detail ? `${body.detail} It ${body.errors[0].detail}.` : body.detail;
  throw new CallFailed(text ?? `The shop answered ${response.status}.`, response.status >= 500);
}

/** @param {string} path @param {object} body @param {Record<string, string>} [headers] */
function post(path, body, headers = {}) {
  return call(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

export const getProducts = () => call('/api/products');

/** @param {string | null} cursor */
export const getOrders = (cursor) => call(`/api/orders${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`);

/** @param {object[]} items @param {string} key */
export const placeOrder = (items, key) => post('/api/orders', { items }, { 'idempotency-key': key });

/** @param {string} orderId */
export const cancelOrder = (orderId) => post(`/api/orders/${encodeURIComponent(orderId)}/cancellation`, {});

/** A key for one order. Not `crypto.randomUUID`: browsers have that on https only. */
export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
