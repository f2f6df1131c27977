import { costed, one, paidFor, planted, usdOf } from '../planted';

test('a NAT gateway costs by the hour, and a little for what goes through it', () => {
  const report = costed([one('AWS::EC2::NatGateway')]);
  expect(paidFor(report, 'nat.hour')).toBeCloseTo(730 * 0.045);
  expect(paidFor(report, 'nat.gb')).toBeCloseTo(2 * 0.045);
});

test('what goes through several NAT gateways is counted once', () => {
  const gateway = { Type: 'AWS::EC2::NatGateway' };
  const report = costed([planted({ One: gateway, Two: gateway, Three: gateway })]);
  expect(paidFor(report, 'nat.hour')).toBeCloseTo(3 * 730 * 0.045);
  expect(paidFor(report, 'nat.gb')).toBeCloseTo(2 * 0.045);
});

test('what goes to a gateway in another zone is paid for at both ends', () => {
  const gateway = { Type: 'AWS::EC2::NatGateway' };
  const subnet = (AvailabilityZone: string) => ({ Type: 'AWS::EC2::Subnet', Properties: { AvailabilityZone } });
  const zones = { A: subnet('a'), B: subnet('b'), AlsoB: subnet('b') };
  const between = (gateways: object) => paidFor(costed([planted({ ...zones, ...gateways })]), 'transfer.zones');
  expect(between({ One: gateway })).toBeCloseTo(2 * 2 * 0.5 * 0.01);
  expect(between({ One: gateway, Two: gateway })).toBe(0);
  expect(between({})).toBe(0);
});

test('a flow log is paid for when it is written, and as long as it is kept', () => {
  const log = (RetentionInDays: number) =>
    planted({
      Nat: { Type: 'AWS::EC2::NatGateway' },
      Flow: { Type: 'AWS::EC2::FlowLog' },
      Log: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays } },
    });
  expect(paidFor(costed([log(90)]), 'logs.vended')).toBeCloseTo(0.03 * 0.5);
  expect(paidFor(costed([log(90)]), 'logs.stored')).toBeCloseTo(0.03 * 0.15 * 3 * 0.03, 6);
  expect(paidFor(costed([log(30)]), 'logs.stored')).toBeCloseTo(0.03 * 0.15 * 0.03, 6);
});

test('a load balancer that the internet reaches has a public address in each subnet, another has none', () => {
  const Subnets = ['a', 'b', 'c'];
  const outside = costed([one('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internet-facing', Subnets })]);
  const inside = costed([one('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal', Subnets })]);
  expect(paidFor(outside, 'balancer.hour')).toBeCloseTo(730 * 0.0225);
  expect(paidFor(outside, 'ipv4.hour')).toBeCloseTo(3 * 730 * 0.005);
  expect(inside.lines.map(({ price }) => price)).toEqual(['balancer.hour']);
});

test('a gateway endpoint is free, an interface endpoint costs in each subnet', () => {
  expect(usdOf('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' })).toBe(0);
  const SubnetIds = ['a', 'b'];
  expect(usdOf('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface', SubnetIds })).toBeCloseTo(2 * 730 * 0.01);
});
