import { RemovalPolicy } from 'aws-cdk-lib';
import { removalPolicyOf, retentionOf, toolchainRemovalPolicyOf, toolchainRetentionOf } from '../../lib/shared/life';
import { shop } from '../support/templates';

const sandbox = shop();
const company = shop((delivery) => {
  delivery.environments.push(
    { name: 'test', network: { cidr: '10.1.0.0/16' }, logRetentionDays: 180 },
    { name: 'prod', network: { cidr: '10.2.0.0/16' }, production: true },
  );
});
const [dev, test_, prod] = company.environments as [
  (typeof company.environments)[0],
  (typeof company.environments)[0],
  (typeof company.environments)[0],
];

test('production keeps its data', () => {
  expect(removalPolicyOf(prod)).toBe(RemovalPolicy.RETAIN);
});

test('any other environment leaves nothing', () => {
  expect(removalPolicyOf(dev)).toBe(RemovalPolicy.DESTROY);
});

test('the toolchain stays where it feeds a production', () => {
  expect(toolchainRemovalPolicyOf(company)).toBe(RemovalPolicy.RETAIN);
  expect(toolchainRemovalPolicyOf(sandbox)).toBe(RemovalPolicy.DESTROY);
});

test('logs stay as long as their environment says', () => {
  expect([dev, test_, prod].map(retentionOf)).toEqual([7, 180, 90]);
});

test('logs of the toolchain stay as long as the most demanding environment says', () => {
  expect(toolchainRetentionOf(company)).toBe(180);
  expect(toolchainRetentionOf(sandbox)).toBe(7);
});
