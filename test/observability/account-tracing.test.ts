import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import type { EnvironmentInput } from '../../lib/config/input';
import { AccountTracing } from '../../lib/observability/account-tracing';
import { newApp } from '../support/app';
import { only, shop, TOOLS } from '../support/templates';

function stackWith(tracing: EnvironmentInput['tracing']): Stack {
  const delivery = shop(({ environments }) => Object.assign(environments[0]!, { tracing }));
  const stack = new Stack(newApp(), 'Stack', { env: TOOLS });
  new AccountTracing(stack, 'Tracing', { environment: delivery.environments[0]! });
  return stack;
}

const search = Template.fromStack(stackWith({ transactionSearch: 5 }));

test('an environment that asks for nothing changes nothing of its account', () => {
  expect(Template.fromStack(stackWith(undefined)).toJSON()['Resources']).toBeUndefined();
});

test('Transaction Search indexes the configured share of the traces, also none', () => {
  search.hasResourceProperties('AWS::XRay::TransactionSearchConfig', { IndexingPercentage: 5 });
  Template.fromStack(stackWith({ transactionSearch: 0 })).hasResourceProperties('AWS::XRay::TransactionSearchConfig', {
    IndexingPercentage: 0,
  });
});

test('X-Ray may write spans, for this account only, before Transaction Search begins', () => {
  const { id, Properties } = only(search, 'AWS::Logs::ResourcePolicy');
  const document = JSON.stringify(Properties!['PolicyDocument']);
  expect(document).toContain('xray.amazonaws.com');
  expect(document).toContain(`:logs:${TOOLS.region}:${TOOLS.account}:log-group:aws/spans:*`);
  expect(document).toContain('aws:SourceAccount');
  expect(only(search, 'AWS::XRay::TransactionSearchConfig')['DependsOn']).toContain(id);
});

test('Application Signals is made known to the account', () => {
  const stack = stackWith({ applicationSignals: true, transactionSearch: 1 });
  Template.fromStack(stack).resourceCountIs('AWS::ApplicationSignals::Discovery', 1);
  expect(Annotations.fromStack(stack).findInfo('*', Match.anyValue())).toEqual([]);
});

test('Application Signals without spans to measure is pointed out', () => {
  Annotations.fromStack(stackWith({ applicationSignals: true })).hasInfo(
    '/Stack/Tracing',
    "Application Signals of dev makes its measurements from spans, which X-Ray gets only with the environment's " +
      'transactionSearch',
  );
});
