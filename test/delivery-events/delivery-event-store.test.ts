import { join } from 'node:path';
import { type App, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Delivery } from '../../lib/config/delivery';
import { gitlabCi } from '../../lib/config/words';
import { DeliveryEventStore } from '../../lib/delivery-events/delivery-event-store';
import { newApp } from '../support/app';
import { DELIVERIES } from '../support/deliveries';
import { type EventPattern, matchesPattern } from '../support/event-pattern';
import { temporaryDirectory } from '../support/program';
import { only, shop, TOOLS } from '../support/templates';
import { alarm, codeDeploy, ecs, own, pipelineAction, push } from './raw-events';

const KEY = 'arn:aws:kms:eu-central-1:111111111111:key/11111111-2222-3333-4444-555555555555';
const root = temporaryDirectory();

function stackWith(delivery: Delivery, id: string): Stack {
  const stack = new Stack(newApp(join(root, id)), id, { env: TOOLS });
  new DeliveryEventStore(stack, 'Events', { delivery, key: kms.Key.fromKeyArn(stack, 'Key', KEY) });
  return stack;
}

const delivery = shop((input) => {
  input.tools = TOOLS;
  input.services.push({ ...input.services[0]!, name: 'orders', listenerPort: 8081, controller: 'ecs' });
});
const stack = stackWith(delivery, 'store');
const template = Template.fromStack(stack);
const rules = Object.values(template.findResources('AWS::Events::Rule')).map(({ Properties }) => Properties);
const patterns = rules.map(({ EventPattern }) => EventPattern as EventPattern);
const statements: { Action: string | string[]; Resource: unknown; Condition: unknown }[] = Object.values(
  template.findResources('AWS::IAM::Policy'),
).flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
const FUNCTION = only(template, 'AWS::Lambda::Function', {
  Description: 'Puts on record what happens to the services of shop',
}).Properties!;
const queues = template.findResources('AWS::SQS::Queue');
const idOf = (start: string) => Object.keys(queues).find((id) => id.startsWith(start))!;
const [queue, deadLetters] = [idOf('EventsQueue'), idOf('EventsDeadLetters')];

test.each([
  ['an own event', own({})],
  ['a deploy action', pipelineAction({ pipeline: 'shop-web-main' })],
  ['a push', push({ repositoryName: 'shop-web' })],
  ['an alarm of an environment', alarm('OK', { alarmName: 'shop-dev-web-page' })],
  ["CodeDeploy's end of a deployment", codeDeploy({ application: 'shop-dev-web' })],
  [
    "ECS's end of a deployment",
    ecs({}, { resources: ['arn:aws:ecs:eu-central-1:111111111111:service/shop-dev/orders'] }),
  ],
])('%s gets into the queue by one rule', (_, raw) => {
  expect(patterns.filter((pattern) => matchesPattern(pattern, raw))).toHaveLength(1);
});

test.each([
  ["another delivery's own event", own({}, 'shop-two')],
  ['another action', pipelineAction({ pipeline: 'shop-web-main', action: 'Render' })],
  ["another delivery's pipeline", pipelineAction({ pipeline: 'shopping-web-main' })],
  ['the removal of a branch', push({ repositoryName: 'shop-web', event: 'referenceDeleted' })],
  ["an alarm of the platform's own", alarm('ALARM', { alarmName: 'shop-toolchain-delivery-events-errors' })],
  ['an alarm without data', alarm('INSUFFICIENT_DATA', { alarmName: 'shop-dev-web-page' })],
  ['a deployment that begins', codeDeploy({ application: 'shop-dev-web', state: 'START' })],
  [
    "another cluster's service",
    ecs({}, { resources: ['arn:aws:ecs:eu-central-1:111111111111:service/shop-device/orders'] }),
  ],
  ["another account's cluster of that name", ecs()],
])('%s does not', (_, raw) => {
  expect(patterns.filter((pattern) => matchesPattern(pattern, raw))).toEqual([]);
});

test('no rule has wildcards, of which EventBridge takes a handful whatever the number of environments', () => {
  expect(JSON.stringify(patterns)).not.toContain('wildcard');
});

test('every rule hands what it cannot deliver to the dead letters', () => {
  expect(rules.map(({ Targets }) => Targets)).toEqual(
    rules.map(() => [
      {
        Arn: { 'Fn::GetAtt': [queue, 'Arn'] },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [deadLetters, 'Arn'] } },
        Id: expect.any(String),
      },
    ]),
  );
});

test.each(Object.entries(DELIVERIES))('the patterns of %s are within what EventBridge takes', (name, each) => {
  const found = Template.fromStack(stackWith(each, `of-${name}`)).findResources('AWS::Events::Rule');
  // "Amazon EventBridge quotas": 2048 characters, 300 rules on a bus.
  for (const { Properties } of Object.values(found)) {
    expect(JSON.stringify(Properties.EventPattern).length).toBeLessThan(2048);
  }
  expect(Object.keys(found).length).toBeLessThan(10);
});

