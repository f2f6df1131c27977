import { Match } from 'aws-cdk-lib/assertions';
import { about, allowedBy, evaluated, only, shop, TOOLS, templateOf } from '../support/templates';

const PROJECT = 'AWS::CodeBuild::Project';
const NAME = 'toolchain-web-main-pipeline';

const delivery = shop((input) => {
  input.tools = TOOLS;
  input.environments.push({ name: 'test', network: { cidr: '10.1.0.0/16' }, logRetentionDays: 30 });
});
const template = templateOf(delivery, NAME);
const projects = Object.keys(template.findResources(PROJECT)).length;
const x86 = templateOf(
  shop(({ services: [web] }) => Object.assign(web!, { architecture: 'x86_64' })),
  NAME,
);
const production = templateOf(
  shop(({ environments: [dev] }) => Object.assign(dev!, { production: true })),
  NAME,
);

test('builds run on the smallest machine, for half an hour at most', () => {
  expect(projects).toBeGreaterThan(4);
  template.allResourcesProperties(PROJECT, {
    Environment: { ComputeType: 'BUILD_GENERAL1_SMALL' },
    TimeoutInMinutes: 30,
  });
});

test.each([
  ['ARM', template, 'ARM_CONTAINER', /aarch64/],
  ['x86', x86, 'LINUX_CONTAINER', /x86_64/],
] as const)('images for %s are built on such machines, so that nothing is emulated', (_, stack, type, image) => {
  stack.allResourcesProperties(PROJECT, {
    Environment: { Type: type, Image: Match.stringLikeRegexp(image.source) },
  });
});

test('each build logs to a group of its own, as long as the most demanding environment', () => {
  const groups = Object.values(template.findResources(PROJECT)).map(
    ({ Properties }) => Properties.LogsConfig.CloudWatchLogs.GroupName.Ref,
  );
  expect(new Set(groups).size).toBe(projects);
  for (const id of groups) {
    expect(template.findResources('AWS::Logs::LogGroup')[id]).toMatchObject({
      Properties: { RetentionInDays: 30 },
      DeletionPolicy: 'Delete',
    });
  }
});

test('build logs of a delivery with production stay', () => {
  production.allResources('AWS::Logs::LogGroup', { DeletionPolicy: 'Retain' });
});

test("results are encrypted with the toolchain's key", () => {
  const key = only(templateOf(delivery, 'toolchain-artifacts'), 'AWS::KMS::Key').id;
  const arn = evaluated(delivery, 'toolchain-artifacts', { 'Fn::GetAtt': [key, 'Arn'] });
  for (const { Properties } of Object.values(template.findResources(PROJECT))) {
    expect(evaluated(delivery, NAME, Properties.EncryptionKey)).toBe(arn);
  }
});

test('each build has a role of its own, for CodeBuild in this account', () => {
  const roles = Object.values(template.findResources(PROJECT)).map(
    ({ Properties }) => Properties.ServiceRole['Fn::GetAtt'][0],
  );
  expect(new Set(roles).size).toBe(projects);
  for (const id of roles) {
    expect(template.findResources('AWS::IAM::Role')[id]!['Properties'].AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'codebuild.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
      },
    ]);
  }
});

test('a project is there after the rights of its role', () => {
  for (const [id, { DependsOn }] of Object.entries(template.findResources(PROJECT))) {
    const policy = Object.keys(template.findResources('AWS::IAM::Policy')).find((name) =>
      name.startsWith(`${id.slice(0, -8)}Policy`),
    );
    expect(policy).toBeDefined();
    expect(DependsOn).toContain(policy);
  }
});

test.each(['Verify', 'Image', 'DeploymentRender', 'DeploymentRecord'])('build %s writes its own logs only', (start) => {
  const groups = Object.keys(template.findResources('AWS::Logs::LogGroup')).filter((id) => id.startsWith(start));
  expect(groups).toHaveLength(1);
  const statements = about(allowedBy(delivery, NAME, start), 'logs:PutLogEvents');
  expect(statements.flatMap(({ resources }) => resources)).toEqual([
    evaluated(delivery, NAME, { 'Fn::GetAtt': [groups[0], 'Arn'] }),
  ]);
});

test.each([
  ['Verify', false],
  ['Image', true],
  ['DeploymentRender', true],
  ['DeploymentRecord', false],
])('build %s leaves artifacts: %s', (start, leaves) => {
  expect(about(allowedBy(delivery, NAME, start), 's3:PutObject')).toHaveLength(leaves ? 1 : 0);
});
