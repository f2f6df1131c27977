import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** One request as the service saw it. */
export interface ServiceRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

export type ServiceHandler = (request: ServiceRequest, response: ServerResponse) => void;

/** A real HTTP server on this machine, which behaves as each test says. */
export class HttpService {
  /** Every request, in order. */
  readonly requests: ServiceRequest[] = [];
  /** How many requests were open at the same time at most. */
  mostAtOnce = 0;
  private open = 0;
  private handler: ServiceHandler = answering(200);
  private readonly server;

  private constructor(readonly tls?: { readonly key: string; readonly cert: string }) {
    const listener: RequestListener = (request, response) => void this.receive(request, response);
    this.server = tls ? createSecureServer(tls, listener) : createServer(listener);
  }

  /** Listens while the tests of the calling file run; every test starts with 200 and `{}`. */
  static forTests(tls?: { readonly key: string; readonly cert: string }): HttpService {
    const service = new HttpService(tls);
    beforeAll(() => new Promise<void>((resolve) => service.server.listen(0, '127.0.0.1', resolve)));
    beforeEach(() => {
      service.requests.length = 0;
      service.mostAtOnce = 0;
      service.open = 0;
      service.handler = answering(200);
    });
    afterAll(() => {
      service.server.closeAllConnections();
      return new Promise((resolve) => service.server.close(resolve));
    });
    return service;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  on(handler: ServiceHandler): void {
    this.handler = handler;
  }

  private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.open += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.open);
    response.on('close', () => {
      this.open -= 1;
    });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url, headers, rawHeaders } = request;
    const seen = { method: method!, url: url!, headers, rawHeaders, body: Buffer.concat(chunks).toString('latin1') };
    this.requests.push(seen);
    this.handler(seen, response);
  }
}

/** Answers with a status and JSON. */
export function answering(status: number, json: unknown = {}): ServiceHandler {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  };
}

/** Takes the request and never answers. */
export const silent: ServiceHandler = () => {};

/** Closes the connection in the middle of the answer. */
export const closingHalfWay: ServiceHandler = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
  response.write('{"a":', () => response.destroy());
};
