import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ServiceTracing } from '../../lib/observability/service-tracing';
import { newApp } from '../support/app';
import { TOOLS } from '../support/templates';

const stack = new Stack(newApp(), 'Stack', { env: TOOLS });
const [tracing, other] = ['dev', 'test'].map(
  (environment) =>
    new ServiceTracing(stack, environment, { delivery: 'shop', environment, service: 'web', percent: 2.5 }),
) as [ServiceTracing, ServiceTracing];
const template = Template.fromStack(stack);

test('the first request of each second is traced, and the configured share of the others', () => {
  template.hasResourceProperties('AWS::XRay::SamplingRule', {
    SamplingRule: { RuleName: 'shop-dev-web', ReservoirSize: 1, FixedRate: 0.025, Version: 1 },
  });
});

test('a rule is for one service of one environment, whatever it is asked', () => {
  const rules = Object.values(template.findResources('AWS::XRay::SamplingRule'));
  expect(rules.map(({ Properties }) => Properties.SamplingRule.ServiceName)).toEqual(['shop-dev-web', 'shop-test-web']);
  for (const { Properties } of rules) {
    expect(Properties.SamplingRule).toMatchObject({
      ServiceType: '*',
      ResourceARN: '*',
      Host: '*',
      HTTPMethod: '*',
      URLPath: '*',
    });
    expect(Properties.SamplingRule.Attributes).toBeUndefined();
  }
});

test("a rule comes before X-Ray's own default", () => {
  for (const { Properties } of Object.values(template.findResources('AWS::XRay::SamplingRule'))) {
    expect(Properties.SamplingRule.Priority).toBeLessThan(10_000);
  }
});

test('X-Ray looks for what is out of the ordinary in the traces of one service of one environment', () => {
  template.hasResourceProperties('AWS::XRay::Group', {
    GroupName: 'shop-dev-web',
    FilterExpression: 'service("shop-dev-web")',
    InsightsConfiguration: { InsightsEnabled: true, NotificationsEnabled: false },
  });
  expect(other.tracedName).not.toBe(tracing.tracedName);
});

test('links lead to the map and the traces of the service, in the region of its stack', () => {
  const filter = 'filter=service(%22shop-dev-web%22)';
  expect(tracing.traceMapUrl).toBe(
    `https://console.aws.amazon.com/xray/home?region=eu-central-1#/service-map?${filter}`,
  );
  expect(tracing.groupUrl).toBe(`https://console.aws.amazon.com/xray/home?region=eu-central-1#/traces?${filter}`);
});
