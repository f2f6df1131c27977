import { executionPolicies, POLICY_LIMIT, type Policy, type Statement } from '../../lib/bootstrap/execution-policy';
import { RESOURCE_TYPES, resourceType } from '../../lib/cloudformation/resource-types';
import type { Template } from '../../lib/cloudformation/template';
import { isUnused, UNUSED_ACTIONS } from '../../lib/cloudformation/unused-actions';
import { DELIVERIES, DELIVERY_NAMES } from '../support/deliveries';
import { evaluator } from '../support/intrinsics';
import { synthesize } from '../support/synthesized';
import { resourcesIn } from '../support/template';

const glob = (pattern: string) => new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
const statementsOf = (policies: readonly Policy[]): readonly Statement[] =>
  policies.flatMap(({ Statement }) => Statement);

/** Whether IAM would let it through: these policies deny nothing, and each condition is an equality of one key. */
function allows(
  policies: readonly Policy[],
  action: string,
  resource: string,
  context: Record<string, string> = {},
): boolean {
  return statementsOf(policies).some(
    ({ Action, Resource, Condition = {} }) =>
      Action.includes(action) &&
      Resource.some((pattern) => glob(pattern).test(resource)) &&
      Object.values(Condition).every((keys) =>
        Object.entries(keys).every(([key, values]) => values.some((value) => glob(value).test(context[key] ?? ''))),
      ),
  );
}

