import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  ApplicationDoesNotExistException,
  CodeDeployClient,
  GetDeploymentCommand,
  ListDeploymentsCommand,
} from '@aws-sdk/client-codedeploy';
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
} from '@aws-sdk/client-ecs';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetTraceSummariesCommand, XRayClient } from '@aws-sdk/client-xray';
import { mockClient } from 'aws-sdk-client-mock';
import { handler } from '../../lib/runbooks/diagnostics.lambda';
import { temporaryDirectory } from '../support/program';
import { at, COMPOSITE_ALARM, DEFINITION, DEPLOYMENT, METRIC_ALARM, REVISION, SERVICE, TRACE, task } from './recorded';

const ecs = mockClient(ECSClient);
const codeDeploy = mockClient(CodeDeployClient);
const cloudWatch = mockClient(CloudWatchClient);
const logs = mockClient(CloudWatchLogsClient);
const lambda = mockClient(LambdaClient);
const xray = mockClient(XRayClient);
const s3 = mockClient(S3Client);

const directory = temporaryDirectory();
writeFileSync(join(directory, 'platforms.json'), JSON.stringify({ web: 'ecs', stock: 'eks' }));

const TASKS = { r: task('r', 50), s: task('s', 10, 40) };
const NOW = new Date('2026-11-23T12:00:00Z');

beforeEach(() => {
  for (const client of [ecs, codeDeploy, cloudWatch, logs, lambda, xray, s3]) client.reset();
  for (const method of ['log', 'warn'] as const) jest.spyOn(console, method).mockImplementation(() => {});
  jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'setImmediate', 'setTimeout'] });
  Object.assign(process.env, {
    DELIVERY: 'shop',
    ENVIRONMENT: 'dev',
    CLUSTER_NAME: 'shop-dev',
    BUCKET_NAME: 'shop-dev-diag',
    LAMBDA_TASK_ROOT: directory,
  });
  ecs.on(DescribeServicesCommand, { cluster: 'shop-dev', services: ['web'] }).resolves({ services: [SERVICE] });
  const named = { cluster: 'shop-dev', serviceName: 'web' };
  ecs.on(ListTasksCommand, { ...named, desiredStatus: 'RUNNING' }).resolves({ taskArns: [TASKS.r.taskArn!] });
  ecs.on(ListTasksCommand, { ...named, desiredStatus: 'STOPPED' }).resolves({ taskArns: [TASKS.s.taskArn!] });
  ecs.on(DescribeTasksCommand).callsFake(({ tasks }) => ({
    tasks: Object.values(TASKS).filter(({ taskArn }) => tasks.includes(taskArn)),
  }));
  ecs.on(DescribeTaskDefinitionCommand, { taskDefinition: REVISION }).resolves({ taskDefinition: DEFINITION });
  logs.on(GetLogEventsCommand).resolves({ events: [{ timestamp: NOW.getTime(), message: '{"level":"error"}' }] });
  codeDeploy.on(ListDeploymentsCommand).resolves({ deployments: ['d-1'] });
  codeDeploy.on(GetDeploymentCommand, { deploymentId: 'd-1' }).resolves({ deploymentInfo: DEPLOYMENT });
  cloudWatch
    .on(DescribeAlarmsCommand)
    .resolvesOnce({ CompositeAlarms: [COMPOSITE_ALARM], NextToken: 'more' })
    .resolves({ MetricAlarms: [METRIC_ALARM] });
  xray.on(GetTraceSummariesCommand).resolves({ TraceSummaries: [TRACE] });
  s3.on(PutObjectCommand).resolves({});
});

afterEach(() => {
  jest.useRealTimers();
});

