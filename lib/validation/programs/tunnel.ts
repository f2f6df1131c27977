import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe } from '../../build/programs/problem';
import { pairsOf } from '../http';
import type { ProbeClient } from '../probe-client';
import type { Header, PassedAnswer, Target } from '../probe-event';

/** As long as a load balancer waits for its targets by default. */
const TIMEOUT_MILLISECONDS = 60_000;

/** A call of Lambda takes 6 MB at most (Lambda quotas), and Base64 makes four bytes of three. */
const LARGEST_BODY = 4 * 1024 * 1024;

/** Headers that are about one connection (RFC 9110, 7.6.1), or that are made anew. */
const OWN_TO_A_CONNECTION = [
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** An address of this machine where a service in another network is reached. */
export interface Tunnel {
  /** `http://127.0.0.1:43210` */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Opens a server on this machine that hands every request to the probe in the service's network, and the answer back. What
 * the service says comes as it is; what goes wrong on the way is a 502, and a line of the log.
 */
export async function openTunnel(probe: Pick<ProbeClient, 'request'>, target: Target): Promise<Tunnel> {
  const server = createServer((request, response) => {
    pass(probe, target, request)
      .then((answer) => reply(response, answer, origin()))
      .catch((error) => {
        const problem = `no answer through the probe to ${request.method} ${request.url}: ${describe(error)}`;
        console.error(problem);
        response.writeHead(502, { 'content-type': 'text/plain' }).end(`${problem}\n`);
      });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: origin(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function pass(probe: Pick<ProbeClient, 'request'>, target: Target, request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  if (body.length > LARGEST_BODY) throw new Error(`its body has ${body.length} bytes, of at most ${LARGEST_BODY}`);
  return probe.request({
    ...target,
    method: request.method!,
    path: request.url!,
    headers: kept(pairsOf(request.rawHeaders)),
    body: body.toString('base64'),
    timeoutMilliseconds: TIMEOUT_MILLISECONDS,
  });
}

function reply(response: ServerResponse, answer: PassedAnswer, origin: string): void {
  const headers = kept(answer.headers).map(([name, value]) =>
    name.toLowerCase() === 'location' ? [name, through(value, answer.origin, origin)] : [name, value],
  );
  response.writeHead(answer.status, headers.flat() as string[]).end(Buffer.from(answer.body, 'base64'));
}

/** A redirect to the service itself would lead out of the tunnel. */
function through(location: string, from: string, to: string): string {
  return location === from || location.startsWith(`${from}/`) ? to + location.slice(from.length) : location;
}

function kept(headers: readonly Header[]): Header[] {
  return headers.filter(([name]) => !OWN_TO_A_CONNECTION.includes(name.toLowerCase()));
}
