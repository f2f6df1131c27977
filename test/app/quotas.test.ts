import { CfnResource, Stack } from 'aws-cdk-lib';
import { announceQuotas } from '../../lib/app/quotas';
import { newApp } from '../support/app';
import { temporaryDirectory } from '../support/program';

const outdir = temporaryDirectory();

/** What is said about some resources in one account, spread over two stacks in two regions. */
function said(counts: Readonly<Record<string, number>>): string[] {
  const app = newApp(outdir);
  const stacks = ['eu-central-1', 'us-east-1'].map(
    (region) => new Stack(app, region, { env: { account: '111111111111', region } }),
  );
  for (const [type, count] of Object.entries(counts)) {
    for (let i = 0; i < count; i += 1) new CfnResource(stacks[i % 2]!, `${type}${i}`.replaceAll(':', ''), { type });
  }
  announceQuotas(app);
  return app.node.metadata.filter(({ type }) => type === 'aws:cdk:info').map(({ data }) => String(data));
}

test('within the quotas nothing is said', () => {
  const most = {
    'AWS::IAM::Role': 1000,
    'AWS::Events::Rule': 600,
    'AWS::XRay::Group': 50,
    'AWS::XRay::SamplingRule': 50,
  };
  expect(said(most)).toEqual([]);
});

test('roles count for an account', () => {
  expect(said({ 'AWS::IAM::Role': 1001 })).toEqual([
    expect.stringContaining('account 111111111111 needs 1001 IAM roles, and AWS allows 1000 unless you ask for more'),
  ]);
});

test.each([
  ['AWS::Events::Rule', 300, 'EventBridge rules'],
  ['AWS::CloudWatch::Alarm', 5000, 'alarms'],
  ['AWS::XRay::Group', 25, 'X-Ray groups'],
  ['AWS::XRay::SamplingRule', 25, 'X-Ray sampling rules'],
])('%s counts for a region', (type, quota, what) => {
  expect(said({ [type]: 2 * quota + 1 })).toEqual([
    expect.stringContaining(
      `account 111111111111 in eu-central-1 needs ${quota + 1} ${what}, and AWS allows ${quota} unless you ask for more`,
    ),
  ]);
});
