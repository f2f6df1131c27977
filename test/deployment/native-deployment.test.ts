import { Match } from 'aws-cdk-lib/assertions';
import { type EcsRelease, parseReleaseManifest } from '../../lib/deployment/release-manifest';
import { rollbackAlarmNames } from '../../lib/shared/names';
import type { Properties } from '../support/template';
import { about, allowedBy, ENVIRONMENT_ACCOUNT, evaluated, only, shop, TOOLS, templateOf } from '../support/templates';

const delivery = shop((input) => {
  input.tools = TOOLS;
  Object.assign(input.environments[0]!, { account: ENVIRONMENT_ACCOUNT });
  Object.assign(input.services[0]!, {
    controller: 'ecs',
    strategy: { kind: 'linear', percent: 25, minutes: 4 },
    bakeMinutes: 12,
  });
});
const template = templateOf(delivery, 'dev-web');
const value = (text: unknown) => evaluated(delivery, 'dev-web', text);
const ref = (type: string, properties: Properties) => value({ Ref: only(template, type, properties).id });
const arn = (type: string, properties: Properties) =>
  value({ 'Fn::GetAtt': [only(template, type, properties).id, 'Arn'] });
const hookRole = () => arn('AWS::IAM::Role', { Description: 'ECS validates new versions of web with it' });
const trafficRole = () => arn('AWS::IAM::Role', { Description: 'ECS moves the traffic of web' });
const hook = () => arn('AWS::Lambda::Function', { FunctionName: 'shop-dev-web-validate' });
const parameter = only(template, 'AWS::SSM::Parameter', { Name: '/shop/dev/web/release' });

test('there is nothing of CodeDeploy', () => {
  for (const type of ['Application', 'DeploymentGroup', 'DeploymentConfig']) {
    template.resourceCountIs(`AWS::CodeDeploy::${type}`, 0);
  }
});

test('the manifest holds all that a deployment tells ECS', () => {
  const targetGroup = (color: string) =>
    ref('AWS::ElasticLoadBalancingV2::TargetGroup', { Name: `shop-dev-web-${color}` });
  const rule = (port: number) => {
    const { id } = only(template, 'AWS::ElasticLoadBalancingV2::Listener', { Port: port });
    return ref('AWS::ElasticLoadBalancingV2::ListenerRule', { ListenerArn: { Ref: id } });
  };
  const names = rollbackAlarmNames('shop', 'dev', 'web');
  const alarms = names.map((AlarmName) => ref('AWS::CloudWatch::Alarm', { AlarmName }));
  const { native, ...manifest } = parseReleaseManifest(value(parameter.Properties!['Value'])) as EcsRelease;
  expect(manifest.hook).toBe(hook());
  expect(native).toEqual({
    cluster: 'shop-dev',
    service: 'web',
    strategy: { kind: 'linear', percent: 25, minutes: 4 },
    bakeMinutes: 12,
    alarms: expect.arrayContaining(alarms),
    hookRole: hookRole(),
    targetGroup: targetGroup('blue'),
    alternateTargetGroup: targetGroup('green'),
    productionRule: rule(8080),
    testRule: rule(18_080),
    trafficRole: trafficRole(),
  });
  expect(native!.alarms).toHaveLength(6);
});

test('the manifest fits a standard parameter, however long names are', () => {
  const long = shop((input) => {
    input.name = 'delivery12';
    input.tools = TOOLS;
    input.environments[0]!.network = { zones: 3 };
    Object.assign(input.services[0]!, { name: 'long-name', controller: 'ecs' });
  });
  const { Value } = only(templateOf(long, 'dev-long-name'), 'AWS::SSM::Parameter', {
    Name: '/delivery12/dev/long-name/release',
  }).Properties!;
  // "Parameter value size" in the quotas of Systems Manager, with room for ids that are longer than those of the test.
  expect(evaluated(long, 'dev-long-name', Value).length).toBeLessThan(4096 - 600);
});

test('the release starts only when the service and the rights of its deployment are there', () => {
  const policies = Object.keys(template.findResources('AWS::IAM::Policy')).filter((id) =>
    /^(DeploymentHookPolicy|DeployRolePolicy)/.test(id),
  );
  expect(policies).toHaveLength(2);
  expect(parameter.DependsOn).toEqual(expect.arrayContaining(policies));
  const [deployment] = Object.entries(template.findResources('AWS::IAM::Policy')).filter(([id]) =>
    id.startsWith('DeploymentHookPolicy'),
  );
  expect(deployment![1]['DependsOn']).toContain(only(template, 'AWS::ECS::Service').id);
});

test('ECS calls the function that validates new versions of the service, and no other', () => {
  const statements = allowedBy(delivery, 'dev-web', 'DeploymentHookPolicy');
  expect(statements).toEqual([{ actions: ['lambda:InvokeFunction'], resources: [hook()] }]);
  template.hasResourceProperties('AWS::IAM::Role', {
    Description: 'ECS validates new versions of web with it',
    AssumeRolePolicyDocument: {
      Statement: [Match.objectLike({ Principal: { Service: 'ecs.amazonaws.com' }, Action: 'sts:AssumeRole' })],
    },
  });
});

describe('the deploy role', () => {
  const statements = allowedBy(delivery, 'dev-web', 'DeployRole');
  const reach = (action: string) => about(statements, action).flatMap(({ resources }) => resources);
  const ecs = (resource: string) => `arn:aws:ecs:eu-central-1:${ENVIRONMENT_ACCOUNT}:${resource}`;

  test.each([
    ['ecs:UpdateService', 'service/shop-dev/web'],
    ['ecs:ListServiceDeployments', 'service/shop-dev/web'],
    ['ecs:DescribeServiceDeployments', 'service/shop-dev/web', 'service-deployment/shop-dev/web/*'],
    ['ecs:StopServiceDeployment', 'service/shop-dev/web', 'service-deployment/shop-dev/web/*'],
    ['ecs:DescribeServiceRevisions', 'service/shop-dev/web', 'service-revision/shop-dev/web/*'],
    ['ecs:RegisterTaskDefinition', 'task-definition/shop-dev-web:*'],
  ])('reaches with %s only what it is about', (action, ...resources) => {
    expect([...reach(action)].sort()).toEqual(resources.map(ecs).sort());
  });

  test('gives ECS the two roles with which it works on this service, and its tasks theirs', () => {
    const passed = about(statements, 'iam:PassRole').map(({ resources, conditions }) => [
      conditions!['StringEquals']['iam:PassedToService'],
      [...resources].sort(),
    ]);
    expect(passed).toEqual([
      ['ecs-tasks.amazonaws.com', expect.any(Array)],
      ['ecs.amazonaws.com', [hookRole(), trafficRole()].sort()],
    ]);
    expect(passed[0]![1]).toHaveLength(2);
  });

  test('does nothing with CodeDeploy, and reads no artifacts, as a build does', () => {
    expect(
      statements.flatMap(({ actions }) => actions).filter((action) => /^(codedeploy|s3|kms):/.test(action)),
    ).toEqual([]);
  });

  test('lets in the builds that render and deploy, and not the pipeline itself', () => {
    const { Properties } = only(template, 'AWS::IAM::Role', { RoleName: 'shop-dev-web-deploy' });
    const [statement] = value(Properties!['AssumeRolePolicyDocument'].Statement);
    const callers: string[] = statement.Condition.ArnEquals['aws:PrincipalArn'];
    expect(callers.map((caller) => caller.replace(/^.*-/, '')).sort()).toEqual(['render', 'shift']);
  });
});
