import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A sampling rule as X-Ray answers it; by default for every request, and choosing none. */
export function rule(fields: object): object {
  return {
    RuleName: 'orders',
    Priority: 100,
    FixedRate: 0,
    ReservoirSize: 0,
    ServiceName: '*',
    ServiceType: '*',
    ResourceARN: '*',
    Host: '*',
    HTTPMethod: '*',
    URLPath: '*',
    Version: 1,
    Attributes: {},
    ...fields,
  };
}

/** A collector on 127.0.0.1 that hands on what X-Ray would answer. */
export async function startRulesProxy() {
  const proxy = {
    rules: [] as object[],
    targets: [] as object[],
    modified: 1_767_000_000,
    pageSize: 100,
    behaviour: 'answer' as 'answer' | 'hang' | 'hang up' | 'fail' | 'nonsense' | 'something else',
    /** How often the first page of the rules was asked for. */
    asked: 0,
    reports: [] as Record<string, unknown>[],
  };
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    if (proxy.behaviour === 'hang') return;
    if (proxy.behaviour === 'hang up') return void response.destroy();
    if (proxy.behaviour === 'fail') return void response.writeHead(503).end();
    if (proxy.behaviour === 'nonsense') return void response.end('<html>');
    if (proxy.behaviour === 'something else') return void response.end('{"SamplingRuleRecords": 5}');
    const body = JSON.parse(text);
    if (request.url === '/SamplingTargets') {
      proxy.reports.push(...body.SamplingStatisticsDocuments);
      response.end(JSON.stringify({ SamplingTargetDocuments: proxy.targets, LastRuleModification: proxy.modified }));
    } else {
      const from = Number(body.NextToken ?? 0);
      if (from === 0) proxy.asked += 1;
      const records = proxy.rules.slice(from, from + proxy.pageSize).map((one) => ({ SamplingRule: one }));
      const next = from + proxy.pageSize;
      const NextToken = next < proxy.rules.length ? String(next) : null;
      response.end(JSON.stringify({ SamplingRuleRecords: records, NextToken }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(proxy, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

/** What `startRulesProxy` resolves to. */
export type RulesProxy = Awaited<ReturnType<typeof startRulesProxy>>;
