import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ANALYSIS_METRICS } from '../../../lib/cost/rules/workload';
import { costed, ecsService, eksCluster, eksRelease, loaded, one, paidFor, planted, usdOf } from '../planted';

describe('a service on ECS', () => {
  test('costs the tasks that scaling holds, of the size of its releases and not of the placeholder', () => {
    const report = costed([planted(ecsService({ minimum: 2 }))]);
    expect(paidFor(report, 'fargate.arm64.vcpu')).toBeCloseTo(2 * 730 * 0.25 * 0.03238);
    expect(paidFor(report, 'fargate.arm64.gb')).toBeCloseTo(2 * 730 * 0.5 * 0.00356);
    expect(paidFor(report, 'ipv4.hour')).toBe(0);
  });

  test('has a public address for each task where there is no NAT gateway', () => {
    const report = costed([planted(ecsService({ minimum: 2, address: 'ENABLED' }))]);
    expect(paidFor(report, 'ipv4.hour')).toBeCloseTo(2 * 730 * 0.005);
  });

  test('grows by what its policy says of requests, up to its maximum', () => {
    // 120 requests a second are 7200 a minute: three tasks of 3000.
    const vcpu = (requests: number) =>
      paidFor(loaded([planted(ecsService({ maximum: 4 }))], requests), 'fargate.arm64.vcpu', 'load');
    expect(vcpu(50)).toBe(0);
    expect(vcpu(120)).toBeCloseTo(2 * 730 * 0.25 * 0.03238);
    expect(vcpu(5000)).toBeCloseTo(3 * 730 * 0.25 * 0.03238);
  });

  test('has its tasks twice while a release is deployed', () => {
    const report = loaded([planted(ecsService({ minimum: 2 }))], 0, 20);
    expect(paidFor(report, 'fargate.arm64.vcpu', 'releases')).toBeCloseTo(20 * 0.25 * 2 * 0.25 * 0.03238);
  });

  test('costs load balancer units by what is most: bytes at 200 requests a second', () => {
    const report = loaded([planted(ecsService())], 200);
    // 200 × 3600 × 4 KiB are 2.7466 GB an hour; connections are 20 a second of 25, and 1200 of 3000.
    expect(paidFor(report, 'balancer.lcu')).toBeCloseTo(2.746582 * 730 * 0.008, 4);
  });

  test('pays for what goes out only where its load balancer is open to the internet', () => {
    const listener = {
      Listener: {
        Type: 'AWS::ElasticLoadBalancingV2::Listener',
        Properties: { LoadBalancerArn: { 'Fn::ImportValue': 'shop-dev-cluster:Balancer' } },
      },
    };
    const cluster = (Scheme: string) =>
      planted(
        { Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Scheme, Subnets: [] } } },
        'shop-dev-cluster',
        { Out: { Value: { Ref: 'Balancer' }, Export: { Name: 'shop-dev-cluster:Balancer' } } },
      );
    const out = (scheme: string) =>
      paidFor(loaded([cluster(scheme), planted({ ...ecsService(), ...listener })], 10), 'transfer.internet');
    expect(out('internal')).toBe(0);
    // 10 requests a second of 4 KiB for 730 hours are 100.25 GB.
    expect(out('internet-facing')).toBeCloseTo(100.2502 * 0.09, 3);
  });

  test('without a task definition is refused, as its size is not known', () => {
    const { Service } = ecsService();
    expect(() => costed([planted({ Service: Service! })])).toThrow('shop-dev-web: no task definition of Service');
  });
});

describe('a service on EKS', () => {
  test('a service pays no Fargate, and what its requests cost as on ECS', () => {
    const onEks = loaded([planted(eksCluster(), 'shop-dev-kubernetes'), planted(eksRelease())], 20);
    const onEcs = loaded([planted(ecsService())], 20);
    expect(onEks.lines.some(({ kind }) => kind === 'Fargate')).toBe(false);
    expect(paidFor(onEks, 'balancer.lcu')).toBeCloseTo(paidFor(onEcs, 'balancer.lcu'));
    expect(paidFor(onEks, 'logs.ingested', 'load')).toBeCloseTo(paidFor(onEcs, 'logs.ingested', 'load'));
  });

  test('a release asks CloudWatch for what its analysis needs, each minute', () => {
    const report = loaded([planted(eksCluster(), 'shop-dev-kubernetes'), planted(eksRelease())], 0, 20);
    expect(paidFor(report, 'cloudwatch.query')).toBeCloseTo(20 * 15 * ANALYSIS_METRICS * 0.00001);
    expect(paidFor(loaded([planted(ecsService())], 0, 20), 'cloudwatch.query')).toBe(0);
  });

  test('the analysis has as many metrics as are counted', () => {
    const chart = readFileSync(join(__dirname, '../../../lib/workload/chart/templates/analysis.yaml'), 'utf8');
    const metrics = chart.match(/include "service\.(query|metric)" \(list \. "/g);
    expect(metrics).toHaveLength(ANALYSIS_METRICS);
  });

  test('a release that is no JSON is refused', () => {
    const broken = one('AWS::SSM::Parameter', { Value: '{"platform":"eks",' });
    expect(() => costed([broken])).toThrow('shop-dev-web: the release in It is not JSON');
  });
});

test.each([
  ['Advanced', 10, 0.05],
  ['Intelligent-Tiering', 4096, 0],
  ['Intelligent-Tiering', 4097, 0.05],
  [undefined, 4096, 0],
])('a parameter of the tier %s with %i bytes costs %f', (Tier, bytes, usd) => {
  expect(usdOf('AWS::SSM::Parameter', { Tier, Value: 'x'.repeat(bytes) })).toBeCloseTo(usd);
});
