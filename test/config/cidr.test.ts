import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as fc from 'fast-check';
import {
  canonical,
  contains,
  formatCidr,
  isPrivate,
  overlap,
  parseCidr,
  SMALLEST_NETWORK_PREFIX,
  sizeOf,
} from '../../lib/config/cidr';

const ranges = fc
  .record({ first: fc.integer({ min: 0, max: 2 ** 32 - 1 }), prefix: fc.integer({ min: 0, max: 32 }) })
  .map(canonical);

test('every range reads as it was written', () => {
  fc.assert(fc.property(ranges, (range) => expect(parseCidr(formatCidr(range))).toEqual(range)));
});

test('two ranges overlap if and only if they share an address', () => {
  fc.assert(
    fc.property(ranges, ranges, (left, right) => {
      const share = left.first < right.first + sizeOf(right) && right.first < left.first + sizeOf(left);
      expect(overlap(left, right)).toBe(share);
    }),
  );
});

test('the two halves of a range lie in it and do not overlap', () => {
  fc.assert(
    fc.property(
      ranges.filter(({ prefix }) => prefix < 32),
      (range) => {
        const prefix = range.prefix + 1;
        const left = { first: range.first, prefix };
        const right = { first: range.first + sizeOf(left), prefix };
        expect([contains(range, left), contains(range, right), overlap(left, right)]).toEqual([true, true, false]);
      },
    ),
  );
});

test.each(['10.0.0.0', '10.0.0.0/33', '256.0.0.0/8', '10.0.0/8', '010.0.0.0/8', ' 10.0.0.0/8', '::/0'])(
  '%p is no range',
  (text) => {
    expect(parseCidr(text)).toBeUndefined();
  },
);

test.each([
  ['172.31.0.0/16', true],
  ['172.32.0.0/16', false],
  ['10.0.0.0/7', false],
  ['100.127.0.0/16', true],
])('%s is private: %p', (text, expected) => {
  expect(isPrivate(parseCidr(text)!)).toBe(expected);
});

test.each([2, 3])('the smallest network leaves each subnet 64 addresses and more in %i zones', (maxAzs) => {
  const stack = new Stack(new App({ context: { 'aws:cdk:disable-asset-staging': true } }), 'Network', {
    env: { account: '111111111111', region: 'eu-central-1' },
  });
  stack.node.setContext('availability-zones:account=111111111111:region=eu-central-1', ['a', 'b', 'c']);
  new ec2.Vpc(stack, 'Vpc', {
    ipAddresses: ec2.IpAddresses.cidr(`10.0.0.0/${SMALLEST_NETWORK_PREFIX}`),
    maxAzs,
    natGateways: 0,
    subnetConfiguration: [
      { name: 'Public', subnetType: ec2.SubnetType.PUBLIC },
      { name: 'Tasks', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    ],
  });
  const subnets = Object.values(Template.fromStack(stack).findResources('AWS::EC2::Subnet'));
  const sizes = subnets.map((subnet) => sizeOf(parseCidr(subnet['Properties'].CidrBlock)!));
  expect(sizes).toHaveLength(2 * maxAzs);
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(64);
});
