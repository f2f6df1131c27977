import type { DeliveryInput } from '../../lib/config/input';
import { DiagnosticsRunbook } from '../../lib/runbooks/diagnostics-runbook';
import { TestStack } from '../release/constructs';
import { hasPython, runAutomation } from '../support/automation/run';
import { parseAutomation } from '../support/automation/schema';
import { onEks, type Writable } from '../support/configs';
import type { Properties } from '../support/template';
import { only, shop, TOOLS } from '../support/templates';

const stackOf = (production: boolean, change: (input: Writable<DeliveryInput>) => void = () => {}) => {
  const delivery = shop((input) => {
    input.tools = TOOLS;
    input.environments[0]!.production = production;
    change(input);
  });
  return new TestStack((scope) => {
    new DiagnosticsRunbook(scope, 'Diagnostics', { delivery, environment: delivery.environments[0]! });
  });
};
const stack = stackOf(false);
const { Properties: document } = only(stack.template, 'AWS::SSM::Document');
const parsed = parseAutomation(stack.evaluated(document!['Content']));
const bucket = only(stack.template, 'AWS::S3::Bucket');
const NAME = 'shop-dev-diag-111111111111-eu-central-1';

test('the document is updated in place, and asks for a service of the environment', () => {
  expect(document).toMatchObject({
    Name: 'shop-dev-diagnostics',
    DocumentType: 'Automation',
    UpdateMethod: 'NewVersion',
  });
  expect(parsed.parameters['Service']!.allowedValues).toEqual(['web']);
});

(hasPython ? describe : describe.skip)('an execution', () => {
  const collected = { location: `s3://${NAME}/web/2026-11-23T12-00-00Z/`, missing: ['traces: Rate exceeded'] };

  test('calls the function for the service, and tells where the answers are and what is missing', () => {
    const invoke = jest.fn((_function: string, _payload: unknown) => collected);
    expect(runAutomation(parsed, { Service: 'web' }, { invoke })).toMatchObject({
      status: 'Success',
      outputs: { 'read.Location': collected.location, 'read.Missing': collected.missing },
    });
    const functions = Object.entries(stack.template.findResources('AWS::Lambda::Function'));
    const [id] = functions.find(([logicalId]) => logicalId.startsWith('DiagnosticsFunction'))!;
    expect(invoke.mock.calls).toEqual([[stack.evaluated({ 'Fn::GetAtt': [id, 'Arn'] }), { service: 'web' }]]);
  });

  test('fails with what the function said when it failed', () => {
    const invoke = () => {
      throw new Error('cannot write service into the bucket: Access Denied');
    };
    expect(runAutomation(parsed, { Service: 'web' }, { invoke })).toMatchObject({
      status: 'Failed',
      failure: 'read: cannot write service into the bucket: Access Denied',
    });
  });
});

test('the function is told where to look and where to write, and has less time than the document gives it', () => {
  const { Properties: found } = only(stack.template, 'AWS::Lambda::Function', { Timeout: 120 });
  expect(stack.evaluated(found!['Environment'])).toEqual({
    Variables: { DELIVERY: 'shop', ENVIRONMENT: 'dev', CLUSTER_NAME: 'shop-dev', BUCKET_NAME: NAME },
  });
  expect(parsed.mainSteps[0]!.timeoutSeconds).toBeGreaterThan(120);
});

describe('the bucket', () => {
  test('is closed, encrypted, and forgets after a month', () => {
    const properties: Properties = stack.evaluated(bucket.Properties);
    expect(properties).toMatchObject({
      BucketName: NAME,
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 30, Status: 'Enabled' }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    const { Statement } = only(stack.template, 'AWS::S3::BucketPolicy').Properties!['PolicyDocument'];
    expect(Statement).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });

  test('goes with its stack, with all that is in it, but not in production', () => {
    const policies = (one: TestStack) => one.template.toJSON()['Resources'];
    expect(policies(stack)[bucket.id].DeletionPolicy).toBe('Delete');
    stack.template.resourceCountIs('Custom::S3AutoDeleteObjects', 1);
    const production = stackOf(true);
    expect(policies(production)[bucket.id].DeletionPolicy).toBe('Retain');
    production.template.resourceCountIs('Custom::S3AutoDeleteObjects', 0);
  });
});

describe('the roles', () => {
  const arn = (service: string, rest: string) => `arn:aws:${service}:eu-central-1:111111111111:${rest}`;

  test('the function reads what belongs to the environment, and writes into the bucket', () => {
    const allowed = stack.allowed('DiagnosticsFunctionPolicy').filter((line) => !/^logs:(Create|Put)/.test(line));
    expect(allowed).toEqual([
      `ecs:DescribeServices on ${arn('ecs', 'service/shop-dev/*')}`,
      `ecs:DescribeTasks on ${arn('ecs', 'task/shop-dev/*')}`,
      'ecs:ListTasks on *',
      `codedeploy:GetDeployment on ${arn('codedeploy', 'deploymentgroup:shop-dev-*/shop-dev-*')}`,
      `codedeploy:ListDeployments on ${arn('codedeploy', 'deploymentgroup:shop-dev-*/shop-dev-*')}`,
      `logs:GetLogEvents on ${arn('logs', 'log-group:shop-dev-*:log-stream:*')}`,
      'cloudwatch:DescribeAlarms on *',
      'ecs:DescribeTaskDefinition on *',
      'xray:GetTraceSummaries on *',
      `s3:PutObject on ${stack.evaluated({ 'Fn::GetAtt': [bucket.id, 'Arn'] })}/*`,
    ]);
  });

  test('for services on EKS it calls their functions and reads the logs of pods, and asks ECS nothing', () => {
    const lines = stackOf(false, onEks)
      .allowed('DiagnosticsFunctionPolicy')
      .filter((line) => !/^logs:(Create|Put)|^s3:/.test(line));
    expect(lines).toEqual([
      `lambda:InvokeFunction on ${arn('lambda', 'function:shop-dev-*-rollout:view')}`,
      `logs:DescribeLogStreams on ${arn('logs', 'log-group:/shop/dev/pods/*')}`,
      `logs:GetLogEvents on ${arn('logs', 'log-group:/shop/dev/pods/*:log-stream:*')}`,
      'cloudwatch:DescribeAlarms on *',
      'xray:GetTraceSummaries on *',
    ]);
  });

  test('SSM calls the function and nothing else', () => {
    expect(stack.allowed('DiagnosticsRunbookPolicy')).toEqual([
      expect.stringMatching(/^lambda:InvokeFunction on arn:aws:lambda:eu-central-1:111111111111:function:/),
    ]);
  });
});

test('people find the command in the outputs of the stack', () => {
  expect(Object.values(stack.template.findOutputs('*'))[0]!['Value']).toBe(
    'aws ssm start-automation-execution --document-name shop-dev-diagnostics --parameters Service=web',
  );
});
