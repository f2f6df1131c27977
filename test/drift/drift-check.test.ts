import {
  CloudFormationClient,
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackResourceDriftsCommand,
  DetectStackDriftCommand,
} from '@aws-sdk/client-cloudformation';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { handler } from '../../lib/drift/drift.lambda';
import { driftStateMachine } from '../../lib/drift/state-machine';
import { StateMachine } from './states';

const cloudFormation = mockClient(CloudFormationClient);
const sns = mockClient(SNSClient);
const TOPIC = 'arn:aws:sns:eu-central-1:111111111111:shop-notifications';
let written: string[];

beforeEach(() => {
  cloudFormation.reset();
  sns.reset();
  sns.on(PublishCommand).resolves({});
  cloudFormation
    .on(DetectStackDriftCommand)
    .callsFake(({ StackName }) => ({ StackDriftDetectionId: `id-${StackName}` }));
  cloudFormation.on(DescribeStackDriftDetectionStatusCommand).resolves({ DetectionStatus: 'DETECTION_COMPLETE' });
  cloudFormation.on(DescribeStackResourceDriftsCommand).resolves({ StackResourceDrifts: [] });
  Object.assign(process.env, { DELIVERY: 'shop', PART: 'dev', TOPIC_ARN: TOPIC });
  written = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  for (const method of ['log', 'warn'] as const) {
    jest.spyOn(console, method).mockImplementation((...text: unknown[]) => {
      written.push(`${text}\n`);
    });
  }
});
afterEach(() => jest.restoreAllMocks());

/** Runs the state machine with the handler itself; every event goes through JSON, as in AWS. */
async function check(...names: string[]) {
  const stacks = names.map((name) => ({ name, region: 'eu-central-1' }));
  const machine = new StateMachine(async (event) =>
    JSON.parse(JSON.stringify(await handler(JSON.parse(JSON.stringify(event))))),
  );
  const answer = await machine.execute(driftStateMachine('arn:function', stacks), {});
  return { answer, waits: machine.waits };
}

const message = () => sns.commandCalls(PublishCommand)[0]?.args[0].input;
const metric = () => JSON.parse(written.find((line) => line.startsWith('{"_aws"'))!);
const changed = (LogicalResourceId: string) => ({
  StackId: 'arn',
  LogicalResourceId,
  ResourceType: 'AWS::S3::Bucket',
  StackResourceDriftStatus: 'MODIFIED' as const,
  PropertyDifferences: [
    { PropertyPath: '/Tags/0/Value', DifferenceType: 'NOT_EQUAL' as const, ExpectedValue: 'a', ActualValue: 'b' },
  ],
  Timestamp: new Date(),
});

test('when every stack is as it should be nobody is told, and the metric says 0', async () => {
  expect((await check('shop-dev-web', 'shop-dev-network')).answer).toEqual({ drifted: 0 });
  expect(message()).toBeUndefined();
  expect(metric()).toMatchObject({ Delivery: 'shop', Part: 'dev', DriftedResources: 0, UncheckedStacks: 0 });
  expect(written).toContain('shop-dev-web (eu-central-1): IN_SYNC\n');
});

test('a hundred stacks are all looked at', async () => {
  const names = Array.from({ length: 100 }, (_, index) => `shop-dev-service-${index}`);
  await check(...names);
  expect(cloudFormation.commandCalls(DetectStackDriftCommand).map(({ args }) => args[0].input.StackName)).toEqual(
    names,
  );
  expect(written.filter((line) => line.endsWith('IN_SYNC\n'))).toHaveLength(100);
});

test('drift is told to people, logged and counted, from every page of the answer', async () => {
  cloudFormation
    .on(DescribeStackResourceDriftsCommand, { StackName: 'shop-dev-web' })
    .resolves({ StackResourceDrifts: [changed('One')], NextToken: 'more' })
    .on(DescribeStackResourceDriftsCommand, { StackName: 'shop-dev-web', NextToken: 'more' })
    .resolves({ StackResourceDrifts: [changed('Two')] });
  await check('shop-dev-web', 'shop-dev-network');
  expect(message()).toMatchObject({ TopicArn: TOPIC, Subject: 'shop dev: stacks 1 drifted' });
  expect(message()!.Message).toMatch(/One[\s\S]*Two/);
  expect(written.filter((line) => line.startsWith('shop-dev-web: AWS::S3::Bucket'))).toHaveLength(2);
  expect(metric()).toMatchObject({ DriftedResources: 2 });
});