/** What was written, by its name in the folder. */
function written(): Record<string, unknown> {
  const objects = s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input);
  for (const { Bucket } of objects) expect(Bucket).toBe('shop-dev-diag');
  return Object.fromEntries(
    objects.map(({ Key, Body }) => [Key!.replace(/^\w+\/2026-11-23T12-00-00Z\//, ''), JSON.parse(Body as string)]),
  );
}

test('collects what explains the state of a service into a folder of its own', async () => {
  await expect(handler({ service: 'web' })).resolves.toEqual({
    location: 's3://shop-dev-diag/web/2026-11-23T12-00-00Z/',
    missing: [],
  });
  expect(written()).toMatchObject({
    'service.json': { runningCount: 1, events: [{ message: expect.stringContaining('[503]') }, {}] },
    'tasks.json': [
      { id: 'r', lastStatus: 'RUNNING' },
      { id: 's', stoppedReason: 'Essential container in task exited' },
    ],
    'definitions.json': [{ taskDefinition: REVISION }],
    'logs.json': [
      { task: 'r', container: 'app', lines: ['2026-11-23T12:00:00.000Z {"level":"error"}'] },
      { task: 's', container: 'app' },
    ],
    'deployments.json': [{ deploymentId: 'd-1', error: { code: 'ALARM_ACTIVE' }, rolledBackBy: 'd-2' }],
    'alarms.json': [{ name: 'shop-dev-web-page' }, { name: 'shop-dev-web-blue-errors' }],
    'traces.json': [{ id: TRACE.Id, status: 502 }],
    'index.json': { service: 'web', environment: 'dev', from: at(0).toISOString(), missing: [] },
  });
});

test('asks for the ends of the logs, once for each definition, and for what went wrong in the last hour', async () => {
  await handler({ service: 'web' });
  expect(logs.commandCalls(GetLogEventsCommand).map(({ args }) => args[0].input)).toEqual(
    ['r', 's'].map((id) => ({
      logGroupName: 'shop-dev-web-Logs1',
      logStreamName: `app/app/${id}`,
      limit: 200,
      startFromHead: false,
    })),
  );
  expect(ecs.commandCalls(DescribeTaskDefinitionCommand)).toHaveLength(1);
  expect(xray.commandCalls(GetTraceSummariesCommand)[0]!.args[0].input).toMatchObject({
    StartTime: at(0),
    EndTime: NOW,
    FilterExpression: 'service("shop-dev-web") { fault = true OR error = true }',
  });
  expect(codeDeploy.commandCalls(ListDeploymentsCommand)[0]!.args[0].input).toMatchObject({
    applicationName: 'shop-dev-web',
    deploymentGroupName: 'shop-dev-web',
  });
  expect(cloudWatch.commandCalls(DescribeAlarmsCommand)[0]!.args[0].input).toMatchObject({
    AlarmNamePrefix: 'shop-dev-web-',
    AlarmTypes: ['CompositeAlarm', 'MetricAlarm'],
  });
});

test('what cannot be asked is missing with its reason, and the rest is there', async () => {
  xray.on(GetTraceSummariesCommand).rejects(new Error('Rate exceeded'));
  ecs.on(DescribeTaskDefinitionCommand).rejects(new Error('no such revision'));
  const missing = ['definitions: no such revision', 'logs: no such revision', 'traces: Rate exceeded'];
  await expect(handler({ service: 'web' })).resolves.toMatchObject({ missing });
  expect(Object.keys(written())).toEqual(
    ['service', 'tasks', 'deployments', 'alarms', 'index'].map((name) => `${name}.json`),
  );
  expect(written()['index.json']).toMatchObject({ parts: ['service', 'tasks', 'deployments', 'alarms'], missing });
});

test('a service without tasks has none, and asks ECS about none', async () => {
  ecs.on(ListTasksCommand).resolves({ taskArns: [] });
  await expect(handler({ service: 'web' })).resolves.toMatchObject({ missing: [] });
  expect(written()).toMatchObject({ 'tasks.json': [], 'definitions.json': [], 'logs.json': [] });
  expect(ecs.commandCalls(DescribeTasksCommand)).toEqual([]);
});

test('a container that never started has written nothing', async () => {
  const none = new ResourceNotFoundException({ message: 'The specified log stream does not exist.', $metadata: {} });
  logs.on(GetLogEventsCommand, { logStreamName: 'app/app/s' }).rejects(none);
  await expect(handler({ service: 'web' })).resolves.toMatchObject({ missing: [] });
  expect(written()['logs.json']).toMatchObject([{ lines: [expect.any(String)] }, { task: 's', lines: [] }]);
});

test('a service that ECS itself deploys has no deployments of CodeDeploy', async () => {
  const none = new ApplicationDoesNotExistException({ message: 'No application found', $metadata: {} });
  codeDeploy.on(ListDeploymentsCommand).rejects(none);
  await expect(handler({ service: 'web' })).resolves.toMatchObject({ missing: [] });
  expect(written()['deployments.json']).toEqual([]);
});

test('a service that is not there is said to be missing', async () => {
  ecs.on(DescribeServicesCommand).resolves({ services: [], failures: [{ reason: 'MISSING' }] });
  const { missing } = await handler({ service: 'web' });
  expect(missing).toEqual(['service: Problem: shop-dev has no service web']);
});

test('X-Ray is asked for five pages at most', async () => {
  xray.on(GetTraceSummariesCommand).resolves({ TraceSummaries: [TRACE], NextToken: 'more' });
  await handler({ service: 'web' });
  expect(xray.commandCalls(GetTraceSummariesCommand)).toHaveLength(5);
});

test('fails where nothing can be written', async () => {
  s3.on(PutObjectCommand).rejects(new Error('Access Denied'));
  await expect(handler({ service: 'web' })).rejects.toThrow('cannot write service into shop-dev-diag: Access Denied');
});

test('needs its variables', async () => {
  delete process.env['CLUSTER_NAME'];
  await expect(handler({ service: 'web' })).rejects.toThrow('CLUSTER_NAME');
});

test('needs a service', async () => {
  await expect(handler({ service: '' })).rejects.toThrow('service must be the name of a service (got "")');
});

describe('a service on EKS', () => {
  const pod = { name: 'stock-7d9f8c6b5-x2k4p', phase: 'Running', restarts: 3 };
  const answer = (value: unknown) => Uint8Array.from(Buffer.from(JSON.stringify(value))) as never;

  beforeEach(() => {
    lambda.on(InvokeCommand).resolves({ StatusCode: 200, Payload: answer({ pods: [pod] }) });
    logs.on(DescribeLogStreamsCommand).resolves({ logStreams: [{ logStreamName: `app/${pod.name}` }] });
  });

  test('is asked inside the cluster, by its function, and in the log of its pods', async () => {
    await expect(handler({ service: 'stock' })).resolves.toEqual({
      location: 's3://shop-dev-diag/stock/2026-11-23T12-00-00Z/',
      missing: [],
    });
    expect(written()).toMatchObject({
      'cluster.json': { pods: [pod] },
      'logs.json': [{ pod: pod.name, container: 'app', lines: ['2026-11-23T12:00:00.000Z {"level":"error"}'] }],
      'alarms.json': [{ name: 'shop-dev-web-page' }, {}],
      'traces.json': [{ id: TRACE.Id }],
      'index.json': { parts: ['cluster', 'logs', 'alarms', 'traces'] },
    });
    expect(lambda.commandCalls(InvokeCommand)[0]!.args[0].input).toEqual({
      FunctionName: 'shop-dev-stock-rollout:view',
      Payload: '{"kind":"diagnose"}',
    });
    const logGroupName = '/shop/dev/pods/stock';
    expect(logs.commandCalls(DescribeLogStreamsCommand)[0]!.args[0].input).toMatchObject({
      ...{ logGroupName, orderBy: 'LastEventTime', descending: true },
    });
    expect(logs.commandCalls(GetLogEventsCommand)[0]!.args[0].input).toMatchObject({
      ...{ logGroupName, logStreamName: `app/${pod.name}`, limit: 200, startFromHead: false },
    });
    expect(ecs.calls()).toEqual([]);
    expect(codeDeploy.calls()).toEqual([]);
  });

  test.each([
    [{ errorType: 'Error', errorMessage: 'the API does not answer' }, 'the API does not answer'],
    [null, 'Unhandled'],
  ])('whose cluster cannot be asked has its logs, alarms and traces: %j', async (said, reason) => {
    lambda.on(InvokeCommand).resolves({ StatusCode: 200, FunctionError: 'Unhandled', Payload: answer(said) });
    const { missing } = await handler({ service: 'stock' });
    expect(missing).toEqual([`cluster: Problem: shop-dev-stock-rollout:view failed: ${reason}`]);
    expect(Object.keys(written())).toEqual(['logs.json', 'alarms.json', 'traces.json', 'index.json']);
  });
});

test('a service that is none of the delivery is refused', async () => {
  await expect(handler({ service: 'mail' })).rejects.toThrow('service must be one of web, stock (got mail)');
});