test('rules look for ECS and CodeCommit only where they are', () => {
  const gitlab = shop((input) => {
    delete input.services[0]!.directory;
    input.services[0]!.source = gitlabCi({ project: 'acme/web' });
  });
  const found = Template.fromStack(stackWith(gitlab, 'gitlab')).findResources('AWS::Events::Rule');
  expect(Object.values(found).map(({ Properties }) => Properties.EventPattern.source[0])).toEqual(
    expect.not.arrayContaining(['aws.ecs', 'aws.codecommit']),
  );
});

test('a message is tried five times, for longer than the function takes, and waits two weeks for a person', () => {
  expect(queues[queue]!['Properties']).toMatchObject({
    RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [deadLetters, 'Arn'] }, maxReceiveCount: 5 },
    VisibilityTimeout: 6 * FUNCTION['Timeout'],
    SqsManagedSseEnabled: true,
  });
  expect(queues[deadLetters]!['Properties']).toMatchObject({ MessageRetentionPeriod: 14 * 86_400 });
});

test('of a batch what failed comes again alone', () => {
  expect(only(template, 'AWS::Lambda::EventSourceMapping').Properties).toMatchObject({
    EventSourceArn: { 'Fn::GetAtt': [queue, 'Arn'] },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  });
});

test('the function reads the queue, and adds to the archive and the table, nothing else', () => {
  const actions = statements.flatMap(({ Action }) => Action).filter((action) => !/^(logs|kms):/.test(action));
  expect(actions.sort()).toEqual([
    'dynamodb:PutItem',
    's3:PutObject',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'sqs:ReceiveMessage',
  ]);
});

test("the toolchain's key is used through S3 and DynamoDB alone", () => {
  const uses = statements.filter(({ Action }) => [Action].flat().some((action) => action.startsWith('kms:')));
  expect(uses.map(({ Resource, Condition }) => [Resource, Condition])).toEqual(
    ['s3', 'dynamodb'].map((service) => [
      KEY,
      { StringEquals: { 'kms:ViaService': `${service}.eu-central-1.amazonaws.com` } },
    ]),
  );
});

test('the table has the key of events, forgets old ones, and can be restored', () => {
  expect(only(template, 'AWS::DynamoDB::Table').Properties).toMatchObject({
    TableName: 'shop-delivery-events',
    KeySchema: [
      { AttributeName: 'service', KeyType: 'HASH' },
      { AttributeName: 'at#id', KeyType: 'RANGE' },
    ],
    TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    SSESpecification: { KMSMasterKeyId: KEY },
    DeletionProtectionEnabled: false,
  });
});

test('the archive forgets nothing', () => {
  const { Properties } = only(template, 'AWS::S3::Bucket', { BucketName: 'shop-events-111111111111-eu-central-1' });
  expect(Properties).toMatchObject({ VersioningConfiguration: { Status: 'Enabled' } });
  expect(JSON.stringify(Properties!['LifecycleConfiguration'])).not.toMatch(/"Expiration|Transition/);
});

test('a delivery without production leaves nothing, one with production keeps what happened', () => {
  const lives = (of: Template) =>
    ['AWS::DynamoDB::Table', 'AWS::S3::Bucket'].flatMap((type) =>
      Object.values(of.findResources(type)).map((resource) => resource['DeletionPolicy']),
    );
  expect(new Set(lives(template))).toEqual(new Set(['Delete']));
  const production = Template.fromStack(stackWith(DELIVERIES.company, 'production'));
  expect(new Set(lives(production))).toEqual(new Set(['Retain']));
  expect(only(production, 'AWS::DynamoDB::Table').Properties).toMatchObject({ DeletionProtectionEnabled: true });
});

test('people hear of dead letters and of a function that fails, with a way into the runbook', () => {
  const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
  const topic = 'arn:aws:sns:eu-central-1:111111111111:shop-notifications';
  expect(
    alarms.map(({ AlarmName, MetricName, AlarmActions, OKActions }) => [
      AlarmName,
      MetricName,
      AlarmActions,
      OKActions,
    ]),
  ).toEqual([
    ['shop-toolchain-delivery-events-dead-letters', 'ApproximateNumberOfMessagesVisible', [topic], [topic]],
    ['shop-toolchain-delivery-events-errors', 'Errors', [topic], [topic]],
  ]);
  expect(alarms.map(({ AlarmDescription }) => AlarmDescription.split('#')[1])).toEqual([
    'events-could-not-be-handled',
    'a-function-of-the-platform-fails',
  ]);
});

test('cdk-nag has one finding, which is acknowledged with its reason', () => {
  const { violations } = new AwsSolutionsChecks(stack.node.root as App).validateScope(stack);
  const acknowledged = stack.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata.flatMap(({ type, data }) =>
        type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY ? Object.keys(data) : [],
      ),
    );
  expect(violations.map(({ ruleName }) => ruleName)).toEqual([expect.stringMatching(/^AwsSolutions-IAM5.*Archive/)]);
  expect(acknowledged).toEqual(violations.map(({ ruleName }) => `AwsSolutions::${ruleName}`));
});
