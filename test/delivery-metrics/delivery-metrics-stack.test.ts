import { Match } from 'aws-cdk-lib/assertions';
import { about, allowedBy, evaluated, only, shop, TOOLS, templateOf } from '../support/templates';

const delivery = shop((changed) => {
  changed.tools = TOOLS;
  changed.environments = [{ name: 'dev' }, { name: 'prod', production: true, network: { cidr: '10.1.0.0/16' } }];
});
const STACK = 'toolchain-delivery-metrics';
const template = templateOf(delivery, STACK);

test('metrics are published once a day', () => {
  template.hasResourceProperties('AWS::Events::Rule', {
    Description: 'Publishes the delivery metrics of shop every day',
    ScheduleExpression: 'cron(15 3 * * ? *)',
    Targets: [Match.objectLike({ Input: '{}' })],
  });
});

test('metrics are published soon after a deployment or an incident, and a batch that fails is a dead letter', () => {
  const source = only(template, 'AWS::Lambda::EventSourceMapping', { StartingPosition: 'LATEST' });
  const { Pattern } = source.Properties!['FilterCriteria'].Filters[0];
  expect(JSON.parse(Pattern)).toEqual({
    eventName: ['INSERT'],
    dynamodb: {
      NewImage: { kind: { S: ['deployment-ended', 'release-recorded', 'incident-opened', 'incident-resolved'] } },
    },
  });
  expect(source.Properties).toMatchObject({ MaximumRetryAttempts: 3, MaximumBatchingWindowInSeconds: 60 });
  expect(source.Properties!['DestinationConfig'].OnFailure.Destination).toEqual({
    'Fn::GetAtt': [expect.stringMatching(/^MetricsDeadLetters/), 'Arn'],
  });
});

test('the week is summed up every Monday, to the topic of messages', () => {
  template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'cron(0 6 ? * MON *)' });
  const handler = only(template, 'AWS::Lambda::Function', {
    Environment: { Variables: Match.objectLike({ TOPIC_ARN: Match.anyValue() }) },
  });
  expect(evaluated(delivery, STACK, handler.Properties!['Environment'].Variables)).toMatchObject({
    DELIVERY: 'shop',
    SERVICES: '["web"]',
    PRODUCTION_ENVIRONMENTS: '["prod"]',
    TOPIC_ARN: 'arn:aws:sns:eu-central-1:111111111111:shop-notifications',
    DASHBOARD_URL: expect.stringContaining('#dashboards/dashboard/shop-delivery-metrics'),
  });
});

test('functions of metrics read the table and write nothing to it', () => {
  for (const policy of ['MetricsPublishPolicy', 'SummaryPolicy']) {
    const actions = allowedBy(delivery, STACK, policy).flatMap((statement) => statement.actions);
    expect(actions.filter((action) => action.startsWith('dynamodb:') && !/Stream|Records|Shard/.test(action))).toEqual([
      'dynamodb:Query',
    ]);
  }
});

test('the publisher reads the stream of this one table', () => {
  const statements = allowedBy(delivery, STACK, 'MetricsPublishPolicy');
  const [read] = about(statements, 'dynamodb:GetRecords');
  expect(read!.resources).toEqual([expect.stringMatching(/:table\/shop-delivery-events\/stream\/[^*]+$/)]);
});