test('only what is modified or gone is asked for', async () => {
  await check('shop-dev-web');
  expect(cloudFormation.commandCalls(DescribeStackResourceDriftsCommand)[0]!.args[0].input).toMatchObject({
    StackResourceDriftStatusFilters: ['MODIFIED', 'DELETED'],
  });
});

test('a detection that goes on is asked about until it is finished', async () => {
  cloudFormation
    .on(DescribeStackDriftDetectionStatusCommand)
    .resolvesOnce({ DetectionStatus: 'DETECTION_IN_PROGRESS' })
    .resolvesOnce({ DetectionStatus: 'DETECTION_IN_PROGRESS' })
    .resolves({ DetectionStatus: 'DETECTION_COMPLETE' });
  expect((await check('shop-dev-web')).waits).toBe(3);
  expect(
    cloudFormation.commandCalls(DescribeStackDriftDetectionStatusCommand).map(({ args }) => args[0].input),
  ).toEqual(Array(3).fill({ StackDriftDetectionId: 'id-shop-dev-web' }));
});

test('a stack that cannot be looked at hides no other, and is reported', async () => {
  cloudFormation
    .on(DetectStackDriftCommand, { StackName: 'shop-dev-gone' })
    .rejects(new Error('Stack [shop-dev-gone] does not exist'));
  cloudFormation
    .on(DescribeStackResourceDriftsCommand, { StackName: 'shop-dev-web' })
    .resolves({ StackResourceDrifts: [changed('One')] });
  await check('shop-dev-gone', 'shop-dev-web');
  expect(message()!.Message).toContain(
    'shop-dev-gone (eu-central-1) could not be checked: Stack [shop-dev-gone] does not exist',
  );
  expect(message()!.Message).toContain('AWS::S3::Bucket One');
  expect(metric()).toMatchObject({ DriftedResources: 1, UncheckedStacks: 1 });
});

test('a failed detection is reported with its reason and with what it found all the same', async () => {
  cloudFormation
    .on(DescribeStackDriftDetectionStatusCommand)
    .resolves({ DetectionStatus: 'DETECTION_FAILED', DetectionStatusReason: 'no read rights for [Key]' });
  cloudFormation.on(DescribeStackResourceDriftsCommand).resolves({ StackResourceDrifts: [changed('One')] });
  await check('shop-dev-web');
  expect(message()).toMatchObject({ Subject: 'shop dev: stacks 1 drifted, 1 could not be checked' });
  expect(message()!.Message).toMatch(/AWS::S3::Bucket One[\s\S]*no read rights for \[Key\]/);
});

test('a detection without an end is given up', async () => {
  cloudFormation.on(DescribeStackDriftDetectionStatusCommand).resolves({ DetectionStatus: 'DETECTION_IN_PROGRESS' });
  const detection = {
    stack: { name: 'shop-dev-web', region: 'eu-central-1' },
    id: 'a',
    startedAt: '2026-01-01T00:00:00Z',
  };
  expect(await handler({ step: 'check', detection })).toMatchObject({
    finished: true,
    result: { status: 'FAILED', reason: 'no answer within 60 minutes' },
  });
});

test('each stack is asked about in its own region, and the message goes to that of the topic', async () => {
  const regions: string[] = [];
  cloudFormation.on(DetectStackDriftCommand).callsFake(async (_, getClient) => {
    regions.push(await getClient().config.region());
    return { StackDriftDetectionId: 'a' };
  });
  await handler({ step: 'start', stack: { name: 'a', region: 'us-east-1' } });
  await handler({ step: 'start', stack: { name: 'a', region: 'eu-west-1' } });
  expect(regions).toEqual(['us-east-1', 'eu-west-1']);
});

test('a message that cannot be sent fails the check', async () => {
  sns.on(PublishCommand).rejects(new Error('AuthorizationError'));
  cloudFormation.on(DescribeStackResourceDriftsCommand).resolves({ StackResourceDrifts: [changed('One')] });
  await expect(check('shop-dev-web')).rejects.toThrow('AuthorizationError');
});

test('a missing environment is said', async () => {
  delete process.env['TOPIC_ARN'];
  await expect(check('shop-dev-web')).rejects.toThrow('missing environment variables: TOPIC_ARN');
});
