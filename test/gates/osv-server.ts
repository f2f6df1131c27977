import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OsvRecord } from '../../lib/gates/programs/vulnerabilities';

/** What one request is answered with, in place of the ordinary answer. */
type Special = { readonly status: number; readonly body: string };

/** A local server that answers as OSV does: https://google.github.io/osv.dev/api/ */
export class OsvServer {
  /** Every request: its path, and the package URLs that it asks about. */
  readonly requests: { path: string; purls?: string[] }[] = [];
  /** The ids of vulnerabilities by package URL, in pages. */
  pages: Record<string, string[][]> = {};
  records: Record<string, OsvRecord> = {};
  /** Answers for the next requests, in order; after them the ordinary ones. */
  special: Special[] = [];

  private readonly server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const queries: { package: { purl: string }; page_token?: string }[] | undefined = body && JSON.parse(body).queries;
    this.requests.push({ path: request.url!, ...(queries && { purls: queries.map((query) => query.package.purl) }) });
    const special = this.special.shift();
    if (special) {
      response.writeHead(special.status).end(special.body);
      return;
    }
    if (queries) {
      response.end(JSON.stringify({ results: queries.map((query) => this.result(query)) }));
      return;
    }
    const record = this.records[decodeURIComponent(request.url!.split('/').at(-1)!)];
    response.writeHead(record ? 200 : 404).end(JSON.stringify(record ?? { code: 5, message: 'Bug not found.' }));
  });

  static forTests(): OsvServer {
    const osv = new OsvServer();
    beforeAll(() => new Promise<void>((resolve) => osv.server.listen(0, '127.0.0.1', resolve)));
    beforeEach(() => {
      osv.requests.length = 0;
      osv.pages = {};
      osv.records = {};
      osv.special = [];
    });
    afterAll(() => new Promise((resolve) => osv.server.close(resolve)));
    return osv;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private result({ package: { purl }, page_token: token }: { package: { purl: string }; page_token?: string }): object {
    const pages = this.pages[purl];
    if (!pages) return {};
    const page = Number(token ?? 0);
    return {
      vulns: pages[page]!.map((id) => ({ id, modified: '2026-01-01T00:00:00Z' })),
      ...(page + 1 < pages.length && { next_page_token: String(page + 1) }),
    };
  }
}
