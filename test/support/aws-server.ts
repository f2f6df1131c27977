import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call as it came over the wire. */
export interface AwsRequest {
  /** `DescribeImages`, `AssumeRole`, `Invoke`, … or the path of a plain GET. */
  readonly action: string;
  /** The parsed JSON body, or the members of a form; of `Invoke` the function's name and what it is called with. */
  readonly input: Record<string, unknown>;
  /** The access key of the signature. */
  readonly accessKey?: string;
  /** The region of the signature. */
  readonly region?: string;
}

/** The result of an action, or what {@link awsError} made. */
export type AwsAnswer = object;

/**
 * Answers one action; throwing what {@link awsError} makes answers with that error. A function that is invoked answers with
 * what it returns, or fails with what it throws.
 */
export type AwsHandler = (input: Record<string, unknown>) => AwsAnswer | Promise<AwsAnswer>;

/** What the server sends. */
interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Record<string, string>;
}

/** What tells EC2's requests from those of other query protocols. */
const EC2_VERSION = '2016-11-15';

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

/** What AssumeRole answers. The secrets start with `session-`, to be looked for in what a program prints. */
export function sessionOf(accessKeyId: string, expiration = '2030-01-01T00:00:00Z'): AwsAnswer {
  return {
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: 'session-secret',
      SessionToken: 'session-token',
      Expiration: expiration,
    },
  };
}

/** A local server that speaks to the real SDK: AWS JSON, the query protocols of STS and EC2, and Lambda's `Invoke`. */
export class AwsServer {
  /** Every call, in order. */
  readonly requests: AwsRequest[] = [];
  private handlers: Record<string, AwsHandler> = {};
  private readonly server = createServer((request, response) => {
    this.answer(request).then(({ status, type, body, headers }) => {
      response.writeHead(status, { 'content-type': type, ...headers }).end(body);
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

  private async answer(request: IncomingMessage): Promise<Reply> {
    let body = '';
    for await (const chunk of request) body += chunk;
    const invoked = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(request.url!)?.[1];
    if (invoked) return this.invoke(invoked, body, request);
    const target = request.headers['x-amz-target'] as string | undefined;
    const query = !target && request.method === 'POST';
    const input: Record<string, unknown> = query
      ? Object.fromEntries(new URLSearchParams(body))
      : JSON.parse(body || '{}');
    const action = target?.split('.')[1] ?? (query ? String(input['Action']) : request.url!);
    this.requests.push({ action, input, ...signerOf(request) });
    try {
      const handler = this.handlers[action];
      if (!handler) throw awsError('AccessDeniedException', `User: build is not authorized to perform: ${action}`);
      const result = await handler(input);
      // EC2's own protocol has no result inside of the response.
      if (query && input['Version'] === EC2_VERSION)
        return { status: 200, type: 'text/xml', body: element(`${action}Response`, result) };
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

  /** A function's own error is an answer of Lambda's too. */
  private async invoke(name: string, body: string, request: IncomingMessage): Promise<Reply> {
    const input = { FunctionName: decodeURIComponent(name), ...JSON.parse(body || '{}') };
    this.requests.push({ action: 'Invoke', input, ...signerOf(request) });
    const type = 'application/json';
    try {
      const handler = this.handlers['Invoke'];
      if (!handler) throw awsError('AccessDeniedException', 'not authorized to perform: lambda:InvokeFunction', 403);
      return { status: 200, type, body: JSON.stringify(await handler(input)) };
    } catch (error) {
      if (error instanceof ErrorAnswer) {
        const { code, message, status } = error;
        return { status, type, body: JSON.stringify({ message }), headers: { 'x-amzn-errortype': code } };
      }
      const { name: errorType, message: errorMessage } = error as Error;
      const failure = JSON.stringify({ errorType, errorMessage });
      return { status: 200, type, body: failure, headers: { 'x-amz-function-error': 'Unhandled' } };
    }
  }
}

function signerOf({ headers }: IncomingMessage): Pick<AwsRequest, 'accessKey' | 'region'> {
  const [, accessKey, region] = /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
  return { accessKey, region };
}

function element(name: string, value: unknown): string {
  if (Array.isArray(value)) {
    return `<${name}>${value.map((item) => element('item', item)).join('')}</${name}>`;
  }
  const content =
    typeof value === 'object' && value !== null
      ? Object.entries(value).map(([key, member]) => element(key, member))
      : [String(value).replace(/&/g, '&amp;').replace(/</g, '&lt;')];
  return `<${name}>${content.join('')}</${name}>`;
}
