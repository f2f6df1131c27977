import { rmSync } from 'node:fs';
import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { NotificationsInput } from '../../lib/config/input';
import { deliveryFacts } from '../../lib/incidents/delivery-facts';
import { watchedAlarms } from '../../lib/incidents/facts';
import { IncidentMetricsRole } from '../../lib/incidents/incident-metrics-role';
import { IncidentsStack } from '../../lib/incidents/incidents-stack';
import { newApp } from '../support/app';
import { type EventPattern, matchesPattern } from '../support/event-pattern';
import { evaluator } from '../support/intrinsics';
import { asList, type Properties, type SynthesizedStack } from '../support/template';
import { ENVIRONMENT_ACCOUNT, only, shop, TOOLS } from '../support/templates';
import { at } from './changes';
import { alarmEvent } from './desk';

const SLACK = { workspaceId: 'T0123ABCD', channelId: 'C0123ABCD' };
const TEAMS = {
  teamId: '01234567-89ab-cdef-0123-456789abcdef',
  tenantId: '01234567-89ab-cdef-0123-456789abcdef',
  channelId: '19%3aabc%40thread.tacv2',
};

function synthesized({
  notifications,
  elsewhere = false,
}: {
  notifications?: NotificationsInput;
  elsewhere?: boolean;
}) {
  const delivery = shop((input) => {
    Object.assign(input, { tools: TOOLS, notifications });
    Object.assign(input.environments[0]!, TOOLS);
    if (elsewhere)
      input.environments.push({
        name: 'prod',
        account: ENVIRONMENT_ACCOUNT,
        region: 'us-east-1',
        network: { cidr: '10.1.0.0/16' },
      } as never);
  });
  const app = newApp();
  const stack = new IncidentsStack(app, 'incidents', {
    stackName: 'shop-toolchain-incidents',
    env: TOOLS,
    delivery,
    key: Key.fromKeyArn(new Stack(app, 'artifacts', { env: TOOLS }), 'Key', KEY),
  });
  const there = new Stack(app, 'there', { env: { account: ENVIRONMENT_ACCOUNT, region: 'us-east-1' } });
  const environment = delivery.environments.at(-1)!;
  new IncidentMetricsRole(there, 'IncidentMetrics', { delivery, environment });
  const template = Template.fromStack(stack);
  const silenced = app.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata.flatMap(({ data }) => Object.keys(Object(data)).map((id) => `${id} ${node.path}`)),
    );
  const findings = new AwsSolutionsChecks(app)
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `AwsSolutions::${ruleName} ${constructPath}`),
    )
    .filter((finding) => !silenced.some((one) => finding.startsWith(one)));
  const result = { delivery, template, there: Template.fromStack(there), findings };
  rmSync(app.outdir, { recursive: true, force: true });
  return result;
}

const KEY = 'arn:aws:kms:eu-central-1:111111111111:key/0123';
const plain = synthesized({});
const chatty = synthesized({ notifications: { slack: SLACK, teams: TEAMS }, elsewhere: true });

// biome-ignore lint/suspicious/noExplicitAny: whatever shape the template has there
function evaluated({ template }: { template: Template }, value: unknown): any {
  const stack = { name: 'shop-toolchain-incidents', ...TOOLS, template: template.toJSON() } as SynthesizedStack;
  return evaluator([stack])(stack, value);
}

function allowed(from: { template: Template }, policy: string): string[] {
  const [, found] = Object.entries(from.template.findResources('AWS::IAM::Policy')).find(([id]) =>
    id.startsWith(policy),
  )!;
  const statements: Properties[] = evaluated(from, found['Properties'].PolicyDocument.Statement);
  return statements
    .flatMap(({ Action, Resource }) =>
      asList<string>(Action).flatMap((action) =>
        asList<string>(Resource).map((resource) => `${action} on ${resource}`),
      ),
    )
    .sort();
}

test.each([
  ['without channels', plain],
  ['with channels and an environment elsewhere', chatty],
])('cdk-nag finds nothing: %s', (_, { findings }) => {
  expect(findings).toEqual([]);
});

