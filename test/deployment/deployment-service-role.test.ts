import { Match } from 'aws-cdk-lib/assertions';
import { about, allowedBy, evaluated, only, shop, TOOLS, templateOf } from '../support/templates';

const HOOK = 'shop-dev-web-validate';

const delivery = shop((input) => {
  input.tools = TOOLS;
});
const template = templateOf(delivery, 'dev-web');
const role = only(template, 'AWS::IAM::Role', { Description: Match.stringLikeRegexp('^CodeDeploy moves') });
const statements = allowedBy(delivery, 'dev-web', 'DeploymentServiceRole');

function arnOf(name: string): string {
  const roles = Object.keys(template.findResources('AWS::IAM::Role'));
  return evaluated(delivery, 'dev-web', { 'Fn::GetAtt': [roles.find((id) => id.startsWith(name)), 'Arn'] });
}

test('only CodeDeploy, for this account, takes on the role', () => {
  expect(role.Properties!['AssumeRolePolicyDocument'].Statement).toEqual([
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'codedeploy.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
    },
  ]);
});

test('the policy that AWS manages, which reaches every service, is not attached', () => {
  expect(role.Properties).not.toHaveProperty('ManagedPolicyArns');
});

test('the group works under the role', () => {
  template.hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', {
    ServiceRoleArn: { 'Fn::GetAtt': [role.id, 'Arn'] },
  });
});

test('of ECS it reaches the one service and its task sets', () => {
  const ecs = statements.filter(({ actions }) => actions.some((action) => action.startsWith('ecs:')));
  expect(ecs.flatMap(({ resources }) => resources)).toEqual([
    'arn:aws:ecs:eu-central-1:111111111111:service/shop-dev/web',
    'arn:aws:ecs:eu-central-1:111111111111:task-set/shop-dev/web/*',
  ]);
});

test('it may turn the two listeners of the service, no other', () => {
  const listeners = Object.keys(template.findResources('AWS::ElasticLoadBalancingV2::Listener'));
  const [statement, ...others] = about(statements, 'elasticloadbalancing:ModifyListener');
  expect(others).toEqual([]);
  expect([...statement!.resources].sort()).toEqual(
    listeners.map((id) => evaluated(delivery, 'dev-web', { Ref: id })).sort(),
  );
});

test('it gives the roles of the release to tasks of ECS, and no other role to nobody else', () => {
  const [statement, ...others] = about(statements, 'iam:PassRole');
  expect(others).toEqual([]);
  expect([...statement!.resources].sort()).toEqual([arnOf('ReleaseExecutionRole'), arnOf('ReleaseTaskRole')].sort());
  expect(statement!.conditions).toEqual({ StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } });
});

test('it calls the function that validates new versions of the service, and no other', () => {
  const [statement, ...others] = about(statements, 'lambda:InvokeFunction');
  expect(others).toEqual([]);
  const hooks = Object.keys(template.findResources('AWS::Lambda::Function', { Properties: { FunctionName: HOOK } }));
  expect(hooks).toHaveLength(1);
  expect(statement!.resources).toEqual([evaluated(delivery, 'dev-web', { 'Fn::GetAtt': [hooks[0], 'Arn'] })]);
});

test('what it may do anywhere is to look', () => {
  const anywhere = statements.filter(({ resources }) => resources.includes('*')).flatMap(({ actions }) => actions);
  expect(anywhere.length).toBeGreaterThan(0);
  expect(anywhere.filter((action) => !/^[a-z]+:Describe/.test(action))).toEqual([]);
});
