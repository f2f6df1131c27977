import { notCountedIn } from '../../lib/cost/not-counted';
import { PriceList } from '../../lib/cost/prices';
import type { CostedStack } from '../../lib/cost/stacks';
import { USES } from '../../lib/cost/uses';
import { ecsService, eksCluster, one, planted } from './planted';

const allowed = (Action: string | readonly string[]) =>
  one('AWS::IAM::Policy', { PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource: '*' }] } });
const besides = (stacks: readonly CostedStack[]) =>
  notCountedIn(stacks, { prices: new PriceList(), region: 'us-east-1' });
const listed = (...stacks: readonly CostedStack[]) => besides(stacks).map(({ what }) => what);

const dashboard = (namespace: string, name = 'DeploymentsPerDay') => ({
  Dashboard: {
    Type: 'AWS::CloudWatch::Dashboard',
    Properties: {
      DashboardBody: { 'Fn::Join': ['', [`{"metrics":[["${namespace}","${name}","Delivery","`, 'x"]]}']] },
    },
  },
});
const filter = {
  Filter: {
    Type: 'AWS::Logs::MetricFilter',
    Properties: { MetricTransformations: [{ MetricNamespace: 'Slipway', MetricName: 'DeploymentsPerDay' }] },
  },
};
const schedule = (Type = 'AWS::Lambda::Function') => ({
  Started: { Type },
  Schedule: {
    Type: 'AWS::Events::Rule',
    Properties: { ScheduleExpression: 'rate(1 day)', Targets: [{ Arn: { 'Fn::GetAtt': ['Started', 'Arn'] } }] },
  },
});
const bus = (region: string) => ({
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: { EventPattern: {}, Targets: [{ Arn: `arn:aws:events:${region}:111111111111:event-bus/default` }] },
  },
});
const here = { ...planted(bus('eu-central-1')), region: 'us-east-1' };
const tools = { ...planted({}, 'shop-toolchain-source'), region: 'eu-central-1' };
const secret = allowed('secretsmanager:GetSecretValue');
const table = { Table: { Type: 'AWS::DynamoDB::Table' } };