describe('the alarms that come in', () => {
  const pattern = evaluated(
    chatty,
    only(chatty.template, 'AWS::Events::Rule', { State: 'ENABLED', EventPattern: Match.anyValue() }).Properties,
  )['EventPattern'] as EventPattern;

  test('are the page and ticket alarms of all services and environments', () => {
    const watched = watchedAlarms(deliveryFacts(chatty.delivery), TOOLS);
    expect(watched.map(({ name }) => name)).toEqual([
      'shop-dev-web-page',
      'shop-dev-web-ticket',
      'shop-prod-web-page',
      'shop-prod-web-ticket',
    ]);
    for (const { name } of watched) expect(matchesPattern(pattern, alarmEvent(name, 'ALARM', at(0)))).toBe(true);
  });

  test.each(['shop-prod-web-blue-errors', 'shop-prod-web-down'])('are not %s', (name) => {
    expect(matchesPattern(pattern, alarmEvent(name, 'ALARM', at(0)))).toBe(false);
  });
});

test('the function knows where each alarm is', () => {
  expect(watchedAlarms(deliveryFacts(chatty.delivery), TOOLS).filter(({ kind }) => kind === 'page')).toEqual([
    { environment: 'dev', service: 'web', name: 'shop-dev-web-page', kind: 'page', ...TOOLS },
    {
      environment: 'prod',
      service: 'web',
      name: 'shop-prod-web-page',
      kind: 'page',
      account: ENVIRONMENT_ACCOUNT,
      region: 'us-east-1',
    },
  ]);
});

test('every ten minutes the queue is asked for a look at everything', () => {
  const [target] = only(plain.template, 'AWS::Events::Rule', { ScheduleExpression: 'rate(10 minutes)' }).Properties![
    'Targets'
  ];
  expect(JSON.parse(target.Input)).toEqual({ source: 'slipway.sweep' });
});

test('a message is tried five times, for longer than the function takes, and then kept where an alarm sees it', () => {
  const { RedrivePolicy, VisibilityTimeout } = only(plain.template, 'AWS::SQS::Queue', {
    RedrivePolicy: Match.anyValue(),
  }).Properties!;
  const { Timeout } = only(plain.template, 'AWS::Lambda::Function', { FunctionName: 'shop-incidents' }).Properties!;
  expect(RedrivePolicy.maxReceiveCount).toBe(5);
  expect(VisibilityTimeout).toBeGreaterThan(Timeout);
  plain.template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'shop-toolchain-incidents-dead-letters',
    AlarmDescription: Match.stringLikeRegexp('#events-could-not-be-handled$'),
  });
});

test('a message that fails comes again alone', () => {
  plain.template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  });
});

test('the table is under the toolchain’s key, restored to any second, and leaves nothing in a sandbox', () => {
  plain.template.hasResource('AWS::DynamoDB::Table', {
    DeletionPolicy: 'Delete',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      TableName: 'shop-incidents',
      KeySchema: [
        { AttributeName: 'place', KeyType: 'HASH' },
        { AttributeName: 'part', KeyType: 'RANGE' },
      ],
      SSESpecification: { KMSMasterKeyId: KEY, SSEEnabled: true, SSEType: 'KMS' },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: false,
    },
  });
});

describe('the function may', () => {
  const own = allowed(plain, 'IncidentsFunctionPolicy').filter((line) => !/^(logs|kms):/.test(line));
  const other = allowed(chatty, 'IncidentsFunctionPolicy');

  test('keep records, tell people, and look at alarms in its own account', () => {
    const queue = 'IncidentsQueue';
    const table = 'arn:aws:dynamodb:eu-central-1:111111111111:table/shop-incidents';
    expect(
      own.map((line) => line.replace(/on \S*shop-toolchain-incidents\.(\w+)[0-9A-F]{8}(\.Arn)?$/, 'on $1')),
    ).toEqual([
      'cloudwatch:DescribeAlarms on *',
      'cloudwatch:GetMetricData on *',
      'cloudwatch:ListMetrics on *',
      `dynamodb:GetItem on ${table}`,
      `dynamodb:PutItem on ${table}`,
      'dynamodb:Query on arn:aws:dynamodb:eu-central-1:111111111111:table/shop-delivery-events',
      `dynamodb:Scan on ${table}`,
      'events:PutEvents on arn:aws:events:eu-central-1:111111111111:event-bus/default',
      'sns:Publish on arn:aws:sns:eu-central-1:111111111111:shop-notifications',
      `sqs:DeleteMessage on ${queue}`,
      `sqs:GetQueueAttributes on ${queue}`,
      `sqs:ReceiveMessage on ${queue}`,
      'ssm:CreateOpsItem on *',
      'ssm:UpdateOpsItem on arn:aws:ssm:eu-central-1:111111111111:opsitem/*',
    ]);
  });

  test('enter the role of an environment in another account', () => {
    expect(other).toContain('sts:AssumeRole on arn:aws:iam::222222222222:role/shop-prod-incidents-metrics');
  });
});

