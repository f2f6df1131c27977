import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { handler } from '../../lib/validation/probe.lambda';
import type { PassedAnswer, ProbeEvent, RequestEvent } from '../../lib/validation/probe-event';
import { bundleHandler, callBundle } from '../support/handler';
import { answering, HttpService } from '../support/http-service';
import { temporaryDirectory } from '../support/program';

const root = temporaryDirectory();
const NAME = 'web.dev.example.com';
const service = HttpService.forTests();
const secure = HttpService.forTests(certificateFor(NAME));

/** Signed by itself, for one name. */
function certificateFor(name: string) {
  const [key, cert] = [join(root, 'key.pem'), join(root, 'cert.pem')];
  const options = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
  execFileSync('openssl', ['req', '-x509', ...options, '-keyout', key, '-out', cert, ...subject], { stdio: 'pipe' });
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}

beforeEach(() => {
  process.env['PRODUCTION_URL'] = service.url;
  process.env['TEST_URL'] = 'http://127.0.0.1:1';
});

function request(event: Partial<RequestEvent> = {}): Promise<PassedAnswer> {
  const complete = { method: 'GET', path: '/', headers: [], body: '', timeoutMilliseconds: 5000, ...event };
  return handler({ kind: 'request', listener: 'production', ...complete }) as Promise<PassedAnswer>;
}

describe('a request that is passed on', () => {
  test('arrives with its method, path, headers and body, byte for byte', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    await request({
      method: 'PUT',
      path: '/files/a%20b?x=1&x=2',
      headers: [
        ['X-One', '1'],
        ['x-one', '2'],
      ],
      body: bytes.toString('base64'),
    });
    const [seen] = service.requests;
    expect(seen).toMatchObject({ method: 'PUT', url: '/files/a%20b?x=1&x=2' });
    expect(seen!.headers).toMatchObject({ 'x-one': '1, 2', 'content-length': '256' });
    expect(Buffer.from(seen!.body, 'latin1')).toEqual(bytes);
  });

  test('is answered with status, headers in their order and body, byte for byte', async () => {
    const bytes = Buffer.from([0, 255, 128, 10]);
    service.on((_request, response) => {
      response.setHeader('Set-Cookie', ['a=1', 'b=2']);
      response.writeHead(418, { 'Content-Type': 'image/png' }).end(bytes);
    });
    const answer = await request();
    expect(answer).toMatchObject({ status: 418, body: bytes.toString('base64'), origin: service.url });
    expect(answer.headers.filter(([name]) => /^(set-cookie|content-type)$/i.test(name))).toEqual([
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
      ['Content-Type', 'image/png'],
    ]);
  });

  test('is refused where the answer is larger than Lambda can return', async () => {
    service.on((_request, response) => void response.end(Buffer.alloc(5 * 1024 * 1024)));
    await expect(request()).rejects.toThrow('the answer is larger than 4194304 bytes, which the probe cannot pass');
  });

  test('goes to the listener that is named and no other', async () => {
    await expect(request({ listener: 'test' })).rejects.toThrow('connection refused');
    expect(service.requests).toEqual([]);
  });
});

test('a probe that was not told its addresses says so', async () => {
  delete process.env['TEST_URL'];
  await expect(request()).rejects.toThrow('missing environment variables: TEST_URL');
});

test('the addresses of the load balancer stand for its name, and the next is tried where one is dead', async () => {
  process.env['PRODUCTION_URL'] = `http://${NAME}:${service.port}`;
  // Nothing listens on this address of the same machine.
  await request({ addresses: ['127.0.0.2', '127.0.0.1'] });
  expect(service.requests[0]!.headers.host).toBe(`${NAME}:${service.port}`);
});

describe('under TLS', () => {
  let bundle: string;
  const smoke: ProbeEvent = {
    kind: 'smoke',
    listener: 'test',
    addresses: ['127.0.0.1'],
    validation: { requests: [{ method: 'GET', path: '/', headers: {}, status: 200 }], timeoutSeconds: 5 },
  };
  const ask = async (name: string, authorities?: string) => {
    const TEST_URL = `https://${name}:${secure.port}`;
    const env = { TEST_URL, PRODUCTION_URL: TEST_URL, NODE_EXTRA_CA_CERTS: authorities };
    return (await callBundle(bundle, smoke, { home: root, env })).answer;
  };

  beforeAll(async () => {
    bundle = await bundleHandler('lib/validation/probe.lambda.ts', root);
  });

  test('the load balancer is asked by its private address under the name of the certificate', async () => {
    secure.on(answering(200));
    expect(await ask(NAME, join(root, 'cert.pem'))).toEqual({ requests: 1, failures: [] });
    expect(secure.requests[0]!.headers.host).toBe(`${NAME}:${secure.port}`);
  });

  test('a certificate for another name is not accepted', async () => {
    expect(await ask('other.example.com', join(root, 'cert.pem'))).toEqual({
      requests: 1,
      failures: [expect.stringMatching(/^GET \/: expected status 200, got .*does not match certificate/)],
    });
  });

  test('a certificate of an unknown authority is not accepted', async () => {
    expect(await ask(NAME)).toEqual({ requests: 1, failures: [expect.stringContaining('self-signed certificate')] });
    expect(secure.requests).toEqual([]);
  });
});
