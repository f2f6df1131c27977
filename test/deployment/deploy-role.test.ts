import { SERVICE_DIRECTORY } from '../support/deliveries';
import { about, allowedBy, ENVIRONMENT_ACCOUNT, evaluated, only, shop, TOOLS, templateOf } from '../support/templates';

/** Two environments in accounts of their own, each on a release line of its own, and two services. */
const delivery = shop((input) => {
  input.tools = TOOLS;
  input.environments = [
    { name: 'dev', account: ENVIRONMENT_ACCOUNT },
    { name: 'test', account: '333333333333', network: { cidr: '10.1.0.0/16' } },
  ];
  input.services.push({ name: 'orders', directory: SERVICE_DIRECTORY, listenerPort: 8081 });
  input.branching = {
    releaseLines: [
      { branches: ['develop'], environments: ['dev'] },
      { branches: ['main'], environments: ['test'] },
    ],
  };
});
const role = only(templateOf(delivery, 'dev-web'), 'AWS::IAM::Role', { RoleName: 'shop-dev-web-deploy' });
const statements = allowedBy(delivery, 'dev-web', 'DeployRole');
const [trust, ...moreTrust] = evaluated(delivery, 'dev-web', role.Properties!['AssumeRolePolicyDocument'].Statement);

/** Resources of what is allowed for one action. */
function reach(action: string): readonly string[] {
  return about(statements, action).flatMap(({ resources }) => resources);
}

test('only the tools account gets in', () => {
  expect(moreTrust).toEqual([]);
  expect(trust).toMatchObject({ Action: 'sts:AssumeRole', Principal: { AWS: 'arn:aws:iam::111111111111:root' } });
});

test("of the tools account only this service's pipeline on the line that leads here gets in", () => {
  expect(trust.Condition).toEqual({
    ArnEquals: {
      'aws:PrincipalArn': [
        'arn:aws:iam::111111111111:role/shop-web-develop-pipeline',
        'arn:aws:iam::111111111111:role/shop-web-develop-render',
      ],
    },
  });
});

test('the role of an environment on another line lets the other pipeline in', () => {
  const other = only(templateOf(delivery, 'test-web'), 'AWS::IAM::Role', { RoleName: 'shop-test-web-deploy' });
  const [statement] = evaluated(delivery, 'test-web', other.Properties!['AssumeRolePolicyDocument'].Statement);
  expect(statement.Condition.ArnEquals['aws:PrincipalArn']).toEqual([
    'arn:aws:iam::111111111111:role/shop-web-main-pipeline',
    'arn:aws:iam::111111111111:role/shop-web-main-render',
  ]);
});

test("it reads the service's own release", () => {
  expect(reach('ssm:GetParameter')).toEqual([
    `arn:aws:ssm:eu-central-1:${ENVIRONMENT_ACCOUNT}:parameter/shop/dev/web/release`,
  ]);
});

test("it registers revisions of the service's own family", () => {
  expect(reach('ecs:RegisterTaskDefinition')).toEqual([
    `arn:aws:ecs:eu-central-1:${ENVIRONMENT_ACCOUNT}:task-definition/shop-dev-web:*`,
  ]);
});

test("it deploys with the service's own deployment group", () => {
  expect(reach('codedeploy:CreateDeployment')).toEqual([
    `arn:aws:codedeploy:eu-central-1:${ENVIRONMENT_ACCOUNT}:deploymentgroup:shop-dev-web/shop-dev-web`,
  ]);
  expect(reach('codedeploy:RegisterApplicationRevision')).toEqual([
    `arn:aws:codedeploy:eu-central-1:${ENVIRONMENT_ACCOUNT}:application:shop-dev-web`,
  ]);
});

test('it gives the roles of the release to tasks of ECS only', () => {
  const [statement, ...others] = about(statements, 'iam:PassRole');
  expect(others).toEqual([]);
  expect(statement!.resources).toHaveLength(2);
  expect(statement!.conditions).toEqual({ StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } });
});

test("it reads the artifacts of the service's own pipelines", () => {
  expect(reach('s3:GetObject')).toEqual(['arn:aws:s3:::shop-artifacts-111111111111-eu-central-1/shop-web-develop/*']);
});

test('it leaves no artifact', () => {
  const written = statements.flatMap(({ actions }) => actions).filter((action) => /Put|Delete|\*/.test(action));
  expect(written).toEqual([]);
});

test("it decrypts with the toolchain's key, and no other", () => {
  const [statement, ...others] = about(statements, 'kms:Decrypt');
  expect(others).toEqual([]);
  expect(statement).toMatchObject({
    resources: ['arn:aws:kms:eu-central-1:111111111111:key/*'],
    conditions: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/shop-artifacts' } },
  });
});

test('the only thing it may do anywhere is to read task definitions', () => {
  const anywhere = statements.filter(({ resources }) => resources.includes('*'));
  expect(anywhere.flatMap(({ actions }) => actions)).toEqual(['ecs:DescribeTaskDefinition']);
});
