import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';

/** How many keys a page of a list has: few, so that every list has several. */
const PAGE = 3;

/** A local server that speaks as much of S3 as this project uses: put, get, and list objects in the order of their keys. */
export class S3Server {
  /** By bucket and key: `bucket/2026/11/25/1.json`. */
  readonly objects = new Map<string, string>();
  /** Every request that was answered, in order: `PUT bucket/key`, `LIST bucket`. */
  readonly requests: string[] = [];
  /** Answers requests with this status in place of doing anything. */
  failWith?: number;
  private readonly server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const url = new URL(request.url!, 'http://localhost');
    const path = decodeURIComponent(url.pathname.slice(1).replace(/\/$/, ''));
    const isList = url.searchParams.has('list-type');
    this.requests.push(`${isList ? 'LIST' : request.method} ${path}`);
    const answer = this.failWith
      ? { status: this.failWith }
      : isList
        ? this.list(path, url)
        : this.object(request.method!, path, body);
    response.writeHead(answer.status, { 'content-type': 'application/xml' }).end(answer.body);
  });

  /** Listens while the tests of the calling file run, and is empty for each of them. */
  static forTests(): S3Server {
    const server = new S3Server();
    beforeAll(() => new Promise<void>((resolve) => server.server.listen(0, '127.0.0.1', resolve)));
    beforeEach(() => {
      server.objects.clear();
      server.requests.length = 0;
      server.failWith = undefined;
    });
    afterAll(() => new Promise((resolve) => server.server.close(resolve)));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get client(): S3Client {
    return new S3Client({
      endpoint: this.url,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'AKIAEXAMPLELOCAL', secretAccessKey: 'local-secret' },
      maxAttempts: 1,
    });
  }

  private object(method: string, path: string, body: string): { status: number; body?: string } {
    if (method === 'PUT') {
      this.objects.set(path, body);
      return { status: 200 };
    }
    const found = this.objects.get(path);
    return found === undefined
      ? { status: 404, body: '<Error><Code>NoSuchKey</Code><Message>no such key</Message></Error>' }
      : { status: 200, body: found };
  }

  private list(bucket: string, url: URL): { status: number; body: string } {
    const after = url.searchParams.get('continuation-token') ?? url.searchParams.get('start-after') ?? '';
    const keys = [...this.objects.keys()]
      .filter((path) => path.startsWith(`${bucket}/`))
      .map((path) => path.slice(bucket.length + 1))
      .filter((key) => key > after)
      .sort();
    const page = keys.slice(0, PAGE);
    const next = keys.length > PAGE ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
    const contents = page.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('');
    return {
      status: 200,
      body: `<ListBucketResult><IsTruncated>${next !== ''}</IsTruncated>${next}${contents}</ListBucketResult>`,
    };
  }
}
