import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call as it came over the wire. */
export interface AwsRequest {
  /** `DescribeImages`, `AssumeRole`, … or the path of a plain GET. */
  readonly action: string;
  /** The parsed JSON body, or the members of a form. */
  readonly input: Record<string, unknown>;
  /** The access key of the signature. */
  readonly accessKey?: string;
  /** The region of the signature. */
  readonly region?: string;
}

/** The result of an action, or what {@link awsError} made. */
export type AwsAnswer = object;

/** Answers one action; throwing what {@link awsError} makes answers with that error. */
export type AwsHandler = (input: Record<string, unknown>) => AwsAnswer;

class ErrorAnswer extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

/** An error as AWS sends it. */
export function awsError(code: string, message: string, status = 400): Error {
  return new ErrorAnswer(code, message, status);
}

/** A local server that speaks AWS JSON 1.1, and the query protocol for STS, to the real SDK. */
export class AwsServer {
  /** Every call, in order. */
  readonly requests: AwsRequest[] = [];
  private handlers: Record<string, AwsHandler> = {};
  private readonly server = createServer((request, response) => {
    this.answer(request).then(({ status, type, body }) => {
      response.writeHead(status, { 'content-type': type }).end(body);
    });
  });

  /** Listens while the tests of the calling file run, and forgets handlers and requests between them. */
  static forTests(): AwsServer {
    const server = new AwsServer();
    beforeAll(() => new Promise<void>((resolve) => server.server.listen(0, '127.0.0.1', resolve)));
    beforeEach(() => {
      server.requests.length = 0;
      server.handlers = {};
    });
    afterAll(() => new Promise((resolve) => server.server.close(resolve)));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Sets what actions answer; an action without a handler is denied. */
  on(handlers: Record<string, AwsHandler>): void {
    Object.assign(this.handlers, handlers);
  }

  /** The names of the actions that were called, in order. */
  get actions(): string[] {
    return this.requests.map(({ action }) => action);
  }

  /** The input of the calls of one action. */
  inputs(action: string): Record<string, unknown>[] {
    return this.requests.filter((request) => request.action === action).map(({ input }) => input);
  }

  private async answer(request: IncomingMessage): Promise<{ status: number; type: string; body: string }> {
    let body = '';
    for await (const chunk of request) body += chunk;
    const target = request.headers['x-amz-target'] as string | undefined;
    const query = !target && request.method === 'POST';
    const input: Record<string, unknown> = query
      ? Object.fromEntries(new URLSearchParams(body))
      : JSON.parse(body || '{}');
    const action = target?.split('.')[1] ?? (query ? String(input['Action']) : request.url!);
    const [, accessKey, region] = /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
    this.requests.push({ action, input, accessKey, region });
    try {
      const handler = this.handlers[action];
      if (!handler) throw awsError('AccessDeniedException', `User: build is not authorized to perform: ${action}`);
      const result = handler(input);
      if (query)
        return { status: 200, type: 'text/xml', body: element(`${action}Response`, { [`${action}Result`]: result }) };
      return { status: 200, type: 'application/x-amz-json-1.1', body: JSON.stringify(result) };
    } catch (error) {
      if (!(error instanceof ErrorAnswer)) throw error;
      const { code, message, status } = error;
      if (query) {
        return {
          status,
          type: 'text/xml',
          body: element('ErrorResponse', { Error: { Type: 'Sender', Code: code, Message: message } }),
        };
      }
      return { status, type: 'application/x-amz-json-1.1', body: JSON.stringify({ __type: code, message }) };
    }
  }
}

function element(name: string, value: unknown): string {
  const content =
    typeof value === 'object' && value !== null
      ? Object.entries(value).map(([key, member]) => element(key, member))
      : [String(value).replace(/&/g, '&amp;').replace(/</g, '&lt;')];
  return `<${name}>${content.join('')}</${name}>`;
}
