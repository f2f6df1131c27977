import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { ForwardedEvents } from '../../lib/delivery-events/forwarded-events';
import { SourceStack } from '../../lib/source/source-stack';
import { newApp } from '../support/app';
import { type EventPattern, matchesPattern } from '../support/event-pattern';
import { temporaryDirectory } from '../support/program';
import { only, shop, TOOLS } from '../support/templates';
import { alarm, codeDeploy, ecs, pipelineAction } from './raw-events';

const delivery = shop((input) => {
  input.tools = TOOLS;
  input.environments = [{ name: 'dev', account: '222222222222', region: 'us-east-1' }];
  input.services.push({ ...input.services[0]!, name: 'orders', listenerPort: 8081, controller: 'ecs' });
});
const [environment] = delivery.environments as [(typeof delivery.environments)[number]];
const outdir = temporaryDirectory();
const stack = new Stack(newApp(outdir), 'forwarded', {
  env: { account: environment.account!, region: environment.region! },
});
new ForwardedEvents(stack, 'Forwarded', { delivery, environment });
const template = Template.fromStack(stack);
const rules = Object.values(template.findResources('AWS::Events::Rule')).map(({ Properties }) => Properties);
const BUS = 'arn:aws:events:eu-central-1:111111111111:event-bus/default';

const EVENTS = [
  alarm('ALARM', { alarmName: 'shop-dev-web-page' }),
  codeDeploy({ application: 'shop-dev-web' }),
  ecs({}, { resources: ['arn:aws:ecs:us-east-1:222222222222:service/shop-dev/orders'] }),
] as const;

test.each(EVENTS.map((event) => [event['detail-type'], event]))('%s goes to the bus of tools', (_, event) => {
  const found = rules.filter(({ EventPattern }) => matchesPattern(EventPattern as EventPattern, event));
  expect(found.map(({ Targets }) => Targets.map(({ Arn }: { Arn: unknown }) => Arn))).toEqual([[BUS]]);
});

test.each([
  ["another environment's alarm", alarm('ALARM')],
  ["another environment's deployment", codeDeploy()],
  ['what the tools account itself tells', pipelineAction()],
])('%s does not', (_, event) => {
  expect(rules.filter(({ EventPattern }) => matchesPattern(EventPattern as EventPattern, event))).toEqual([]);
});

test('one role may put events there and nothing else, for this account alone', () => {
  expect(only(template, 'AWS::IAM::Policy').Properties!['PolicyDocument'].Statement).toEqual([
    { Action: 'events:PutEvents', Effect: 'Allow', Resource: BUS },
  ]);
  expect(only(template, 'AWS::IAM::Role').Properties!['AssumeRolePolicyDocument'].Statement).toEqual([
    {
      Action: 'sts:AssumeRole',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': '222222222222' } },
    },
  ]);
});

test('the bus of tools lets in all that is sent, from the accounts of environments, and nothing else', () => {
  const source = new SourceStack(newApp(outdir), 'source', {
    env: TOOLS,
    // The policy is the accounts' alone.
    delivery: { ...delivery, services: [] },
    key: {} as IKey,
  });
  const policy = only(Template.fromStack(source), 'AWS::Events::EventBusPolicy').Properties!;
  const { Principal, Condition } = policy['Statement'];
  expect(Principal).toEqual({ AWS: 'arn:aws:iam::222222222222:root' });
  const sent = rules.map(({ EventPattern }) => [EventPattern.source[0], EventPattern['detail-type'][0]]);
  expect(Condition).toEqual({
    'ForAllValues:StringEquals': {
      'events:source': ['aws.ssm', ...sent.map(([source]) => source)],
      'events:detail-type': ['Parameter Store Change', ...sent.map(([, type]) => type)],
    },
  });
});
