import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from '../../../lib/cloudformation/template';
import { AwsServer, awsError, sessionOf } from '../../support/aws-server';
import { bundleProgram, type ProgramResult, runBundle, temporaryDirectory } from '../../support/program';

const root = temporaryDirectory();
const server = AwsServer.forTests();
const assembly = join(root, 'cdk.out');
const output = join(root, 'output');
const exported = join(root, 'exports');
const TOOLS_ROLE = 'arn:aws:iam::111111111111:role/cdk-hnb659fds-lookup-role-111111111111-eu-central-1';
let bundle: string;
let deployedStacks: Record<string, Template>;

const bucket = (Properties: Record<string, unknown>): Template => ({
  Resources: { Data: { Type: 'AWS::S3::Bucket', Properties } },
});
const policy = (Action: string): Template => ({
  Resources: {
    Policy: {
      Type: 'AWS::IAM::Policy',
      Properties: { Roles: ['r'], PolicyDocument: { Statement: { Effect: 'Allow', Action, Resource: '*' } } },
    },
  },
});

beforeAll(async () => {
  bundle = await bundleProgram('lib/infrastructure/programs/diff.program.ts', root);
  mkdirSync(assembly);
  writeFileSync(join(root, 'cdk'), 'console.log("as cdk says it:", JSON.stringify(process.argv.slice(2)));');
  chmodSync(join(root, 'cdk'), 0o755);
});

beforeEach(() => {
  deployedStacks = {};
  server.on({
    AssumeRole: ({ RoleArn }) => sessionOf(`AKIA-${String(RoleArn).split('-').at(-1)}`),
    GetTemplate: ({ StackName }) => {
      const template = deployedStacks[String(StackName)];
      if (!template) throw awsError('ValidationError', `Stack with id ${StackName} does not exist`);
      return { TemplateBody: JSON.stringify(template) };
    },
  });
});

/** Writes what a synthesis leaves. */
function synthesized(stacks: Record<string, Template>, environment = 'aws://unknown-account/unknown-region'): void {
  const artifacts = Object.entries(stacks).map(([path, template]) => {
    const id = path.replace('/', '');
    writeFileSync(join(assembly, `${id}.template.json`), JSON.stringify(template));
    const [, account, region] = environment.split(/\/+/);
    return [
      id,
      {
        type: 'aws:cloudformation:stack',
        environment,
        displayName: path,
        properties: {
          templateFile: `${id}.template.json`,
          stackName: path.replace('/', '-'),
          lookupRole: {
            arn: `arn:\${AWS::Partition}:iam::${account}:role/cdk-hnb659fds-lookup-role-${account}-${region}`,
          },
        },
      },
    ];
  });
  const other = { type: 'cdk:asset-manifest', displayName: 'shop-dev/web' };
  writeFileSync(
    join(assembly, 'manifest.json'),
    JSON.stringify({ artifacts: { ...Object.fromEntries(artifacts), other } }),
  );
}

function diff(): Promise<ProgramResult> {
  return runBundle(bundle, {
    home: root,
    env: {
      AWS_ENDPOINT_URL: server.url,
      ASSEMBLY_DIRECTORY: assembly,
      CDK_SCRIPT: join(root, 'cdk'),
      PART: 'dev',
      STACK_PATH: 'shop-dev/',
      LOOKUP_ROLE_ARN: TOOLS_ROLE,
      LOOKUP_REGION: 'eu-central-1',
      OUTPUT_DIRECTORY: output,
      EXPORTS_DIRECTORY: exported,
      CODEBUILD_BUILD_URL: 'https://console/build/1',
      PIPELINE_EXECUTION_ID: '0000-1111',
    },
  });
}

const variable = (name: string) => readFileSync(join(exported, name), 'utf8').trim();

