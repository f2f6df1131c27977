import { EC2Client } from '@aws-sdk/client-ec2';
import {
  InvokeCommand,
  LambdaClient,
  ResourceNotReadyException,
  TooManyRequestsException,
} from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { loadBalancerAddresses } from '../../lib/validation/load-balancer-addresses';
import { ProbeClient } from '../../lib/validation/probe-client';
import { AwsServer, awsError } from '../support/aws-server';

const lambda = mockClient(LambdaClient);
beforeEach(() => lambda.reset());
afterAll(() => lambda.restore());

const probe = new ProbeClient(new LambdaClient({ region: 'eu-central-1' }), 'shop-dev-web-probe', {
  wakeUpMilliseconds: 1000,
  pauseMilliseconds: 0,
});
const validation = { requests: [], timeoutSeconds: 5 };
const smoke = () => probe.smoke({ listener: 'test', addresses: ['10.0.0.1'], validation });

function answer(payload: unknown, error?: string) {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return { Payload: Uint8Array.from(Buffer.from(text)) as never, FunctionError: error };
}

test('the probe is called by its name and its answer returned', async () => {
  lambda.on(InvokeCommand).resolves(answer({ requests: 1, failures: [] }));
  expect(await smoke()).toEqual({ requests: 1, failures: [] });
  const { FunctionName, Payload } = lambda.commandCalls(InvokeCommand)[0]!.args[0].input;
  expect(FunctionName).toBe('shop-dev-web-probe');
  expect(JSON.parse(String(Payload))).toEqual({ kind: 'smoke', listener: 'test', addresses: ['10.0.0.1'], validation });
});

test('a probe that throws is told with its message', async () => {
  lambda.on(InvokeCommand).resolves(answer({ errorType: 'Error', errorMessage: 'boom' }, 'Unhandled'));
  await expect(smoke()).rejects.toThrow('shop-dev-web-probe failed: boom');
});

test('a probe that dies without a message is told', async () => {
  lambda.on(InvokeCommand).resolves(answer('', 'Unhandled'));
  await expect(smoke()).rejects.toThrow('shop-dev-web-probe failed: Unhandled');
});

test.each([
  ['no JSON', '<html>', '<html>'],
  ['nothing', '', 'nothing'],
  ['null', 'null', 'null'],
  ['another shape', '{"failures":"none"}', '{"failures":"none"}'],
  ['another list', '{"requests":1,"failures":[1]}', '{"requests":1,"failures":[1]}'],
  ['an answer to another question', '{"status":200,"headers":[],"body":""}', '{"status":200,"headers":[],"body":""}'],
])('%s is no verdict', async (_what, payload, told) => {
  lambda.on(InvokeCommand).resolves(answer(payload));
  await expect(smoke()).rejects.toThrow(`shop-dev-web-probe answered what is no answer: ${told}`);
});

test('a verdict is neither the answer to a request nor the result of a load test', async () => {
  lambda.on(InvokeCommand).resolves(answer({ failures: [] }));
  const target = { listener: 'production', path: '/', timeoutMilliseconds: 1 } as const;
  await expect(probe.request({ ...target, method: 'GET', headers: [], body: '' })).rejects.toThrow('no answer');
  await expect(probe.load({ ...target, requests: 1, requestsPerSecond: 1 })).rejects.toThrow('no answer');
});

test('what Lambda refuses is told', async () => {
  lambda.on(InvokeCommand).rejects(new TooManyRequestsException({ message: 'Rate Exceeded.', $metadata: {} }));
  await expect(smoke()).rejects.toThrow('cannot call shop-dev-web-probe: TooManyRequestsException: Rate Exceeded.');
});

describe('a probe that Lambda has put to sleep', () => {
  const asleep = new ResourceNotReadyException({ message: 'The function is inactive', $metadata: {} });

  test('is called again until it is awake', async () => {
    lambda
      .on(InvokeCommand)
      .rejectsOnce(asleep)
      .rejectsOnce(asleep)
      .resolves(answer({ requests: 1, failures: [] }));
    expect(await smoke()).toEqual({ requests: 1, failures: [] });
    expect(lambda.commandCalls(InvokeCommand)).toHaveLength(3);
  });

  test('is given up when it does not wake up', async () => {
    lambda.on(InvokeCommand).rejects(asleep);
    const impatient = new ProbeClient(new LambdaClient({ region: 'eu-central-1' }), 'probe', { wakeUpMilliseconds: 0 });
    await expect(impatient.smoke({ listener: 'test', validation })).rejects.toThrow(
      'cannot call probe: ResourceNotReadyException: The function is inactive',
    );
  });
});

describe('the addresses of a load balancer', () => {
  const server = AwsServer.forTests();
  const client = () =>
    new EC2Client({
      region: 'eu-central-1',
      endpoint: server.url,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
    });

  test('are the private ones of its interfaces that are in use', async () => {
    const interfaces = ['10.0.1.9', '10.0.0.7'].map((privateIpAddress) => ({ privateIpAddress }));
    server.on({ DescribeNetworkInterfaces: () => ({ networkInterfaceSet: interfaces }) });
    expect(await loadBalancerAddresses(client(), 'shop-dev-public')).toEqual(['10.0.0.7', '10.0.1.9']);
    expect(server.inputs('DescribeNetworkInterfaces')).toEqual([
      expect.objectContaining({
        'Filter.1.Name': 'description',
        'Filter.1.Value.1': 'ELB app/shop-dev-public/*',
        'Filter.2.Name': 'status',
        'Filter.2.Value.1': 'in-use',
      }),
    ]);
  });

  test('are missed where there are none', async () => {
    server.on({ DescribeNetworkInterfaces: () => ({ networkInterfaceSet: [] }) });
    await expect(loadBalancerAddresses(client(), 'shop-dev-public')).rejects.toThrow(
      'the load balancer shop-dev-public has no network interface in use',
    );
  });

  test('are not had without permission', async () => {
    server.on({
      DescribeNetworkInterfaces: () => {
        throw awsError('UnauthorizedOperation', 'You are not authorized', 403);
      },
    });
    await expect(loadBalancerAddresses(client(), 'shop-dev-public')).rejects.toThrow(
      /^cannot look up the addresses of shop-dev-public: /,
    );
  });
});
