import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Architecture, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { context } from '../../cdk.json';
import { allow } from '../../lib/shared/allow';
import { BundledFunction, type BundledFunctionProps } from '../../lib/shared/bundled-function';
import { temporaryDirectory } from '../support/program';

const LAYER = 'arn:aws:lambda:eu-central-1:111111111111:layer:helm:1';

const outdir = temporaryDirectory();

function templateWith(id: string, props: Partial<BundledFunctionProps> = {}): Template {
  const app = new App({ outdir: join(outdir, id), analyticsReporting: false, context });
  const stack = new Stack(app, id);
  const vpc = new ec2.Vpc(stack, 'Vpc');
  new BundledFunction(stack, 'Route', {
    entry: 'pipeline/route.lambda.ts',
    description: 'Routes',
    statements: [allow(['codecommit:GetDifferences'], ['arn:aws:codecommit:eu-central-1:111111111111:shop'])],
    retention: RetentionDays.ONE_WEEK,
    removalPolicy: RemovalPolicy.DESTROY,
    ...(id === 'inside' && {
      network: {
        vpc,
        subnets: { subnetType: ec2.SubnetType.PUBLIC },
        securityGroup: new ec2.SecurityGroup(stack, 'Group', { vpc }),
      },
    }),
    ...props,
  });
  return Template.fromStack(stack);
}

const template = templateWith('outside', { variables: { MODE: 'strict' } });
const inside = templateWith('inside');
const FUNCTION = 'AWS::Lambda::Function';
const ours = (from: Template) =>
  Object.values(from.findResources(FUNCTION, { Properties: { Handler: 'index.handler', Description: 'Routes' } }))[0]!;
const statements = (from: Template) =>
  Object.values(from.findResources('AWS::IAM::Policy')).flatMap(
    (policy) => policy['Properties'].PolicyDocument.Statement,
  );

test('the function runs on Node.js 24 and Graviton with its variables', () => {
  template.hasResourceProperties(FUNCTION, {
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    Environment: { Variables: { MODE: 'strict' } },
    Timeout: 30,
    MemorySize: 256,
  });
});

test('it may write its own log and do what it was given, and no managed policy adds to that', () => {
  expect(statements(template)).toEqual([
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^RouteLogs/), 'Arn'] },
    },
    {
      Effect: 'Allow',
      Action: 'codecommit:GetDifferences',
      Resource: 'arn:aws:codecommit:eu-central-1:111111111111:shop',
    },
  ]);
  const roles = Object.entries(template.findResources('AWS::IAM::Role')).filter(([id]) => id.startsWith('Route'));
  expect(roles.map(([, { Properties }]) => Properties.ManagedPolicyArns)).toEqual([undefined]);
});

test('its log is made with it and goes with it', () => {
  template.hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 7 }, DeletionPolicy: 'Delete' });
  expect(ours(template)['Properties'].LoggingConfig).toEqual({
    LogGroup: { Ref: expect.stringMatching(/^RouteLogs/) },
  });
});

test('it is there after its rights', () => {
  expect(ours(template)['DependsOn']).toContainEqual(expect.stringMatching(/^RoutePolicy/));
});

test('outside a network it touches no network interface', () => {
  expect(JSON.stringify(statements(template))).not.toContain('ec2:');
  expect(ours(template)['Properties'].VpcConfig).toBeUndefined();
});

test('in a network it has its subnets and group, and Lambda may make its interfaces', () => {
  expect(ours(inside)['Properties'].VpcConfig).toMatchObject({
    SubnetIds: [expect.anything(), expect.anything()],
    SecurityGroupIds: [{ 'Fn::GetAtt': [expect.stringMatching(/^Group/), 'GroupId'] }],
  });
  expect(statements(inside)).toContainEqual(
    expect.objectContaining({ Action: expect.arrayContaining(['ec2:CreateNetworkInterface']), Resource: '*' }),
  );
});

test('what runs is one file that exports the handler, and two functions do not get the same one', () => {
  const other = templateWith('other', { entry: 'validation/probe.lambda.ts' });
  const assets = [template, other].map((from, index) => {
    const { S3Key } = ours(from)['Properties'].Code;
    return readFileSync(
      join(outdir, ['outside', 'other'][index]!, `asset.${S3Key.replace('.zip', '')}`, 'index.js'),
      'utf8',
    );
  });
  expect(assets[0]).toContain('StartPipelineExecution');
  expect(assets[1]).not.toContain('StartPipelineExecution');
});

test('files go along in their directories, and programs in layers, for the processor that they are made for', () => {
  const app = new App();
  const layer = LayerVersion.fromLayerVersionArn(new Stack(app, 'Layers'), 'Layer', LAYER);
  const from = templateWith('more', {
    files: { 'chart/templates/one.yaml': 'kind: One' },
    layers: [layer],
    architecture: Architecture.X86_64,
  });
  const { Code, Layers, Architectures } = ours(from)['Properties'];
  const asset = join(outdir, 'more', `asset.${Code.S3Key.replace('.zip', '')}`);
  expect(readFileSync(join(asset, 'chart/templates/one.yaml'), 'utf8')).toBe('kind: One');
  expect({ Layers, Architectures }).toEqual({ Layers: [LAYER], Architectures: ['x86_64'] });
});
