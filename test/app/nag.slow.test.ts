import { rmSync } from 'node:fs';
import { Stack, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { buildDelivery } from '../../lib/app/delivery-app';
import { newApp } from '../support/app';
import { DELIVERIES, DELIVERY_NAMES } from '../support/deliveries';

type App = ReturnType<typeof newApp>;

interface Finding {
  readonly rule: string;
  readonly path: string;
}

/** All findings: that some are acknowledged is for the synth to say, and for the tests below. */
function findings(app: App): Finding[] {
  const { violations } = new AwsSolutionsChecks(app).validateScope(app);
  return violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => ({ rule: ruleName, path: constructPath! })),
  );
}

interface Acknowledgement extends Finding {
  readonly reason: string;
}

function acknowledgements(app: App): Acknowledgement[] {
  const pack = 'AwsSolutions::';
  return app.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries<string>(data))
      .filter(([id]) => id.startsWith(pack))
      .map(([id, reason]) => ({ rule: id.slice(pack.length), path: node.path, reason })),
  );
}

/** On the finding's construct or above it. */
function silences(acknowledgement: Acknowledgement, { rule, path }: Finding): boolean {
  return acknowledgement.rule === rule && `${path}/`.startsWith(`${acknowledgement.path}/`);
}

describe.each(DELIVERY_NAMES)('%s', (name) => {
  const app = newApp();
  buildDelivery(app, DELIVERIES[name]);
  const found = findings(app);
  const acknowledged = acknowledgements(app);
  afterAll(() => rmSync(app.outdir, { recursive: true }));

  test('has no finding that is not acknowledged', () => {
    expect(found.filter((finding) => !acknowledged.some((one) => silences(one, finding)))).toEqual([]);
  });

  test('acknowledges nothing that is not found', () => {
    expect(acknowledged.filter((one) => !found.some((finding) => silences(one, finding)))).toEqual([]);
  });

  test('acknowledges each finding on a resource or construct of its own, never for a stack', () => {
    const stacks = app.node.findAll().filter((construct) => Stack.isStack(construct));
    const paths = ['', ...stacks.map(({ node }) => node.path)];
    expect(acknowledged.filter(({ path }) => paths.includes(path))).toEqual([]);
  });

  test('gives a sentence as the reason for each acknowledgement', () => {
    expect(acknowledged.filter(({ reason }) => !/^[A-Za-z]\S*( \S+){3,}\.$/.test(reason))).toEqual([]);
  });
});

describe('a planted defect', () => {
  const app = newApp();
  const stack = new Stack(app, 'planted');
  const vpc = new ec2.Vpc(stack, 'Vpc');
  new ec2.SecurityGroup(stack, 'Open', { vpc }).addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(22));
  new s3.Bucket(stack, 'Public', { publicReadAccess: true, blockPublicAccess: s3.BlockPublicAccess.BLOCK_ACLS_ONLY });
  const found = findings(app);
  afterAll(() => rmSync(app.outdir, { recursive: true }));

  test.each([
    { rule: 'AwsSolutions-EC23', path: 'planted/Open/Resource' },
    { rule: 'AwsSolutions-S2', path: 'planted/Public/Resource' },
  ])('is found: $rule', (finding) => {
    expect(found).toContainEqual(finding);
  });
});
