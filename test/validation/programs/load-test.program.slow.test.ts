import { handler } from '../../../lib/validation/probe.lambda';
import type { LoadEvent } from '../../../lib/validation/probe-event';
import { AwsServer, sessionOf } from '../../support/aws-server';
import { answering, HttpService } from '../../support/http-service';
import { bundleProgram, type ProgramResult, runBundle, temporaryDirectory } from '../../support/program';

const root = temporaryDirectory();
const server = AwsServer.forTests();
const service = HttpService.forTests();
let bundle: string;

beforeAll(async () => {
  bundle = await bundleProgram('lib/validation/programs/load-test.program.ts', root);
});

beforeEach(() => {
  Object.assign(process.env, { PRODUCTION_URL: service.url, TEST_URL: 'http://test.invalid' });
  server.on({
    AssumeRole: () => sessionOf('ASIAPROBE'),
    // The probe itself, in a hurry: what takes a minute is sent at once.
    Invoke: (input) => handler({ ...(input as unknown as LoadEvent), requestsPerSecond: 10_000 }),
  });
});

function run(plan: object | string): Promise<ProgramResult> {
  return runBundle(bundle, {
    home: root,
    env: {
      AWS_ENDPOINT_URL: server.url,
      PROBE_ROLE_ARN: 'arn:aws:iam::222222222222:role/shop-dev-web-probe',
      ENVIRONMENT_REGION: 'eu-west-1',
      PROBE_FUNCTION: 'shop-dev-web-probe',
      LOAD_TEST: typeof plan === 'string' ? plan : JSON.stringify(plan),
    },
  });
}

const plan = { path: '/orders', requestsPerSecond: 1, seconds: 70, p95Milliseconds: 9000, errorPercent: 5 };

test('the service gets all requests, a minute of them with each call of the probe, and the build says what came', async () => {
  const { code, stdout, stderr } = await run(plan);
  expect([code, stderr]).toEqual([0, '']);
  expect(service.requests.map(({ url }) => url)).toEqual(Array(70).fill('/orders'));
  expect(server.inputs('Invoke')).toEqual([
    expect.objectContaining({ FunctionName: 'shop-dev-web-probe', kind: 'load', listener: 'production', requests: 60 }),
    expect.objectContaining({ requests: 10, requestsPerSecond: 1, timeoutMilliseconds: 10_000 }),
  ]);
  expect(stdout.split('\n').slice(0, 5)).toEqual([
    'GET /orders, 1 a second for 70 s',
    'sent 60',
    'sent 70',
    'requests   70, 1 a second',
    'answers    200: 70',
  ]);
});

test('a service that fails under load fails the build, after the table', async () => {
  service.on((request, response) => answering(service.requests.length % 5 ? 200 : 503)(request, response));
  const { code, stdout, stderr } = await run({ ...plan, seconds: 50 });
  expect([code, stderr]).toEqual([
    1,
    'error: the load test failed: 20 % of the requests failed, and the limit is 5 %\n',
  ]);
  expect(stdout).toContain('answers    200: 40, 503: 10\n');
});

test('a plan that is not JSON is one line', async () => {
  expect(await run('{')).toEqual({ code: 1, stdout: '', stderr: 'error: LOAD_TEST is not JSON\n' });
});