describe.each(DELIVERY_NAMES)('%s', (name) => {
  const { name: delivery } = DELIVERIES[name];
  const stacks = synthesize(DELIVERIES[name]);
  const policies = executionPolicies(delivery, stacks.map(({ template }) => template) as Template[]);
  const statements = statementsOf(policies);
  const role = (roleName: string) => `arn:aws:iam::111111111111:role/${roleName}`;

  test('every call that the schemas of its resource types name is allowed, or said to be unused', () => {
    const allowed = new Set(statements.flatMap(({ Action }) => Action));
    const types = new Set(resourcesIn(stacks).map(({ type }) => type));
    const missing = [...types].flatMap((type) => {
      const { read = [], write = [] } = resourceType(type) ?? {};
      return [...read, ...write].filter((action) => !allowed.has(action) && !isUnused(action));
    });
    expect([...new Set(missing)]).toEqual([]);
  });

  test('fits into managed policies that a role can have', () => {
    expect(Math.max(...policies.map((policy) => JSON.stringify(policy).length))).toBeLessThanOrEqual(POLICY_LIMIT);
    expect(policies.length).toBeLessThanOrEqual(10);
  });

  test('names each action in full', () => {
    expect(
      statements.flatMap(({ Action }) => Action).filter((action) => !/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action)),
    ).toEqual([]);
  });

  test('touches roles with the name of the delivery only', () => {
    const wide = statements.filter(
      ({ Action, Resource }) =>
        // That one only reads, and takes no role.
        Action.some((action) => action.startsWith('iam:') && action !== 'iam:ListRoles') &&
        Resource.some(
          (arn) =>
            !arn.includes(`/${delivery}-*`) && !arn.includes('/aws-service-role/') && !arn.includes(':oidc-provider/'),
        ),
    );
    expect(wide).toEqual([]);
  });

  test.each([
    ['iam:CreateRole', role(`${delivery}-dev-web-ReleaseTaskRole`)],
    ['iam:PutRolePolicy', role(`${delivery}-dev-web-ReleaseTaskRole`)],
    ['s3:CreateBucket', `arn:aws:s3:::${delivery}-artifacts-111111111111-eu-central-1`],
    ['s3:GetObject', 'arn:aws:s3:::cdk-hnb659fds-assets-111111111111-eu-central-1/abc.zip'],
    ['ssm:GetParameters', 'arn:aws:ssm:eu-central-1:111111111111:parameter/cdk-bootstrap/hnb659fds/version'],
    ['ec2:CreateVpc', 'arn:aws:ec2:eu-central-1:111111111111:vpc/vpc-1'],
    ['kms:CreateKey', '*'],
    ['ecs:CreateService', `arn:aws:ecs:eu-central-1:111111111111:service/${delivery}-dev/web`],
    ['logs:CreateLogGroup', `arn:aws:logs:eu-central-1:111111111111:log-group:${delivery}-dev-web-Logs`],
    ['logs:PutQueryDefinition', '*'],
    ['xray:CreateGroup', `arn:aws:xray:eu-central-1:111111111111:group/${delivery}-dev-web/ABC`],
    ['cloudformation:DescribeStacks', `arn:aws:cloudformation:eu-central-1:111111111111:stack/${delivery}-dev-web/1`],
  ])('a deployment may %s', (action, resource) => {
    expect(allows(policies, action, resource)).toBe(true);
  });

  test.each([
    ['iam:CreateRole', role('Admin')],
    ['iam:PutRolePolicy', role('Admin')],
    ['iam:UpdateAssumeRolePolicy', role('cdk-hnb659fds-deploy-role-111111111111-eu-central-1')],
    ['iam:CreateUser', 'arn:aws:iam::111111111111:user/eve'],
    ['iam:CreateAccessKey', 'arn:aws:iam::111111111111:user/eve'],
    ['iam:PutUserPolicy', 'arn:aws:iam::111111111111:user/eve'],
    ['iam:DeleteRolePermissionsBoundary', role(`${delivery}-a`)],
    ['sts:AssumeRole', role('Admin')],
    ['organizations:LeaveOrganization', '*'],
    ['s3:DeleteBucket', 'arn:aws:s3:::payroll'],
    ['s3:GetObject', 'arn:aws:s3:::payroll/june.csv'],
    ['dynamodb:GetItem', `arn:aws:dynamodb:eu-central-1:111111111111:table/${delivery}-a`],
    ['dynamodb:DeleteTable', 'arn:aws:dynamodb:eu-central-1:111111111111:table/payroll'],
    ['lambda:UpdateFunctionCode', 'arn:aws:lambda:eu-central-1:111111111111:function:payroll'],
    ['secretsmanager:GetSecretValue', '*'],
    ['cloudformation:DescribeStacks', 'arn:aws:cloudformation:eu-central-1:111111111111:stack/payroll/1'],
    ['xray:UpdateSamplingRule', 'arn:aws:xray:eu-central-1:111111111111:sampling-rule/Default'],
    ['synthetics:DeleteCanary', 'arn:aws:synthetics:eu-central-1:111111111111:canary:payroll'],
    ['logs:DeleteLogGroup', 'arn:aws:logs:eu-central-1:111111111111:log-group:payroll'],
    ['codecommit:DeleteRepository', 'arn:aws:codecommit:eu-central-1:111111111111:payroll'],
    ['eks:DeleteCluster', 'arn:aws:eks:eu-central-1:111111111111:cluster/payroll'],
    ['eks:CreateAccessEntry', 'arn:aws:eks:eu-central-1:111111111111:cluster/payroll'],
    ['eks:AssociateAccessPolicy', 'arn:aws:eks:eu-central-1:111111111111:access-entry/payroll/role/1/Admin/2'],
    ['lambda:DeleteLayerVersion', 'arn:aws:lambda:eu-central-1:111111111111:layer:payroll:3'],
    ['iam:AddRoleToInstanceProfile', 'arn:aws:iam::111111111111:instance-profile/eks-1'],
  ])('and not %s on %s', (action, resource) => {
    expect(allows(policies, action, resource)).toBe(false);
  });

  test('a deployment may make the log groups that have names of their own', () => {
    const evaluate = evaluator(stacks);
    const groups = resourcesIn(stacks, 'AWS::Logs::LogGroup').flatMap(({ stack, properties }) =>
      properties['LogGroupName'] === undefined ? [] : [String(evaluate(stack, properties['LogGroupName']))],
    );
    expect(groups).not.toEqual([]);
    const arn = (group: string) => `arn:aws:logs:eu-central-1:111111111111:log-group:${group}`;
    expect(groups.filter((group) => !allows(policies, 'logs:CreateLogGroup', arn(group)))).toEqual([]);
  });

  test.each([
    ['AWS::SSM::Parameter', 'Name', 'ssm:PutParameter', 'ssm', 'parameter'],
    ['AWS::Lambda::LayerVersion', 'LayerName', 'lambda:PublishLayerVersion', 'lambda', 'layer:'],
    ['AWS::EKS::Cluster', 'Name', 'eks:DeleteCluster', 'eks', 'cluster/'],
  ])('a deployment may make every %s, as each has a name of its own', (type, property, action, service, start) => {
    const evaluate = evaluator(stacks);
    const refused = resourcesIn(stacks, type).filter(({ stack, properties }) => {
      const arn = `arn:aws:${service}:eu-central-1:111111111111:${start}${evaluate(stack, properties[property])}`;
      return !allows(policies, action, arn);
    });
    expect(refused.map(({ where }) => where)).toEqual([]);
  });

  test('it hands roles of the delivery to services that they let in, and to no others', () => {
    const passed = (roleName: string, service: string) =>
      allows(policies, 'iam:PassRole', role(roleName), { 'iam:PassedToService': service });
    const onEks = DELIVERIES[name].services.some(({ platform }) => platform === 'eks');
    expect(passed(`${delivery}-dev-web-task`, 'ecs-tasks.amazonaws.com')).toBe(true);
    // That of nodes, and those of pods.
    for (const service of ['ec2.amazonaws.com', 'eks.amazonaws.com', 'pods.eks.amazonaws.com'])
      expect(passed(`${delivery}-dev-kubernetes-nodes`, service)).toBe(onEks);
    expect(passed(`${delivery}-dev-web-task`, 'sagemaker.amazonaws.com')).toBe(false);
    expect(passed('Admin', 'ecs-tasks.amazonaws.com')).toBe(false);
    expect(allows(policies, 'iam:PassRole', role(`${delivery}-a`))).toBe(false);
  });

  test('it attaches no policy of an administrator', () => {
    const attached = (arn: string) =>
      allows(policies, 'iam:AttachRolePolicy', role(`${delivery}-a`), { 'iam:PolicyARN': arn });
    expect(attached('arn:aws:iam::aws:policy/AdministratorAccess')).toBe(false);
    expect(attached(`arn:aws:iam::111111111111:policy/${delivery}-own`)).toBe(true);
  });

  test('it makes roles for services of AWS that its resources need', () => {
    const made = (service: string) =>
      allows(policies, 'iam:CreateServiceLinkedRole', role('aws-service-role/x'), { 'iam:AWSServiceName': service });
    expect(made('ecs.amazonaws.com')).toBe(true);
    expect(made('organizations.amazonaws.com')).toBe(false);
  });
});