test('the role elsewhere lets that function in, and reads figures only', () => {
  const role = only(chatty.there, 'AWS::IAM::Role', { RoleName: 'shop-prod-incidents-metrics' });
  const [trust] = role.Properties!['AssumeRolePolicyDocument'].Statement;
  const name = only(chatty.template, 'AWS::Lambda::Function', { FunctionName: 'shop-incidents' });
  expect(name.Properties!['Role']['Fn::GetAtt'][0]).toBe(
    only(chatty.template, 'AWS::IAM::Role', { RoleName: 'shop-incidents' }).id,
  );
  expect(JSON.stringify(trust.Condition)).toMatch(
    /ArnEquals.*aws:PrincipalArn.*:iam::111111111111:role\/shop-incidents"/,
  );
  const [{ Action, Resource }] = only(chatty.there, 'AWS::IAM::Policy').Properties!['PolicyDocument'].Statement;
  expect([Action, Resource]).toEqual([
    ['cloudwatch:DescribeAlarms', 'cloudwatch:GetMetricData', 'cloudwatch:ListMetrics'],
    '*',
  ]);
});

describe('the channels', () => {
  test('are not there unless they are named, and neither is their topic', () => {
    plain.template.resourceCountIs('AWS::SNS::Topic', 0);
    plain.template.resourceCountIs('AWS::Chatbot::SlackChannelConfiguration', 0);
    plain.template.resourceCountIs('AWS::Chatbot::MicrosoftTeamsChannelConfiguration', 0);
  });

  test('show the topic that the function publishes to', () => {
    const topic = only(chatty.template, 'AWS::SNS::Topic', { TopicName: 'shop-chat' });
    const { Variables } = only(chatty.template, 'AWS::Lambda::Function', { FunctionName: 'shop-incidents' })
      .Properties!['Environment'];
    expect(Variables.CHAT_TOPIC_ARN).toEqual({ Ref: topic.id });
    for (const [type, properties] of [
      ['AWS::Chatbot::SlackChannelConfiguration', { SlackWorkspaceId: 'T0123ABCD', SlackChannelId: 'C0123ABCD' }],
      ['AWS::Chatbot::MicrosoftTeamsChannelConfiguration', { TeamsChannelId: '19%3aabc%40thread.tacv2' }],
    ] as const) {
      chatty.template.hasResourceProperties(type, { ...properties, SnsTopicArns: [{ Ref: topic.id }] });
    }
    expect(allowed(chatty, 'IncidentsFunctionPolicy').filter((line) => line.startsWith('sns:'))).toHaveLength(2);
  });

  test('let nobody do more than look at alarms and OpsItems, by their role and by their guard rail', () => {
    const guardRail = only(chatty.template, 'AWS::IAM::ManagedPolicy');
    const actions = ['cloudwatch:DescribeAlarms', 'ssm:GetOpsItem'];
    expect(guardRail.Properties!['PolicyDocument'].Statement.map(({ Action }: Properties) => Action)).toEqual(actions);
    expect(allowed(chatty, 'ChatPolicy').map((line) => line.split(' ')[0])).toEqual(actions);
    for (const type of ['SlackChannelConfiguration', 'MicrosoftTeamsChannelConfiguration']) {
      const { GuardrailPolicies } = only(chatty.template, `AWS::Chatbot::${type}`).Properties!;
      expect(GuardrailPolicies).toEqual([{ Ref: guardRail.id }]);
    }
  });
});
