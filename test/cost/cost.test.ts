import fc from 'fast-check';
import { allowancesIn } from '../../lib/cost/allowances';
import { totalOf } from '../../lib/cost/cost';
import { loadedParts, partsOf } from '../../lib/cost/parts';
import { runsPerMonth } from '../../lib/cost/schedules';
import { DELIVERIES, DELIVERY_NAMES } from '../support/deliveries';
import { synthesize } from '../support/synthesized';
import { costed, ecsService, eksCluster, eksRelease, loaded, planted } from './planted';

const KEY = { Type: 'AWS::KMS::Key' };

test('a type that nobody has thought of is listed, with how many there are, and in no sum', () => {
  const Unknown = { Type: 'AWS::Timestream::Database' };
  const report = costed([planted({ One: Unknown, Key: KEY }), planted({ Two: Unknown }, 'shop-dev-other')]);
  expect(report.unknown).toEqual([{ type: 'AWS::Timestream::Database', count: 2 }]);
  expect(totalOf(report.lines)).toBeCloseTo(1);
});

test.each(DELIVERY_NAMES)('every type of resource of %s has a price or a reason', (name) => {
  const delivery = DELIVERIES[name];
  const { unknown, lines } = costed(synthesize(delivery), { partOf: partsOf(delivery) });
  expect(unknown).toEqual([]);
  // Each environment has lines of its own, and so has the toolchain.
  const parts = [...delivery.environments.map((environment) => environment.name), 'toolchain'];
  expect([...new Set(lines.map(({ part }) => part))].sort()).toEqual(parts.sort());
});

test('a stack has the prices of its region, and one that leaves it open those that are asked for', () => {
  const gateway = { Gateway: { Type: 'AWS::EC2::EIP' }, Nat: { Type: 'AWS::EC2::NatGateway' } };
  const stacks = [{ ...planted(gateway), region: 'ap-southeast-1' }, planted(gateway, 'shop-dev-other')];
  const hours = costed(stacks, { region: 'eu-central-1' }).lines.filter(({ price }) => price === 'nat.hour');
  expect(hours.map(({ region, unitUsd }) => [region, unitUsd])).toEqual([
    ['ap-southeast-1', 0.059],
    ['eu-central-1', 0.052],
  ]);
});

test('a stack in a region without prices is refused, also when nothing in it costs anything', () => {
  expect(() => costed([{ ...planted({}), region: 'mars-north-1' }])).toThrow('no prices of the region mars-north-1');
});

test('load arrives only in the parts that are named', () => {
  const other = planted(ecsService(), 'shop-test-web');
  const { lines } = costed([planted(ecsService()), other], { load: { requestsPerSecond: 10, parts: ['test'] } });
  expect(new Set(lines.filter(({ basis }) => basis === 'load').map(({ part }) => part))).toEqual(new Set(['test']));
});

test.each([
  ['requests a second must be a number of 0 or more (got -1)', -1, 0],
  ['requests a second must be a number of 0 or more (got NaN)', Number.NaN, 0],
  ['releases a month must be a number of 0 or more (got Infinity)', 0, Number.POSITIVE_INFINITY],
])('%s', (message, requests, releases) => {
  expect(() => loaded([planted({ Key: KEY })], requests, releases)).toThrow(message);
});

describe('with load', () => {
  const table = { Table: { Type: 'AWS::DynamoDB::Table' } };
  const rule = {
    Rule: { Type: 'AWS::XRay::SamplingRule', Properties: { SamplingRule: { ReservoirSize: 1, FixedRate: 0.05 } } },
  };
  const agents = {
    Agents: { Type: 'AWS::EKS::Addon', Properties: { AddonName: 'amazon-cloudwatch-observability' } },
  };
  const stacks = [
    planted({ ...ecsService({ maximum: 40 }), ...table, ...rule }),
    planted(eksRelease({ maximum: 40 }), 'shop-dev-orders'),
    planted({ ...eksCluster(['c', 'm', 't']), ...agents }, 'shop-dev-kubernetes'),
    planted({ Nat: { Type: 'AWS::EC2::NatGateway' }, Log: { Type: 'AWS::EC2::FlowLog' } }, 'shop-dev-network'),
  ];
  const total = (requests: number, releases: number) => totalOf(loaded(stacks, requests, releases).lines);
  const rate = fc.double({ min: 0, max: 3000, noNaN: true });
  const count = fc.nat(500);

  test('more requests or releases never cost less', () => {
    fc.assert(
      fc.property(rate, rate, count, count, (one, more, few, others) => {
        expect(total(one + more, few + others)).toBeGreaterThanOrEqual(total(one, few) - 1e-9);
      }),
    );
  });

  test('what is fixed stays as it is', () => {
    const fixed = (requests: number) => totalOf(loaded(stacks, requests).lines, 'fixed');
    fc.assert(fc.property(rate, (requests) => expect(fixed(requests)).toBeCloseTo(fixed(0))));
  });

  test('without requests and releases nothing depends on them', () => {
    const { lines } = loaded(stacks, 0);
    expect(new Set(lines.map(({ basis }) => basis))).toEqual(new Set(['fixed']));
  });
});

test('allowances are taken once for each account, and never more than is used', () => {
  const alarms = (account: string, count: number) => ({
    ...planted(
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`A${index}`, { Type: 'AWS::CloudWatch::Alarm' }]),
      ),
    ),
    account,
  });
  const stacks = [alarms('1', 8), alarms('1', 8), alarms('2', 3)];
  expect(allowancesIn(costed(stacks))).toBeCloseTo((10 + 3) * 0.1);
});

test('a stack belongs to the environment whose name is longest', () => {
  const partOf = partsOf({ name: 'shop', environments: [{ name: 'prod' }, { name: 'prod-us' }] });
  expect(['shop-prod-us-web', 'shop-prod-web', 'shop-toolchain-release'].map(partOf)).toEqual([
    'prod-us',
    'prod',
    'toolchain',
  ]);
});

test('load is for production, and for all environments where there is none', () => {
  const dev = { name: 'dev', production: false };
  expect(loadedParts([dev, { name: 'prod', production: true }])).toEqual(['prod']);
  expect(loadedParts([dev, { name: 'test', production: false }])).toEqual(['dev', 'test']);
});

test.each([
  ['rate(5 minutes)', 8760],
  ['rate(1 hour)', 730],
  ['rate(2 days)', 730 / 48],
  ['cron(17 3 * * ? *)', 730 / 24],
  ['cron(0 6 ? * MON *)', 730 / 24 / 7],
  ['cron(5 * * * ? *)', 730],
])('%s runs %d times a month', (schedule, times) => {
  expect(runsPerMonth(schedule)).toBeCloseTo(times);
});

test.each(['cron(0/5 * * * ? *)', 'every day', 'cron(0 6 1 * ? *)'])('a schedule such as %s is refused', (schedule) => {
  expect(() => runsPerMonth(schedule)).toThrow(
    `a schedule must be a rate, or a cron of a minute and an hour (got ${schedule})`,
  );
});