test('a resource type that nobody knows the calls of is refused', () => {
  const Resources = { It: { Type: 'AWS::New::Thing' }, Other: { Type: 'AWS::S3::Bucket' } };
  expect(() => executionPolicies('shop', [{ Resources }])).toThrow(
    'no calls are known for AWS::New::Thing: add them with scripts/resource-types.mjs',
  );
});

test.each([
  ['AWS::EKS::Cluster', 'eks:CreateCluster'],
  ['AWS::Events::EventBusPolicy', 'events:PutPermission'],
  ['AWS::Logs::QueryDefinition', 'logs:DeleteQueryDefinition'],
  ['AWS::Synthetics::Canary', 'iam:ListRoles'],
  ['AWS::Synthetics::Canary', 's3:ListAllMyBuckets'],
])('%s: %s, which takes no resource, is allowed on everything', (Type, action) => {
  const policies = executionPolicies('shop', [{ Resources: { It: { Type } } }]);
  expect(allows(policies, action, '*')).toBe(true);
});

test.each([
  ['AWS::ApplicationSignals::Discovery', 'application-signals.cloudwatch.amazonaws.com'],
  ['AWS::Chatbot::SlackChannelConfiguration', 'management.chatbot.amazonaws.com'],
  ['AWS::EKS::Cluster', 'eks.amazonaws.com'],
  ['AWS::XRay::TransactionSearchConfig', 'application-signals.cloudwatch.amazonaws.com'],
])('%s may have AWS make the role of %s', (Type, service) => {
  const policies = executionPolicies('shop', [{ Resources: { It: { Type } } }]);
  const role = 'arn:aws:iam::111111111111:role/aws-service-role/x';
  expect(allows(policies, 'iam:CreateServiceLinkedRole', role, { 'iam:AWSServiceName': service })).toBe(true);
});

test('without a look into other stacks nobody may look into stacks', () => {
  const policies = executionPolicies('shop', [{ Resources: { It: { Type: 'AWS::SNS::Topic' } } }]);
  expect(statementsOf(policies).flatMap(({ Action }) => Action)).not.toContain('cloudformation:DescribeStacks');
});

test('managed policies that the templates attach may be attached', () => {
  const ManagedPolicyArns = [
    {
      'Fn::Join': [
        '',
        ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
      ],
    },
  ];
  const Resources = { Role: { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns } } };
  const arn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
  const role = 'arn:aws:iam::111111111111:role/shop-a';
  expect(
    allows(executionPolicies('shop', [{ Resources }]), 'iam:AttachRolePolicy', role, { 'iam:PolicyARN': arn }),
  ).toBe(true);
});

test('what is left out is left out of something, and says why', () => {
  const all = RESOURCE_TYPES.flatMap((type) => [...resourceType(type)!.read, ...resourceType(type)!.write]);
  for (const { actions, because } of UNUSED_ACTIONS) {
    expect(all.some((action) => actions.test(action))).toBe(true);
    expect(because).toMatch(/\S+ \S+ \S+/);
  }
});
