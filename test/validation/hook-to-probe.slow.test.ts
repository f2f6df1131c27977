import { handler } from '../../lib/validation/probe.lambda';
import type { ProbeEvent } from '../../lib/validation/probe-event';
import { AwsServer } from '../support/aws-server';
import { bundleHandler, callBundle } from '../support/handler';
import { answering, HttpService } from '../support/http-service';
import { temporaryDirectory } from '../support/program';

/** The whole way: CodeDeploy's event, the bundled hook, AWS's APIs over the wire, the probe, and a service. */

const root = temporaryDirectory();
const server = AwsServer.forTests();
const service = HttpService.forTests();
let bundle: string;

beforeAll(async () => {
  bundle = await bundleHandler('lib/validation/codedeploy-hook.lambda.ts', root);
});

beforeEach(() => {
  Object.assign(process.env, {
    TEST_URL: `http://web.dev.invalid:${service.port}`,
    PRODUCTION_URL: 'http://web.dev.invalid',
  });
  server.on({
    DescribeNetworkInterfaces: () => ({ networkInterfaceSet: [{ privateIpAddress: '127.0.0.1' }] }),
    Invoke: (input) => handler(input as unknown as ProbeEvent),
    PutLifecycleEventHookExecutionStatus: () => ({ lifecycleEventHookExecutionId: 'hook-1' }),
  });
});

function hook() {
  const requests = [{ method: 'GET', path: '/orders', headers: {}, status: 200, json: { orders: [] } }];
  return callBundle(
    bundle,
    { DeploymentId: 'd-1', LifecycleEventHookExecutionId: 'hook-1' },
    {
      home: root,
      env: {
        AWS_ENDPOINT_URL: server.url,
        VALIDATION: JSON.stringify({ requests, timeoutSeconds: 10 }),
        PROBE_FUNCTION: 'shop-dev-web-probe',
        LOAD_BALANCER: 'shop-dev-public',
      },
    },
  );
}

const told = (status: string) => [{ deploymentId: 'd-1', lifecycleEventHookExecutionId: 'hook-1', status }];

test('a good version is let through', async () => {
  service.on(answering(200, { orders: [] }));
  expect(await hook()).toEqual({ answer: null, log: ['the new version is good: requests 1, all as expected'] });
  expect(server.inputs('PutLifecycleEventHookExecutionStatus')).toEqual(told('Succeeded'));
});

test('a bad version is stopped, and the log says what is wrong with it', async () => {
  service.on(answering(500, { orders: 'none' }));
  const { log } = await hook();
  expect(log).toEqual(
    expect.arrayContaining([
      'failed: GET /orders: expected status 200, got status 500',
      'failed: GET /orders: expected $.orders [], got "none"',
    ]),
  );
  expect(server.inputs('PutLifecycleEventHookExecutionStatus')).toEqual(told('Failed'));
});
