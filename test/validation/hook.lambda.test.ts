import {
  CodeDeployClient,
  LifecycleEventAlreadyCompletedException,
  PutLifecycleEventHookExecutionStatusCommand,
} from '@aws-sdk/client-codedeploy';
import { DescribeNetworkInterfacesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { InvokeCommand, LambdaClient, TooManyRequestsException } from '@aws-sdk/client-lambda';
import type { Context } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { handler as codeDeployHook } from '../../lib/validation/codedeploy-hook.lambda';
import { handler as ecsHook } from '../../lib/validation/ecs-hook.lambda';

process.env['AWS_REGION'] = 'eu-central-1';
const clients = { lambda: mockClient(LambdaClient), ec2: mockClient(EC2Client), deploy: mockClient(CodeDeployClient) };
const { lambda, ec2, deploy } = clients;
const VALIDATION = { requests: [{ method: 'GET', path: '/health', headers: {}, status: 200 }], timeoutSeconds: 60 };
const EVENT = { DeploymentId: 'd-1', LifecycleEventHookExecutionId: 'hook-1' };

let log: string[] = [];

beforeEach(() => {
  for (const client of Object.values(clients)) client.reset();
  Object.assign(process.env, { VALIDATION: JSON.stringify(VALIDATION), PROBE_FUNCTION: 'shop-dev-web-probe' });
  delete process.env['LOAD_BALANCER'];
  log = [];
  const write = (line: string) => {
    log.push(line);
  };
  jest.spyOn(console, 'log').mockImplementation(write);
  jest.spyOn(console, 'error').mockImplementation(write);
});
afterEach(() => jest.restoreAllMocks());

/** Lambda's context with so many seconds left until Lambda ends the function. */
function context(seconds = 210): Context {
  return { getRemainingTimeInMillis: () => seconds * 1000 } as Context;
}

function probeAnswers(value: unknown, error?: string): void {
  const Payload = Uint8Array.from(Buffer.from(JSON.stringify(value))) as never;
  lambda.on(InvokeCommand).resolves({ Payload, FunctionError: error });
}

/** What CodeDeploy was told, each time. */
function told(): unknown[] {
  return deploy.commandCalls(PutLifecycleEventHookExecutionStatusCommand).map(({ args }) => args[0].input);
}

const succeeded = { deploymentId: 'd-1', lifecycleEventHookExecutionId: 'hook-1', status: 'Succeeded' };
const failed = { ...succeeded, status: 'Failed' };

/** What can befall the way from the hook to a verdict, and the line of the log that says it. */
const ACCIDENTS: readonly { what: string; happens: () => void; said: RegExp; seconds?: number }[] = [
  {
    what: 'the probe crashes',
    happens: () => probeAnswers({ errorType: 'Error', errorMessage: 'boom' }, 'Unhandled'),
    said: /shop-dev-web-probe failed: boom$/,
  },
  {
    what: 'the probe runs out of time',
    happens: () => probeAnswers({ errorMessage: '2026-11-01 Task timed out after 75.00 seconds' }, 'Unhandled'),
    said: /Task timed out after 75\.00 seconds$/,
  },
  { what: 'the probe answers nonsense', happens: () => probeAnswers('hello'), said: /no answer: "hello"$/ },
  {
    what: 'Lambda refuses the call',
    happens: () => {
      lambda.on(InvokeCommand).rejects(new TooManyRequestsException({ message: 'Rate Exceeded.', $metadata: {} }));
    },
    said: /cannot call shop-dev-web-probe: TooManyRequestsException: Rate Exceeded\.$/,
  },
  {
    what: 'its own time is nearly up',
    happens: () => {
      lambda.on(InvokeCommand).callsFake(() => new Promise(() => {}));
    },
    seconds: 15.02,
    said: /not done within 0 s$/,
  },
  {
    what: 'its time was up from the start',
    happens: () => {
      lambda.on(InvokeCommand).callsFake(() => new Promise(() => {}));
    },
    seconds: 1,
    said: /not done within 0 s$/,
  },
  {
    what: 'the load balancer is not found',
    happens: () => {
      process.env['LOAD_BALANCER'] = 'shop-dev-public';
      ec2.on(DescribeNetworkInterfacesCommand).resolves({ NetworkInterfaces: [] });
    },
    said: /the load balancer shop-dev-public has no network interface in use$/,
  },
  {
    what: 'its configuration is missing',
    happens: () => {
      delete process.env['VALIDATION'];
    },
    said: /missing environment variables: VALIDATION$/,
  },
  {
    what: 'its configuration is not JSON',
    happens: () => {
      process.env['VALIDATION'] = '{';
    },
    said: /VALIDATION is not JSON$/,
  },
];

describe('the hook of CodeDeploy', () => {
  test('tells that a good version is good', async () => {
    probeAnswers({ requests: 3, failures: [] });
    await codeDeployHook(EVENT, context());
    expect(told()).toEqual([succeeded]);
    expect(log).toEqual(['the new version is good: requests 3, all as expected']);
  });

  test('tells that a bad version is not, with a line of the log for each expectation', async () => {
    probeAnswers({ requests: 3, failures: ['GET /a: expected 1, got 2', 'GET /b: expected 3, got 4'] });
    await codeDeployHook(EVENT, context());
    expect(told()).toEqual([failed]);
    expect(log).toEqual([
      'failed: GET /a: expected 1, got 2',
      'failed: GET /b: expected 3, got 4',
      'the new version is not good: requests 3, failed expectations 2',
    ]);
  });

  test.each(ACCIDENTS)('answers when $what', async ({ happens, said, seconds }) => {
    happens();
    await codeDeployHook(EVENT, context(seconds));
    expect(told()).toEqual([failed]);
    expect(log).toEqual([expect.stringMatching(said)]);
  });

  test('does not mind that the event came before', async () => {
    probeAnswers({ requests: 1, failures: [] });
    const completed = new LifecycleEventAlreadyCompletedException({ message: 'completed', $metadata: {} });
    deploy.on(PutLifecycleEventHookExecutionStatusCommand).resolvesOnce({}).rejects(completed);
    await codeDeployHook(EVENT, context());
    await codeDeployHook(EVENT, context());
    expect(told()).toEqual([succeeded, succeeded]);
    expect(log.at(-1)).toBe('d-1 has an answer already');
  });

  test('fails when CodeDeploy does not take the answer, so that Lambda calls it again', async () => {
    probeAnswers({ requests: 1, failures: [] });
    deploy.on(PutLifecycleEventHookExecutionStatusCommand).rejects(new Error('throttled'));
    await expect(codeDeployHook(EVENT, context())).rejects.toThrow('throttled');
  });
});

describe('the hook of ECS', () => {
  test('lets a good version go on', async () => {
    probeAnswers({ requests: 3, failures: [] });
    expect(await ecsHook({}, context())).toEqual({ hookStatus: 'SUCCEEDED' });
  });

  test('stops a bad version', async () => {
    probeAnswers({ requests: 3, failures: ['GET /a: expected 1, got 2'] });
    expect(await ecsHook({}, context())).toEqual({ hookStatus: 'FAILED' });
  });

  test.each(ACCIDENTS)('answers when $what', async ({ happens, seconds }) => {
    happens();
    expect(await ecsHook({}, context(seconds))).toEqual({ hookStatus: 'FAILED' });
  });

  test('says nothing to CodeDeploy', async () => {
    probeAnswers({ requests: 3, failures: [] });
    await ecsHook({}, context());
    expect(told()).toEqual([]);
  });
});

describe('the probe is asked', () => {
  const asked = () => JSON.parse(String(lambda.commandCalls(InvokeCommand)[0]!.args[0].input.Payload));
  beforeEach(() => probeAnswers({ requests: 1, failures: [] }));

  test("what the configuration states, on the test listener, at the name's own addresses", async () => {
    await ecsHook({}, context());
    expect(asked()).toEqual({ kind: 'smoke', listener: 'test', validation: VALIDATION });
    expect(ec2.calls()).toEqual([]);
  });

  test('of a public load balancer at its private addresses', async () => {
    process.env['LOAD_BALANCER'] = 'shop-dev-public';
    ec2.on(DescribeNetworkInterfacesCommand).resolves({ NetworkInterfaces: [{ PrivateIpAddress: '10.0.0.7' }] });
    await ecsHook({}, context());
    expect(asked()).toMatchObject({ listener: 'test', addresses: ['10.0.0.7'] });
  });
});
