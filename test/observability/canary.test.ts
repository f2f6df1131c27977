import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CANARY_VARIABLE } from '../../lib/observability/constants';
import { answering, closingHalfWay, HttpService, silent } from '../support/http-service';

// The file itself, as Synthetics runs it.
const { handler }: { handler: () => Promise<void> } = require('../../lib/observability/canary/index.js');

const service = HttpService.forTests();
const secure = HttpService.forTests(selfSigned());
let log: jest.SpyInstance;
const variables = { ...process.env };

beforeEach(() => {
  log = jest.spyOn(console, 'log').mockImplementation();
});
afterEach(() => {
  process.env = { ...variables };
  jest.restoreAllMocks();
});

function selfSigned(): { key: string; cert: string } {
  const root = mkdtempSync(join(tmpdir(), 'slipway-canary-'));
  const [key, cert] = [join(root, 'key.pem'), join(root, 'cert.pem')];
  const options = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync('openssl', ['req', '-x509', ...options, '-keyout', key, '-out', cert, ...subject], { stdio: 'pipe' });
  const pair = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  rmSync(root, { recursive: true });
  return pair;
}

function ask(target: string): Promise<void> {
  process.env[CANARY_VARIABLE] = target;
  return handler();
}

test('200 is a good answer, and is noted with its time', async () => {
  await ask(`${service.url}/health?deep=1`);
  expect(service.requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /health?deep=1']);
  expect(service.requests[0]!.headers['user-agent']).toBe('slipway-canary');
  const [line] = log.mock.calls[0] as [string];
  expect(JSON.parse(line)).toEqual({
    target: `${service.url}/health?deep=1`,
    status: 200,
    milliseconds: expect.any(Number),
  });
});

test.each([204, 302, 404, 500, 503])('%i is none, and is noted as well', async (status) => {
  service.on((request, response) => {
    response.setHeader('location', '/');
    if (request.url === '/health') response.writeHead(status).end();
    else answering(200)(request, response);
  });
  await expect(ask(`${service.url}/health`)).rejects.toThrow(new RegExp(`/health answered ${status} after \\d+ ms$`));
  // A redirect is not followed.
  expect(service.requests).toHaveLength(1);
  expect(log.mock.calls[0]![0]).toContain(`"status":${status}`);
});

test('an answer that stops half-way is none', async () => {
  service.on(closingHalfWay);
  await expect(ask(service.url)).rejects.toThrow(/did not answer after \d+ ms: terminated \(UND_ERR_SOCKET\)$/);
});

test('no answer within ten seconds is none', async () => {
  service.on(silent);
  const original = AbortSignal.timeout.bind(AbortSignal);
  const timeout = jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => original(20));
  await expect(ask(service.url)).rejects.toThrow(/did not answer after \d+ ms: .*timeout/);
  expect(timeout).toHaveBeenCalledWith(10_000);
});

test('a port on which nobody listens is none', async () => {
  await expect(ask('http://127.0.0.1:1/')).rejects.toThrow(/did not answer after \d+ ms: fetch failed \(/);
});

test('a name that does not exist is none', async () => {
  await expect(ask('http://nobody.invalid/')).rejects.toThrow(/fetch failed \((ENOTFOUND|EAI_AGAIN)\)$/);
});

test('a certificate that nobody trusts is none', async () => {
  await expect(ask(`https://127.0.0.1:${secure.port}/`)).rejects.toThrow(
    /fetch failed \(DEPTH_ZERO_SELF_SIGNED_CERT\)$/,
  );
  expect(secure.requests).toEqual([]);
});

test('without an address it says so', async () => {
  delete process.env[CANARY_VARIABLE];
  await expect(handler()).rejects.toThrow('TARGET must be the address to ask (it is not set)');
});
