import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call that the stand-in for the orders service got. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: tests assert the shape of what comes.
  readonly body: any;
}

/** How the stand-in answers one call. */
export type Behaviour = (response: ServerResponse, call: Call) => void;

/** Answers with JSON. */
export const answer =
  (status: number, body: unknown): Behaviour =>
  (response) => {
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(status, { 'content-type': type }).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
/** Never answers. */
export const silence: Behaviour = () => undefined;
/** Closes the connection instead of answering. */
export const hangUp: Behaviour = (response) => response.destroy();
/** Answers after a while. */
export const late =
  (ms: number, behaviour: Behaviour): Behaviour =>
  (response, call) =>
    void setTimeout(() => behaviour(response, call), ms);
/** Answers the way the real service does. */
export const wellBehaved: Behaviour = (response, call) => {
  if (call.method === 'GET') return answer(200, { orders: [storedOrder], nextCursor: 'next' })(response, call);
  if (call.path.endsWith('/cancellation')) return answer(200, { ...storedOrder, status: 'CANCELLED' })(response, call);
  return answer(201, { ...storedOrder, items: call.body.items })(response, call);
};

/** An order, as the orders service tells it. */
export const storedOrder = {
  orderId: 'ord_1',
  customerId: 'cus_1',
  status: 'PLACED',
  totalCents: 2900,
  createdAt: '2026-01-02T03:04:05.678Z',
  updatedAt: '2026-01-02T03:04:05.678Z',
  items: [{ productId: 'enamel-mug', quantity: 2, unitPriceCents: 1450 }],
};

/** Starts a real HTTP server that behaves as told: `behave` lists the next answers, of which the last one stays. */
export async function startOrdersServer() {
  const calls: Call[] = [];
  let behaviours: Behaviour[] = [wellBehaved];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    const { method = '', url = '', headers } = request;
    const call = { method, path: url, headers, body: text ? JSON.parse(text) : undefined };
    calls.push(call);
    const behaviour = behaviours.length > 1 ? behaviours.shift() : behaviours[0];
    behaviour?.(response, call);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    behave: (...next: Behaviour[]) => {
      calls.length = 0;
      behaviours = next;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
