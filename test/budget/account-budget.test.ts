import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AccountBudget } from '../../lib/budget/account-budget';
import { holdsBudget } from '../../lib/budget/budgeted';
import { newApp } from '../support/app';

const ACCOUNT = '111111111111';

function stackWith(email: readonly string[], hasTopic = false): Stack {
  const stack = new Stack(newApp(), 'stack', { env: { account: ACCOUNT, region: 'eu-central-1' } });
  const key = new Key(stack, 'Key');
  const channel = hasTopic ? { topic: new Topic(stack, 'Topic', { masterKey: key }), key } : undefined;
  new AccountBudget(stack, 'Budget', { delivery: { name: 'shop', notifications: { email } }, monthly: 50, channel });
  return stack;
}

const templateWith = (email: readonly string[], hasTopic?: boolean) => Template.fromStack(stackWith(email, hasTopic));

interface Told {
  readonly Notification: { readonly NotificationType: string; readonly Threshold: number };
  readonly Subscribers: readonly { readonly SubscriptionType: string; readonly Address: unknown }[];
}

function toldBy(template: Template): readonly Told[] {
  const [budget] = Object.values(template.findResources('AWS::Budgets::Budget'));
  return budget!['Properties'].NotificationsWithSubscribers;
}

test('a budget is of all that its account costs a month, with what credits pay for', () => {
  templateWith(['a@example.com']).hasResourceProperties('AWS::Budgets::Budget', {
    Budget: {
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: 50, Unit: 'USD' },
      CostTypes: { IncludeCredit: false, IncludeRefund: false },
      // CloudFormation makes a new budget before the old one goes when it tells others, and two cannot have one name.
      BudgetName: Match.absent(),
      CostFilters: Match.absent(),
    },
  });
});

test('people are told at 80 percent, when it is used up, and when it will be', () => {
  const when = toldBy(templateWith(['a@example.com'])).map(({ Notification }) => Notification);
  expect(when).toEqual([
    { NotificationType: 'ACTUAL', Threshold: 80, ComparisonOperator: 'GREATER_THAN', ThresholdType: 'PERCENTAGE' },
    { NotificationType: 'ACTUAL', Threshold: 100, ComparisonOperator: 'GREATER_THAN', ThresholdType: 'PERCENTAGE' },
    { NotificationType: 'FORECASTED', Threshold: 100, ComparisonOperator: 'GREATER_THAN', ThresholdType: 'PERCENTAGE' },
  ]);
});

test('with a topic it tells that, and may publish to it and use its key in the name of this account alone', () => {
  const template = templateWith(['a@example.com'], true);
  const [topicId] = Object.keys(template.findResources('AWS::SNS::Topic'));
  for (const { Subscribers } of toldBy(template)) {
    expect(Subscribers).toEqual([{ SubscriptionType: 'SNS', Address: { Ref: topicId } }]);
  }
  const Condition = {
    StringEquals: { 'aws:SourceAccount': ACCOUNT },
    ArnLike: { 'aws:SourceArn': Match.anyValue() },
  };
  const Principal = { Service: 'budgets.amazonaws.com' };
  template.hasResourceProperties('AWS::SNS::TopicPolicy', {
    PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 'sns:Publish', Principal, Condition })]) },
  });
  template.hasResourceProperties('AWS::KMS::Key', {
    KeyPolicy: {
      Statement: Match.arrayWith([
        Match.objectLike({ Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Principal, Condition }),
      ]),
    },
  });
});

test('it is made after the policy that lets it publish', () => {
  const template = templateWith([], true);
  const [policyId] = Object.keys(template.findResources('AWS::SNS::TopicPolicy'));
  template.hasResource('AWS::Budgets::Budget', { DependsOn: Match.arrayWith([policyId]) });
});

test('without a topic it writes to the addresses', () => {
  const [first] = toldBy(templateWith(['a@example.com', 'b@example.com']));
  expect(first!.Subscribers).toEqual([
    { SubscriptionType: 'EMAIL', Address: 'a@example.com' },
    { SubscriptionType: 'EMAIL', Address: 'b@example.com' },
  ]);
});

test('of more addresses than a budget has room for it writes to the first ten, and says so', () => {
  const stack = stackWith(Array.from({ length: 11 }, (_, index) => `a${index}@example.com`));
  expect(toldBy(Template.fromStack(stack))[0]!.Subscribers).toHaveLength(10);
  Annotations.fromStack(stack).hasInfo('*', Match.stringLikeRegexp('50 USD a month tells 10 addresses alone'));
});

test.each([false, true])('that nobody hears of it is said (topic: %s)', (hasTopic) => {
  const stack = stackWith([], hasTopic);
  Annotations.fromStack(stack).hasInfo('*', Match.stringLikeRegexp('tells nobody, as notifications.email is empty'));
  if (!hasTopic) {
    Template.fromStack(stack).hasResourceProperties('AWS::Budgets::Budget', {
      NotificationsWithSubscribers: Match.absent(),
    });
  }
});

test('each account has one budget: the first environment of another account than that of tools holds it', () => {
  const tools = { account: '1' };
  const environments = [{ account: '1' }, { account: '2' }, { account: '2' }, { account: '3' }];
  expect(environments.map((environment) => holdsBudget(environment, { environments, tools }))).toEqual([
    false,
    true,
    false,
    true,
  ]);
});

test('in a delivery that leaves accounts open the toolchain alone has a budget', () => {
  const environments = [{}, {}];
  expect(environments.some((environment) => holdsBudget(environment, { environments, tools: {} }))).toBe(false);
});
