import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A receiver of OTLP over HTTP that keeps what it gets. */
export async function startTraceReceiver() {
  const received: { path: string | undefined; headers: IncomingHttpHeaders; body: Buffer }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ path: request.url, headers: request.headers, body: Buffer.concat(chunks) });
    response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    /** Whether a span's name, attribute or id is in what came: protobuf has texts as they are, and ids as bytes. */
    has: (part: string | Buffer) => received.some(({ body }) => body.includes(part)),
    close: () => server.close(),
  };
}
