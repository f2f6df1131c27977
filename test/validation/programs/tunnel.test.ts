import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { handler } from '../../../lib/validation/probe.lambda';
import type { PassedAnswer, RequestEvent } from '../../../lib/validation/probe-event';
import { openTunnel, type Tunnel } from '../../../lib/validation/programs/tunnel';
import { answering, closingHalfWay, HttpService } from '../../support/http-service';

const service = HttpService.forTests();
/** The probe itself, without Lambda between it and the tunnel. */
const probe = {
  request: (event: Omit<RequestEvent, 'kind'>) => handler({ ...event, kind: 'request' }) as Promise<PassedAnswer>,
};
let tunnel: Tunnel;

beforeEach(async () => {
  Object.assign(process.env, { PRODUCTION_URL: service.url, TEST_URL: 'http://test.invalid' });
  tunnel = await openTunnel(probe, { listener: 'production' });
});
afterEach(async () => {
  jest.restoreAllMocks();
  await tunnel.close();
});

test('a request and its answer go through unchanged', async () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  service.on((_request, response) => void response.writeHead(201, { 'x-id': '7' }).end(bytes));
  const answer = await fetch(`${tunnel.url}/orders/1?a=%20`, {
    method: 'PUT',
    body: bytes,
    headers: { 'x-tenant': 'a' },
  });
  expect([answer.status, answer.headers.get('x-id')]).toEqual([201, '7']);
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
  expect(service.requests[0]).toMatchObject({ method: 'PUT', url: '/orders/1?a=%20' });
  expect(service.requests[0]!.headers['x-tenant']).toBe('a');
  expect(Buffer.from(service.requests[0]!.body, 'latin1')).toEqual(bytes);
});

test('a compressed answer stays compressed, with the header that says so', async () => {
  service.on(
    (_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('hello')),
  );
  expect(await (await fetch(tunnel.url)).text()).toBe('hello');
});

test('every cookie of an answer comes through', async () => {
  service.on((_request, response) => void response.writeHead(200, { 'set-cookie': ['a=1', 'b=2'] }).end());
  expect((await fetch(tunnel.url)).headers.getSetCookie()).toEqual(['a=1', 'b=2']);
});

test('an error of the service is its answer', async () => {
  service.on(answering(500, { error: 'x' }));
  const answer = await fetch(tunnel.url);
  expect([answer.status, await answer.json()]).toEqual([500, { error: 'x' }]);
});

test('the service sees its own name and not that of the tunnel', async () => {
  await fetch(tunnel.url);
  expect(service.requests[0]!.headers.host).toBe(`127.0.0.1:${service.port}`);
});

test('headers of the connection to the tunnel end there', async () => {
  await new Promise<void>((resolve, reject) => {
    const headers = { te: 'trailers', 'keep-alive': 'timeout=5', 'transfer-encoding': 'chunked', 'x-own': '1' };
    httpRequest(tunnel.url, { method: 'POST', headers }, (answer) => answer.resume().on('end', resolve))
      .on('error', reject)
      .end('body');
  });
  const [{ headers, body }] = service.requests as [(typeof service.requests)[0]];
  expect(headers).toMatchObject({ 'x-own': '1', 'content-length': '4' });
  expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['te']));
  expect(headers).not.toHaveProperty('keep-alive');
  expect(headers).not.toHaveProperty('transfer-encoding');
  expect(body).toBe('body');
});

test.each([
  ['to the service itself stays in the tunnel', () => `${service.url}/next?a=1`, () => `${tunnel.url}/next?a=1`],
  ['to a path stays as it is', () => '/next', () => '/next'],
  ['to somewhere else stays as it is', () => `${service.url}9/next`, () => `${service.url}9/next`],
])('a redirect %s', async (_what, from, to) => {
  service.on((_request, response) => void response.writeHead(302, { location: from() }).end());
  const answer = await fetch(tunnel.url, { redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')]).toEqual([302, to()]);
});

describe('what goes wrong on the way is a 502 and a line of the log', () => {
  let log: string[];
  beforeEach(() => {
    log = [];
    jest.spyOn(console, 'error').mockImplementation((line: string) => {
      log.push(line);
    });
  });
  const expectProblem = async (answer: Response, problem: string) => {
    expect([answer.status, await answer.text()]).toEqual([502, `${problem}\n`]);
    expect(log).toEqual([problem]);
  };

  test('when the service breaks off', async () => {
    service.on(closingHalfWay);
    await expectProblem(
      await fetch(`${tunnel.url}/a`),
      'no answer through the probe to GET /a: connection closed before the answer was complete',
    );
  });

  test('when the body is larger than Lambda takes', async () => {
    await expectProblem(
      await fetch(`${tunnel.url}/a`, { method: 'POST', body: Buffer.alloc(4 * 1024 * 1024 + 1) }),
      'no answer through the probe to POST /a: its body has 4194305 bytes, of at most 4194304',
    );
    expect(service.requests).toEqual([]);
  });
});

test('a client that went away does no harm', async () => {
  const controller = new AbortController();
  service.on((request, response) => {
    controller.abort();
    answering(200)(request, response);
  });
  await expect(fetch(tunnel.url, { signal: controller.signal })).rejects.toThrow();
  service.on(answering(200));
  expect((await fetch(tunnel.url)).status).toBe(200);
});

test('requests go through side by side', async () => {
  const waiting: (() => void)[] = [];
  service.on((request, response) => {
    waiting.push(() => answering(200)(request, response));
    if (waiting.length === 3) for (const answer of waiting) answer();
  });
  const answers = await Promise.all([1, 2, 3].map((path) => fetch(`${tunnel.url}/${path}`)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
});
