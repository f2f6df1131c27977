import { Match } from 'aws-cdk-lib/assertions';
import type { Properties } from '../support/template';
import { about, allowedBy, evaluated, only, shop, TOOLS, templateOf } from '../support/templates';

const RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule';
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';

const delivery = shop((input) => {
  input.tools = TOOLS;
  Object.assign(input.services[0]!, { controller: 'ecs' });
});
const template = templateOf(delivery, 'dev-web');
const blue = only(template, TARGET_GROUP, { Name: 'shop-dev-web-blue' }).id;
const green = only(template, TARGET_GROUP, { Name: 'shop-dev-web-green' }).id;
const role = only(template, 'AWS::IAM::Role', { Description: 'ECS moves the traffic of web' });
const policyId = Object.keys(template.findResources('AWS::IAM::Policy')).find((id) => /RulesPolicy/.test(id))!;
const statements = allowedBy(delivery, 'dev-web', policyId);
const resourcesOf = (action: string) => about(statements, action).flatMap(({ resources }) => resources);
const arnsOf = (type: string) =>
  Object.keys(template.findResources(type)).map((id) => evaluated(delivery, 'dev-web', { Ref: id }));

test.each([
  ['production', 8080],
  ['test', 18_080],
])('all %s traffic meets a rule that leads to both sides, at first to blue alone', (_, port) => {
  const listener = only(template, LISTENER, { Port: port }).id;
  const { Properties } = only(template, RULE, { ListenerArn: { Ref: listener } });
  expect(Properties).toEqual({
    ListenerArn: { Ref: listener },
    Priority: 1,
    Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/*'] } }],
    Actions: [
      {
        Type: 'forward',
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: { Ref: blue }, Weight: 100 },
            { TargetGroupArn: { Ref: green }, Weight: 0 },
          ],
        },
      },
    ],
  });
});

test('under CodeDeploy there are no rules', () => {
  templateOf(shop(), 'dev-web').resourceCountIs(RULE, 0);
});

test('the service is created with both sides, both rules and the role', () => {
  const [production, test] = [8080, 18_080].map((port) => {
    const { id } = only(template, LISTENER, { Port: port });
    return only(template, RULE, { ListenerArn: { Ref: id } }).id;
  });
  template.hasResourceProperties('AWS::ECS::Service', {
    DeploymentController: { Type: 'ECS' },
    LoadBalancers: [
      {
        TargetGroupArn: { Ref: blue },
        AdvancedConfiguration: {
          AlternateTargetGroupArn: { Ref: green },
          ProductionListenerRule: { Ref: production },
          TestListenerRule: { Ref: test },
          RoleArn: { 'Fn::GetAtt': [role.id, 'Arn'] },
        },
      },
    ],
  });
});

test('the service waits for the rules and for what its role may do', () => {
  const { DependsOn } = only(template, 'AWS::ECS::Service');
  expect(DependsOn).toEqual(expect.arrayContaining([...Object.keys(template.findResources(RULE)), policyId]));
});

test('the placeholder is there at once, and how a release gets there is for the release to say', () => {
  expect(only(template, 'AWS::ECS::Service').Properties!['DeploymentConfiguration']).toEqual({
    Strategy: 'BLUE_GREEN',
    BakeTimeInMinutes: 0,
    MinimumHealthyPercent: 100,
    MaximumPercent: 200,
  });
});

test('ECS, and not for another account, takes on the role', () => {
  expect(role.Properties!['AssumeRolePolicyDocument'].Statement).toEqual([
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'ecs.amazonaws.com' },
      Condition: { StringEqualsIfExists: { 'aws:SourceAccount': '111111111111' } },
    },
  ]);
});

test('the policy that AWS manages, which reaches every load balancer, is not attached', () => {
  template.resourcePropertiesCountIs(
    'AWS::IAM::Role',
    { ManagedPolicyArns: Match.arrayWith([Match.stringLikeRegexp('Infrastructure')]) },
    0,
  );
  expect(role.Properties).not.toHaveProperty('ManagedPolicyArns');
});

test("it changes the service's own two rules and its two target groups, no other", () => {
  expect([...resourcesOf('elasticloadbalancing:ModifyRule')].sort()).toEqual(arnsOf(RULE).sort());
  expect([...resourcesOf('elasticloadbalancing:RegisterTargets')].sort()).toEqual(arnsOf(TARGET_GROUP).sort());
  expect(resourcesOf('elasticloadbalancing:ModifyListener')).toEqual([]);
});

test('what it may do anywhere is to look', () => {
  const anywhere = statements.filter(({ resources }) => resources.includes('*')).flatMap(({ actions }) => actions);
  expect(anywhere.length).toBeGreaterThan(0);
  expect(anywhere.filter((action) => !/^elasticloadbalancing:Describe/.test(action))).toEqual([]);
});

test('each side has its alarms, as under CodeDeploy', () => {
  const names = (stack: typeof template) =>
    Object.values(stack.findResources('AWS::CloudWatch::Alarm'))
      .map(({ Properties }: Properties) => Properties.AlarmName)
      .sort();
  expect(names(template)).toEqual(names(templateOf(shop(), 'dev-web')));
});
