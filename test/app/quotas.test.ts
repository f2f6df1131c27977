import { Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { announceQuotas } from '../../lib/app/quotas';
import { newApp } from '../support/app';
import { temporaryDirectory } from '../support/program';

const outdir = temporaryDirectory();

/** What is said about some roles and rules in one account, spread over two stacks in two regions. */
function said(roles: number, rules: number): string[] {
  const app = newApp(outdir);
  const stacks = ['eu-central-1', 'us-east-1'].map(
    (region) => new Stack(app, region, { env: { account: '111111111111', region } }),
  );
  const across = (index: number) => stacks[index % 2]!;
  for (let i = 0; i < roles; i += 1) new CfnRole(across(i), `Role${i}`, { assumeRolePolicyDocument: {} });
  for (let i = 0; i < rules; i += 1) new CfnRule(across(i), `Rule${i}`, {});
  announceQuotas(app);
  return app.node.metadata.filter(({ type }) => type === 'aws:cdk:info').map(({ data }) => String(data));
}

test('within the quotas nothing is said', () => {
  expect(said(1000, 600)).toEqual([]);
});

test('roles count for an account', () => {
  expect(said(1001, 0)).toEqual([
    expect.stringContaining('account 111111111111 needs 1001 IAM roles, and AWS allows 1000 unless you ask for more'),
  ]);
});

test('rules count for a region', () => {
  expect(said(0, 601)).toEqual([
    expect.stringContaining('account 111111111111 in eu-central-1 needs 301 EventBridge rules, and AWS allows 300'),
  ]);
});
