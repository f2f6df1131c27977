import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Header } from './probe-event';

/** One request. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  /** In their order; `Host` and `Content-Length` are added. */
  readonly headers: readonly Header[];
  readonly body?: Buffer;
  /** For everything, from the connection to the last byte. */
  readonly timeoutMilliseconds: number;
  /** Bytes of the answer that are read at most. */
  readonly limit: number;
}

/** One answer; redirects are answers like any other. */
export interface Received {
  readonly status: number;
  readonly headers: readonly Header[];
  /** What was read of it. */
  readonly body: Buffer;
  /** False where it is larger than the limit. */
  readonly isComplete: boolean;
}

/** The time of a request was up before its answer was complete. */
export class NoAnswerInTime extends Error {
  constructor(options?: ErrorOptions) {
    super('no answer in time', options);
  }
}

/** What a request met in place of an answer, in words. */
const PROBLEMS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection closed before the answer was complete',
  EPIPE: 'connection closed before the request was complete',
  ENOTFOUND: 'name not found',
  ETIMEDOUT: 'connection not answered',
};

/** Speaks to one host over connections that are kept, at given addresses or at those of its name. */
export class HttpTarget {
  private readonly agent: HttpAgent;

  /**
   * @param base `https://web.dev.example.com:10443`; its name is also the one that the certificate is for
   * @param connections how many there are at most; further requests wait
   */
  constructor(
    private readonly base: URL,
    addresses?: readonly string[],
    connections = 1,
  ) {
    const Agent = base.protocol === 'https:' ? HttpsAgent : HttpAgent;
    this.agent = new Agent({
      keepAlive: true,
      maxSockets: connections,
      ...(addresses && { lookup: lookupIn(addresses) }),
    });
  }

  /** Throws an error whose message says in words why there is no answer. */
  async exchange(sent: Sent): Promise<Received> {
    const send = this.base.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send({
      agent: this.agent,
      protocol: this.base.protocol,
      hostname: this.base.hostname,
      port: this.base.port,
      method: sent.method,
      path: sent.path,
      headers: [...sent.headers, ...ownHeaders(this.base, sent)].flat(),
    });
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      request.destroy();
    }, sent.timeoutMilliseconds);
    try {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        request.once('response', resolve);
        request.on('error', reject);
        request.end(sent.body);
      });
      return await received(response, sent.limit);
    } catch (error) {
      throw timedOut ? new NoAnswerInTime({ cause: error }) : new Error(inWords(error), { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.agent.destroy();
  }
}

/** Methods that a server expects a length of, even of nothing. */
const WITH_BODY = ['POST', 'PUT', 'PATCH'];

/** What Node adds by itself only to headers that have no order. */
function ownHeaders({ host }: URL, { method, body }: Sent): Header[] {
  const length = body?.length ?? (WITH_BODY.includes(method) ? 0 : undefined);
  return [['Host', host], ...(length === undefined ? [] : [['Content-Length', String(length)] as const])];
}

async function received(response: IncomingMessage, limit: number): Promise<Received> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop closes the connection: nobody waits for what will not be read.
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk.subarray(0, limit - size));
    size += chunk.length;
    if (size > limit) break;
  }
  return {
    status: response.statusCode!,
    headers: pairsOf(response.rawHeaders),
    body: Buffer.concat(chunks),
    isComplete: size <= limit,
  };
}

/** Node gives headers as they came: name, value, name, value. */
export function pairsOf(raw: readonly string[]): Header[] {
  return Array.from({ length: raw.length / 2 }, (_, index) => [raw[2 * index]!, raw[2 * index + 1]!]);
}

/** The addresses in turn, so that all of a load balancer's take part; Node goes on to the next one that answers. */
function lookupIn(addresses: readonly string[]): LookupFunction {
  let turn = 0;
  return (_name, options, callback) => {
    const first = turn++ % addresses.length;
    const ordered = [...addresses.slice(first), ...addresses.slice(0, first)].map((address) => ({
      address,
      family: 4,
    }));
    if (options.all) callback(null, ordered);
    else callback(null, ordered[0]!.address, ordered[0]!.family);
  };
}

function inWords(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return PROBLEMS[code ?? ''] ?? (message || code || String(error));
}