/** What each use is called, stacks that can cause it, and stacks that look like them and cannot. */
const CASES: readonly (readonly [string, readonly CostedStack[], readonly CostedStack[]])[] = [
  ['clusters whose Kubernetes', [planted(eksCluster())], [planted(ecsService())]],
  ['nodes for the pods', [planted(eksCluster())], [planted(ecsService())]],
  ['data that services send', [planted(ecsService())], [planted(eksCluster())]],
  ['data through NAT', [one('AWS::EC2::NatGateway')], [one('AWS::EC2::EIP')]],
  ['data between the zones', [planted(eksCluster())], [one('AWS::EC2::NatGateway')]],
  [
    'data through interface endpoints',
    [one('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface' })],
    [one('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' })],
  ],
  ['logs of idle services', [one('AWS::Lambda::Function')], [one('AWS::Lambda::Permission')]],
  ['searches of logs', [one('AWS::Logs::QueryDefinition')], [one('AWS::Logs::LogGroup')]],
  ['searches of logs', [allowed(['logs:StartQuery'])], [allowed(['logs:PutLogEvents'])]],
  [
    'builds of branches',
    [one('AWS::CodeBuild::Project', { Environment: { ComputeType: 'BUILD_GENERAL1_SMALL' } })],
    [],
  ],
  ['users of CodeCommit', [one('AWS::CodeCommit::Repository')], [one('AWS::CodeConnections::Connection')]],
  ["services' secrets", [secret], [one('AWS::SecretsManager::Secret')]],
  ["a domain's hosted zone", [one('AWS::Route53::RecordSet')], [one('AWS::CertificateManager::Certificate')]],
  [
    'metrics that functions write',
    [planted(schedule()), planted(dashboard('Slipway'), 'shop-dev-other')],
    [planted(schedule('AWS::SQS::Queue')), planted(dashboard('Slipway'), 'shop-dev-other')],
  ],
  [
    'metrics that functions write',
    [
      planted({ ...schedule('AWS::StepFunctions::StateMachine'), ...dashboard('Slipway'), ...filter }),
      planted(dashboard('Team'), 'shop-dev-other'),
    ],
    [
      planted({ ...schedule(), ...dashboard('Slipway'), ...filter }),
      planted(dashboard('AWS/Lambda'), 'shop-dev-other'),
    ],
  ],
  [
    'metrics that an incident',
    [allowed('cloudwatch:GetMetricData')],
    [planted({ ...eksCluster(), ...allowed('cloudwatch:GetMetricData').template.Resources })],
  ],
  [
    'functions that alarms',
    [one('AWS::Lambda::EventSourceMapping', { EventSourceArn: 'arn' })],
    [one('AWS::Lambda::Function')],
  ],
  ['game days', [one('AWS::FIS::ExperimentTemplate')], [one('AWS::SSM::Document')]],
  ['OpsItems', [allowed('ssm:CreateOpsItem')], [allowed('ssm:GetParameter')]],
  ['runbooks', [one('AWS::SSM::Document')], [one('AWS::SSM::Parameter')]],
  ['traces that people', [one('AWS::XRay::Group')], [allowed('xray:PutTraceSegments')]],
  ['traces that people', [allowed('xray:GetTraceSummaries')], []],
  [
    'indexed spans',
    [one('AWS::XRay::TransactionSearchConfig', { IndexingPercentage: 5 })],
    [one('AWS::XRay::TransactionSearchConfig', { IndexingPercentage: 1 })],
  ],
  ['buckets beyond', [one('AWS::S3::Bucket')], [one('AWS::S3::BucketPolicy')]],
  [
    "files and images in CDK's",
    [one('AWS::Lambda::Function', { Code: { S3Bucket: 'cdk-assets', S3Key: 'x.zip' } })],
    [one('AWS::Lambda::Function', { Code: { ZipFile: 'x' } })],
  ],
  ['reads and writes of the delivery', [planted(table)], [planted({ ...table, ...ecsService() })]],
  ['calls of keys', [one('AWS::KMS::Key')], [one('AWS::KMS::Alias')]],
  ['events put', [allowed(['events:PutEvents'])], [allowed(['events:PutRule'])]],
  ['messages to topics', [one('AWS::SNS::Topic')], [one('AWS::SQS::Queue')]],
  [
    'calls for advanced parameters',
    [one('AWS::SSM::Parameter', { Tier: 'Advanced', Value: 'x' })],
    [one('AWS::SSM::Parameter', { Value: 'x' })],
  ],
  ['data to another', [here, tools], [{ ...here, region: 'eu-central-1' }, tools]],
];

test.each(CASES)('%s … is listed where something can cause it, and nowhere else', (start, causes, others) => {
  const own = (stacks: readonly CostedStack[]) => listed(...stacks).filter((what) => what.startsWith(start));
  expect(own(causes)).toHaveLength(1);
  expect(own(others)).toEqual([]);
});

test('there is a case for each use', () => {
  const without = USES.filter(({ what }) => !CASES.some(([start]) => what.startsWith(start)));
  expect(without.map(({ what }) => what)).toEqual([]);
});

test('a use names the stacks that cause it, and what one costs there', () => {
  const stacks = ['shop-dev-one', 'shop-dev-two'].map((name) => planted({ Key: { Type: 'AWS::KMS::Key' } }, name));
  expect(besides([...stacks, planted({})])).toEqual([
    {
      what: 'calls of keys for registries, topics, clusters and people',
      prices: [{ unit: 'call', least: 0.000003, most: 0.000003 }],
      stacks: ['shop-dev-one', 'shop-dev-two'],
    },
  ]);
});
