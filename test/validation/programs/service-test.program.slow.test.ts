import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { handler } from '../../../lib/validation/probe.lambda';
import type { ProbeEvent } from '../../../lib/validation/probe-event';
import { AwsServer, awsError, sessionOf } from '../../support/aws-server';
import { answering, HttpService } from '../../support/http-service';
import { bundleProgram, type ProgramResult, runBundle, temporaryDirectory } from '../../support/program';

const ROLE = 'arn:aws:iam::222222222222:role/shop-dev-web-probe';

const root = temporaryDirectory();
const server = AwsServer.forTests();
const service = HttpService.forTests();
let bundle: string;

beforeAll(async () => {
  bundle = await bundleProgram('lib/validation/programs/service-test.program.ts', root);
  mkdirSync(join(root, 'clone/apps/web'), { recursive: true });
});

beforeEach(() => {
  // On the name alone nothing answers: the tunnel has to use the address of the load balancer.
  Object.assign(process.env, {
    PRODUCTION_URL: `http://web.dev.invalid:${service.port}`,
    TEST_URL: 'http://test.invalid',
  });
  server.on({
    AssumeRole: () => sessionOf('ASIAPROBE'),
    DescribeNetworkInterfaces: () => ({ networkInterfaceSet: [{ privateIpAddress: '127.0.0.1' }] }),
    // The very handler of the probe, and between it and the program what the SDK sends over the wire.
    Invoke: (input) => handler(input as unknown as ProbeEvent),
  });
});

/** Runs the program as a build does, with the test's own script as the team's command. */
function run(test: string, env: NodeJS.ProcessEnv = {}): Promise<ProgramResult> {
  writeFileSync(join(root, 'clone/apps/web/test.mjs'), test);
  return runBundle(bundle, {
    home: root,
    cwd: join(root, 'clone'),
    env: {
      AWS_ENDPOINT_URL: server.url,
      PROBE_ROLE_ARN: ROLE,
      ENVIRONMENT_REGION: 'eu-west-1',
      PROBE_FUNCTION: 'shop-dev-web-probe',
      LOAD_BALANCER: 'shop-dev-public',
      SOURCE_PATH: 'apps/web',
      INSTALL_COMMAND: 'echo installed in $(basename "$PWD")',
      TEST_COMMAND: 'node test.mjs',
      PIPELINE_EXECUTION_ID: '1234-abcd',
      ...env,
    },
  });
}

const ASKING = `const answer = await fetch(process.env.BASE_URL + '/orders');
console.log(answer.status, await answer.text());`;

test("the team's test reaches the service at BASE_URL, under the role of the environment's account", async () => {
  service.on(answering(200, { orders: [1] }));
  expect(await run(ASKING)).toEqual({
    code: 0,
    stdout: '$ echo installed in $(basename "$PWD")\ninstalled in web\n$ node test.mjs\n200 {"orders":[1]}\n',
    stderr: '',
  });
  expect(service.requests.map(({ url }) => url)).toEqual(['/orders']);
  // Entered once, in the pipeline's region, and used in the environment's.
  expect(server.requests.map(({ action, accessKey, region }) => [action, accessKey, region])).toEqual([
    ['AssumeRole', 'AKIAEXAMPLEBUILD', 'eu-central-1'],
    ['DescribeNetworkInterfaces', 'ASIAPROBE', 'eu-west-1'],
    ['Invoke', 'ASIAPROBE', 'eu-west-1'],
  ]);
  expect(server.inputs('AssumeRole')).toEqual([
    expect.objectContaining({ RoleArn: ROLE, RoleSessionName: 'slipway-1234-abcd' }),
  ]);
});

test("an internal service is reached at its name's own addresses, and nobody is asked for others", async () => {
  process.env['PRODUCTION_URL'] = service.url;
  expect(await run(ASKING, { LOAD_BALANCER: '' })).toMatchObject({ code: 0 });
  expect(server.actions).not.toContain('DescribeNetworkInterfaces');
});

test('a test that fails is a line of its own after its output, and fails the build', async () => {
  const { code, stdout, stderr } = await run('', { TEST_COMMAND: 'echo one failed; exit 3' });
  expect(code).toBe(1);
  expect(stdout).toMatch(/\none failed\n$/);
  expect(stderr).toBe('error: echo one failed; exit 3 ended with 3\n');
});

test('nothing is tested when the installation fails', async () => {
  const { code, stderr } = await run(ASKING, { INSTALL_COMMAND: 'false' });
  expect([code, stderr]).toEqual([1, 'error: false ended with 1\n']);
  expect(server.requests).toEqual([]);
});

test("a probe that fails is an answer of 502 to the team's test, and a line of the log", async () => {
  server.on({
    Invoke: () => {
      throw new Error('boom');
    },
  });
  const { stdout, stderr } = await run(ASKING);
  const line = 'no answer through the probe to GET /orders: Problem: shop-dev-web-probe failed: boom';
  expect(stdout).toContain(`502 ${line}`);
  expect(stderr).toBe(`${line}\n`);
});

test('a role that cannot be entered is one line', async () => {
  server.on({
    AssumeRole: () => {
      throw awsError('AccessDenied', 'not authorized to perform: sts:AssumeRole', 403);
    },
  });
  const { code, stderr } = await run(ASKING);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: cannot assume arn:aws:iam::222222222222:role\/shop-dev-web-probe: .*\n$/);
});

test('a path that leads out of the clone is refused', async () => {
  expect(await run(ASKING, { SOURCE_PATH: '../secrets' })).toMatchObject({
    code: 1,
    stderr: 'error: the source path must be a directory inside the clone, relative to it (got "../secrets")\n',
  });
});
