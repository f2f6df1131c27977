import { createServer } from 'node:net';
import type { SmokeRequest, Validation } from '../../lib/config/delivery';
import { handler } from '../../lib/validation/probe.lambda';
import type { Verdict } from '../../lib/validation/probe-event';
import { answering, closingHalfWay, HttpService, silent } from '../support/http-service';

const service = HttpService.forTests();
const health: SmokeRequest = { method: 'GET', path: '/health', headers: {}, status: 200 };

/** What the probe finds about the real server. */
async function verdict(validation: Partial<Validation> = {}, url = service.url): Promise<Verdict> {
  process.env['TEST_URL'] = url;
  process.env['PRODUCTION_URL'] = 'http://production.invalid';
  const complete = { requests: [health], timeoutSeconds: 5, ...validation };
  return (await handler({ kind: 'smoke', listener: 'test', validation: complete })) as Verdict;
}

const failuresOf = async (...args: Parameters<typeof verdict>) => (await verdict(...args)).failures;

test('a service that answers as it should is good', async () => {
  service.on(answering(200, { status: 'ok', version: 7 }));
  expect(await verdict({ requests: [{ ...health, json: { status: 'ok' } }] })).toEqual({ requests: 1, failures: [] });
});

test('every request arrives as it is stated', async () => {
  service.on(answering(201));
  const order = {
    method: 'POST',
    path: '/orders?dry=1',
    headers: { 'X-Tenant': 'smoke' },
    body: { sku: 'ä', count: 2 },
    status: 201,
  };
  expect(await failuresOf({ requests: [order, { ...health, status: 201 }] })).toEqual([]);
  const [first, second] = service.requests;
  expect(first).toMatchObject({ method: 'POST', url: '/orders?dry=1' });
  expect(first!.headers).toMatchObject({
    host: `127.0.0.1:${service.port}`,
    'x-tenant': 'smoke',
    'content-type': 'application/json',
    'user-agent': 'slipway-validation',
  });
  expect(JSON.parse(Buffer.from(first!.body, 'latin1').toString())).toEqual({ sku: 'ä', count: 2 });
  expect(second).toMatchObject({ method: 'GET', url: '/health', body: '' });
});

test('a header that is stated takes the place of the own one', async () => {
  await verdict({ requests: [{ ...health, headers: { 'user-agent': 'team' }, body: 'x' }] });
  expect(service.requests[0]!.rawHeaders.filter((name) => /^user-agent$/i.test(name))).toHaveLength(1);
  expect(service.requests[0]!.headers['user-agent']).toBe('team');
});

test.each(['POST', 'PUT', 'PATCH'])('a %s without a body says that it has none', async (method) => {
  await verdict({ requests: [{ ...health, method }] });
  expect(service.requests[0]!.headers).toMatchObject({ 'content-length': '0' });
});

test('the answer to HEAD has a status and no body', async () => {
  expect(await failuresOf({ requests: [{ ...health, method: 'HEAD' }] })).toEqual([]);
});

test('a wrong status and wrong JSON are told', async () => {
  service.on(answering(500, { status: 'down' }));
  expect(await failuresOf({ requests: [{ ...health, json: { status: 'ok' } }] })).toEqual([
    'GET /health: expected status 200, got status 500',
    'GET /health: expected $.status "ok", got "down"',
  ]);
});

test('a redirect is an answer, and not followed', async () => {
  service.on((_request, response) => response.writeHead(302, { location: '/elsewhere' }).end());
  expect(await failuresOf({ requests: [{ ...health, status: 302 }] })).toEqual([]);
  expect(service.requests).toHaveLength(1);
});

test('a service that never answers does not hold the probe longer than the validation may take', async () => {
  service.on(silent);
  expect(await failuresOf({ requests: [health, health], timeoutSeconds: 0.1 })).toEqual([
    'GET /health: expected status 200, got no answer in time',
    'GET /health: expected status 200, got nothing, as the 0.1 s were up before it was sent',
  ]);
});

test('an answer that begins and never ends is none', async () => {
  service.on((_request, response) => void response.writeHead(200).write('{'));
  expect(await failuresOf({ timeoutSeconds: 0.1 })).toEqual([
    'GET /health: expected status 200, got no answer in time',
  ]);
});

test('a service that closes the connection half-way has not answered', async () => {
  service.on(closingHalfWay);
  expect(await failuresOf()).toEqual([
    'GET /health: expected status 200, got connection closed before the answer was complete',
  ]);
});

test('a connection that breaks does not spoil the next request', async () => {
  service.on((request, response) => {
    if (request.url === '/health') response.destroy();
    else answering(200)(request, response);
  });
  expect(await failuresOf({ requests: [health, { ...health, path: '/orders' }] })).toHaveLength(1);
});

test('a service that speaks no HTTP has not answered', async () => {
  const server = createServer((socket) => socket.on('error', () => {}).end('hello\r\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const [failure] = await failuresOf({}, `http://127.0.0.1:${port}`);
  server.close();
  expect(failure).toMatch(/^GET \/health: expected status 200, got Parse Error/);
});

test('a port where nothing listens is told', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  expect(await failuresOf({}, `http://127.0.0.1:${port}`)).toEqual([
    'GET /health: expected status 200, got connection refused',
  ]);
});

describe('a huge answer', () => {
  const CHUNK = 'x'.repeat(64 * 1024);
  let written = 0;

  beforeEach(() => {
    written = 0;
    service.on((_request, response) => {
      const write = () => {
        while (!response.destroyed) {
          written += CHUNK.length;
          if (!response.write(CHUNK)) return void response.once('drain', write);
        }
      };
      write();
    });
  });

  test('is not read to its end where only the status matters', async () => {
    expect(await failuresOf()).toEqual([]);
    expect(written).toBeLessThan(50 * 1024 * 1024);
  });

  test('is not what was asked for where JSON matters', async () => {
    expect(await failuresOf({ requests: [{ ...health, json: {} }] })).toEqual([
      'GET /health: expected JSON, got an answer that is too large to be read',
    ]);
  });
});

describe('a latency budget', () => {
  const latency = { requests: 20, p95Milliseconds: 5000 };

  test('is measured with as many repetitions of the first request, over one connection', async () => {
    const second = { ...health, path: '/orders' };
    expect(await verdict({ requests: [health, second], latency })).toEqual({ requests: 22, failures: [] });
    expect(service.requests.map(({ url }) => url)).toEqual(['/health', '/orders', ...Array(20).fill('/health')]);
  });

  test('fails for a service that is slower', async () => {
    service.on((request, response) => setTimeout(answering(200), 5, request, response));
    const [failure] = await failuresOf({ latency: { requests: 10, p95Milliseconds: 1 } });
    expect(failure).toMatch(/^GET \/health: expected 95 % of 10 requests answered within 1 ms, got (?!1 ms)\d+ ms$/);
  });

  test('fails when the time of the validation is up first', async () => {
    service.on((request, response) => {
      if (service.requests.length < 4) answering(200)(request, response);
    });
    const failures = await failuresOf({ latency, timeoutSeconds: 0.2 });
    expect(failures).toEqual([
      'GET /health: expected 95 % of 20 requests answered within 5000 ms, got only 3 sent when the 0.2 s were up',
      'GET /health: expected status 200 each time, got 2 of 3; no answer in time',
    ]);
  });
});
