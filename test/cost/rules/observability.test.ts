import { costed, ecsService, loaded, one, paidFor, planted, usdOf } from '../planted';

const metric = (Period: number) => ({ MetricStat: { Period } });

test('an alarm costs for each metric that it reads, expressions none', () => {
  expect(usdOf('AWS::CloudWatch::Alarm', { MetricName: 'Errors', Period: 300 })).toBeCloseTo(0.1);
  const Metrics = [{ Expression: 'SUM([a, b])' }, metric(60), metric(300)];
  expect(usdOf('AWS::CloudWatch::Alarm', { Metrics })).toBeCloseTo(0.2);
});

test('an alarm on what is unusual costs its metric and both ends of the band', () => {
  const Metrics = [{ Expression: 'ANOMALY_DETECTION_BAND(m0, 2)' }, metric(300)];
  expect(usdOf('AWS::CloudWatch::Alarm', { Metrics })).toBeCloseTo(0.3);
});

test('an alarm that looks more often than each minute costs three times as much', () => {
  expect(usdOf('AWS::CloudWatch::Alarm', { Metrics: [metric(10)] })).toBeCloseTo(0.3);
});

test('target tracking makes two alarms of what it reads', () => {
  expect(paidFor(costed([planted(ecsService())]), 'cloudwatch.alarm')).toBeCloseTo(2 * 2 * 0.1);
});

test('composite alarms, dashboards and metrics of logs have their prices', () => {
  expect(usdOf('AWS::CloudWatch::CompositeAlarm')).toBeCloseTo(0.5);
  expect(usdOf('AWS::CloudWatch::Dashboard')).toBeCloseTo(3);
  expect(usdOf('AWS::Logs::MetricFilter', { MetricTransformations: [{}] })).toBeCloseTo(0.3);
});

test('Container Insights costs the metrics that AWS lists, where it is on', () => {
  const cluster = (Value: string) =>
    planted(
      {
        Cluster: {
          Type: 'AWS::ECS::Cluster',
          Properties: { ClusterSettings: [{ Name: 'containerInsights', Value }] },
        },
      },
      'shop-dev-cluster',
    );
  // 26 of the cluster, 21 of the service, 16 of its family; of the task 32, and of each of two containers 28 and 4.
  const report = costed([cluster('enhanced'), planted(ecsService())]);
  expect(paidFor(report, 'insights.metric')).toBeCloseTo((26 + 21 + 16 + 32 + 2 * 32) * 0.07);
  expect(paidFor(costed([cluster('disabled'), planted(ecsService())]), 'insights.metric')).toBe(0);
});

test('traces are what is reserved and a share of the rest', () => {
  const rule = {
    Rule: { Type: 'AWS::XRay::SamplingRule', Properties: { SamplingRule: { ReservoirSize: 1, FixedRate: 0.05 } } },
  };
  const traces = (requests: number) => paidFor(loaded([planted({ ...ecsService(), ...rule })], requests), 'xray.trace');
  expect(traces(0.5)).toBeCloseTo(0.5 * 730 * 3600 * 5e-6);
  expect(traces(21)).toBeCloseTo(2 * 730 * 3600 * 5e-6);
});

test('a trace is counted where the internet comes in, and at each service where it does not', () => {
  const Rule = { Type: 'AWS::XRay::SamplingRule', Properties: { SamplingRule: { ReservoirSize: 1, FixedRate: 0 } } };
  const Balancer = { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Scheme: 'internet-facing' } };
  const Listener = {
    Type: 'AWS::ElasticLoadBalancingV2::Listener',
    Properties: { LoadBalancerArn: { Ref: 'Balancer' } },
  };
  const inside = planted({ ...ecsService(), Rule }, 'shop-dev-orders');
  const outside = planted({ ...ecsService(), Rule, Balancer, Listener });
  const one = 730 * 3600 * 5e-6;
  expect(paidFor(loaded([inside, outside], 1), 'xray.trace')).toBeCloseTo(one);
  expect(paidFor(loaded([inside, planted({ ...ecsService(), Rule })], 1), 'xray.trace')).toBeCloseTo(2 * one);
});

test('with Transaction Search the bytes of spans cost, and traces nothing', () => {
  const Rule = { Type: 'AWS::XRay::SamplingRule', Properties: { SamplingRule: { ReservoirSize: 1, FixedRate: 0 } } };
  const search = planted({ Search: { Type: 'AWS::XRay::TransactionSearchConfig' } }, 'shop-dev-cluster');
  const report = loaded([search, planted({ ...ecsService(), Rule })], 1);
  expect(paidFor(report, 'xray.trace')).toBe(0);
  expect(paidFor(report, 'xray.span')).toBeCloseTo(((730 * 3600 * 2000) / 1024 ** 3) * 0.35);
});

test('a canary costs its runs and the function that makes them', () => {
  const report = costed([one('AWS::Synthetics::Canary', { Schedule: { Expression: 'rate(5 minutes)' } })]);
  expect(paidFor(report, 'synthetics.run')).toBeCloseTo(8760 * 0.0012);
  expect(paidFor(report, 's3.put')).toBeCloseTo(8760 * 3 * 0.000005);
  expect(paidFor(report, 'lambda.x86_64')).toBeCloseTo(8760 * 10 * (1000 / 1024) * 0.0000166667);
});