test('says what is replaced, added and unchanged in the stacks of one environment', async () => {
  deployedStacks = { 'shop-dev-web': bucket({ BucketName: 'old' }), 'shop-dev-network': bucket({}) };
  synthesized({
    'shop-dev/web': bucket({ BucketName: 'new' }),
    'shop-dev/network': bucket({}),
    'shop-dev/orders': bucket({}),
    'shop-prod/web': bucket({}),
  });
  expect(await diff()).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(readFileSync(join(output, 'changes.json'), 'utf8'))).toEqual([
    { name: 'shop-dev-network', changes: [], broadenings: [] },
    {
      name: 'shop-dev-orders',
      changes: [{ id: 'Data', type: 'AWS::S3::Bucket', impact: 'added', properties: [] }],
      broadenings: [],
    },
    {
      name: 'shop-dev-web',
      changes: [{ id: 'Data', type: 'AWS::S3::Bucket', impact: 'REPLACED', properties: ['BucketName'] }],
      broadenings: [],
    },
  ]);
  expect(variable('SUMMARY')).toBe(
    'dev: 1 REPLACED, 1 added in 2 of 3 stacks. Permissions: none broadened. REPLACED: AWS::S3::Bucket Data of ' +
      'shop-dev-web. shop-dev-orders: 1 added. shop-dev-web: 1 REPLACED.',
  );
  expect(variable('BROADENED')).toBe('false');
  expect(`https://${variable('LOG_URL')}`).toBe('https://console/build/1');
});

test("keeps what the CDK's own command line says, and asks it for no change set", async () => {
  synthesized({ 'shop-dev/web': bucket({}) });
  const { stdout } = await diff();
  const said = readFileSync(join(output, 'template.diff'), 'utf8');
  expect(JSON.parse(said.slice(said.indexOf('[')))).toEqual([
    ...['diff', '--app', assembly, '--method', 'template', '--no-notices', '--no-color', '--ci', 'shop-dev/*'],
  ]);
  expect(stdout).toContain(said.trim());
});

test('a planted * in a policy is broadening, said in the log and to later actions', async () => {
  deployedStacks = { 'shop-dev-web': policy('s3:GetObject') };
  synthesized({ 'shop-dev/web': policy('*') });
  const { stdout } = await diff();
  expect(variable('BROADENED')).toBe('true');
  expect(stdout).toContain('shop-dev-web: BROADENED: role r: * on * is allowed\n');
  expect(variable('SUMMARY')).toContain('Permissions: 1 BROADENED.');
});

test('each account and region is read with its own role, once', async () => {
  synthesized({ 'shop-dev/web': bucket({}), 'shop-dev/orders': bucket({}) }, 'aws://222222222222/us-east-1');
  await diff();
  expect(server.inputs('AssumeRole')).toMatchObject([
    {
      RoleArn: 'arn:aws:iam::222222222222:role/cdk-hnb659fds-lookup-role-222222222222-us-east-1',
      RoleSessionName: 'slipway-0000-1111',
    },
  ]);
  expect(server.requests.filter(({ action }) => action === 'GetTemplate').map(({ region }) => region)).toEqual([
    'us-east-1',
    'us-east-1',
  ]);
});

test('a stack that does not say where it is is read where the pipeline says', async () => {
  synthesized({ 'shop-dev/web': bucket({}) });
  await diff();
  expect(server.inputs('AssumeRole')).toMatchObject([{ RoleArn: TOOLS_ROLE }]);
});

test('an environment without stacks is no environment without changes', async () => {
  synthesized({ 'shop-prod/web': bucket({}) });
  expect(await diff()).toMatchObject({
    code: 1,
    stderr: `error: ${assembly} has no stack whose path starts with shop-dev/\n`,
  });
});

test('a template that cannot be read stops the release', async () => {
  synthesized({ 'shop-dev/web': bucket({}) });
  server.on({
    GetTemplate: () => {
      throw awsError('AccessDenied', 'no cloudformation:GetTemplate', 403);
    },
  });
  const { code, stderr } = await diff();
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: cannot read the template of shop-dev-web: AccessDenied: .*GetTemplate\n$/);
});

test('a failing cdk diff stops the release', async () => {
  synthesized({ 'shop-dev/web': bucket({}) });
  const script = readFileSync(join(root, 'cdk'), 'utf8');
  writeFileSync(join(root, 'cdk'), 'console.error("bootstrap is too old"); process.exit(1);');
  const { code, stderr } = await diff();
  writeFileSync(join(root, 'cdk'), script);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: cannot compare shop-dev\/\* with cdk diff: .*bootstrap is too old/);
});
