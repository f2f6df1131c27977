import { type EksRelease, parseReleaseManifest } from '../../lib/deployment/release-manifest';
import { platformFor } from '../../lib/platform/platforms';
import { SERVICE_DIRECTORY } from '../support/deliveries';
import { about, allowedBy, ENVIRONMENT_ACCOUNT, evaluated, only, shop, TOOLS, templateOf } from '../support/templates';

const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';
const PARAMETER = 'AWS::SSM::Parameter';

const PLACE = `${TOOLS.region}:${ENVIRONMENT_ACCOUNT}`;
const FUNCTION = `arn:aws:lambda:${PLACE}:function`;

/** `web` on EKS, in an account of its own, with a table and a service that it calls. */
function shopOn(platform: 'ecs' | 'eks') {
  return shop((input) => {
    input.tools = TOOLS;
    Object.assign(input.environments[0]!, { account: ENVIRONMENT_ACCOUNT, network: { natGateways: 1 } });
    Object.assign(input.services[0]!, {
      exposure: 'public',
      listenerPort: 8080,
      table: { partitionKey: 'id' },
      calls: ['orders'],
      strategy: { kind: 'linear', percent: 50, minutes: 3 },
      bakeMinutes: 10,
    });
    input.services.push({ name: 'orders', directory: SERVICE_DIRECTORY, listenerPort: 8081 });
  }, platform);
}

const delivery = shopOn('eks');
const template = templateOf(delivery, 'dev-web');
const idsOf = (type: string, start = '') =>
  Object.keys(template.findResources(type)).filter((id) => id.startsWith(start));
const targetGroup = (side: string) => only(template, TARGET_GROUP, { Name: `shop-dev-web-${side}` });

test.each([
  ['production', 8080, 'live'],
  ['test', 18_080, 'next'],
])('the %s listener leads to the side that is %3$s, for good', (_, port, side) => {
  template.hasResourceProperties(LISTENER, {
    Port: port,
    DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: targetGroup(side).id } }],
  });
});

test.each(['live', 'next'])("the cluster may work on the target group '%s'", (side) => {
  expect(targetGroup(side).Properties!['Tags']).toContainEqual({ Key: 'eks:eks-cluster-name', Value: 'shop-dev' });
});

test('nothing of ECS, CodeDeploy or scaling from outside is there', () => {
  const types = Object.values(template.toJSON()['Resources']).map((resource) => (resource as { Type: string }).Type);
  expect(types.filter((type) => /::(ECS|CodeDeploy|ApplicationAutoScaling)::/.test(type))).toEqual([]);
});

test('the agents on the nodes find the log by its name', () => {
  template.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: '/shop/dev/pods/web' });
});

test("the table is open to the service's pods", () => {
  const statements = allowedBy(delivery, 'dev-web', 'PodsRole');
  const { id } = only(template, 'AWS::DynamoDB::Table');
  const tableArn = evaluated(delivery, 'dev-web', { 'Fn::GetAtt': [id, 'Arn'] });
  expect(about(statements, 'dynamodb:PutItem').flatMap(({ resources }) => resources)).toEqual([tableArn]);
});

test('the job that validates a version may call the hook, and nothing else', () => {
  const { id } = only(template, 'AWS::Lambda::Function', { FunctionName: 'shop-dev-web-validate' });
  expect(allowedBy(delivery, 'dev-web', 'ValidationJobRole')).toEqual([
    {
      actions: ['lambda:InvokeFunction'],
      resources: [evaluated(delivery, 'dev-web', { 'Fn::GetAtt': [id, 'Arn'] })],
    },
  ]);
});

test("each role is its own service account's", () => {
  const accounts = Object.values(template.findResources('AWS::EKS::PodIdentityAssociation')).map(
    ({ Properties: { ClusterName, Namespace, ServiceAccount, RoleArn } }) =>
      [ClusterName, Namespace, ServiceAccount, RoleArn['Fn::GetAtt'][0].replace(/Role.*/, '')] as const,
  );
  expect(accounts).toEqual([
    ['shop-dev', 'web', 'web', 'Pods'],
    ['shop-dev', 'web', 'web-validation', 'ValidationJob'],
  ]);
});

describe('the deploy role', () => {
  test('reads the release and asks one function to deploy it, no more', () => {
    expect(allowedBy(delivery, 'dev-web', 'DeployRole')).toEqual([
      { actions: ['ssm:GetParameter'], resources: [`arn:aws:ssm:${PLACE}:parameter/shop/dev/web/release`] },
      { actions: ['lambda:InvokeFunction'], resources: [`${FUNCTION}:shop-dev-web-rollout:deploy`] },
    ]);
  });

  test('lets in the builds that render and deploy', () => {
    const role = only(template, 'AWS::IAM::Role', { RoleName: 'shop-dev-web-deploy' });
    const [trust] = evaluated(delivery, 'dev-web', role.Properties!['AssumeRolePolicyDocument'].Statement);
    expect(trust.Condition.ArnEquals['aws:PrincipalArn']).toEqual(
      ['shift', 'render'].map((end) => `arn:aws:iam::${TOOLS.account}:role/shop-web-main-${end}`),
    );
  });
});

describe('the release parameter', () => {
  const parameter = only(template, PARAMETER);
  const manifest = parseReleaseManifest(evaluated(delivery, 'dev-web', parameter.Properties!['Value'])) as EksRelease;

  test('says whom to ask, and for how long', () => {
    // Traffic moves for 3 minutes, is watched for 10, and everything else has an hour.
    expect(manifest).toMatchObject({ platform: 'eks', function: 'shop-dev-web-rollout:deploy', minutes: 73 });
  });

  test('leaves the image to the release', () => {
    expect(manifest.values.image).toBeUndefined();
  });

  test('tells the chart both target groups', () => {
    expect(manifest.values.targetGroups).toEqual({
      live: evaluated(delivery, 'dev-web', { Ref: targetGroup('live').id }),
      next: evaluated(delivery, 'dev-web', { Ref: targetGroup('next').id }),
    });
  });

  test('tells the chart what the service gets to know: its table, whom it calls', () => {
    const { id } = only(template, 'AWS::DynamoDB::Table');
    expect(manifest.values.app.variables).toMatchObject({
      TABLE_NAME: evaluated(delivery, 'dev-web', { Ref: id }),
      ORDERS_URL: expect.stringMatching(/^http:\/\/.*:8081$/),
    });
  });

  const cidrsOf = (group: string) =>
    Object.entries(templateOf(delivery, 'dev-network').findResources('AWS::EC2::Subnet'))
      .filter(([id]) => id.startsWith(`Vpc${group}`))
      .map(([, { Properties }]) => Properties.CidrBlock);

  test('tells the chart where requests come from, and where the service calls', () => {
    expect(cidrsOf('Public')).toHaveLength(2);
    expect(manifest.values.loadBalancerCidrs).toEqual(cidrsOf('Public'));
    expect(manifest.values.calls).toEqual({ cidrs: cidrsOf('Internal'), ports: [8081] });
  });

  test.each([
    [
      'the rights of the pods and of the validation',
      idsOf('AWS::IAM::Policy', 'PodsRole').concat(idsOf('AWS::IAM::Policy', 'ValidationJob')),
    ],
    ['that pods get them', idsOf('AWS::EKS::PodIdentityAssociation')],
    ['the listeners', idsOf(LISTENER)],
    ['the namespace', idsOf('Custom::AWSCDK-EKS-KubernetesResource')],
    ['the function that deploys', idsOf('AWS::Lambda::Function', 'Rollout')],
    ['the table', idsOf('AWS::DynamoDB::Table')],
  ])('is written after %s', (_, needed) => {
    expect(needed).not.toEqual([]);
    expect(parameter['DependsOn']).toEqual(expect.arrayContaining(needed));
  });
});

test('the namespace goes before what its pods use', () => {
  const needed = [
    ...idsOf(TARGET_GROUP),
    ...idsOf(LISTENER),
    ...idsOf('AWS::Logs::LogGroup', 'Logs'),
    ...idsOf('AWS::IAM::Policy', 'PodsRole'),
    ...idsOf('AWS::EKS::PodIdentityAssociation'),
  ];
  expect(needed).toHaveLength(8);
  for (const { DependsOn } of Object.values(template.findResources('Custom::AWSCDK-EKS-KubernetesResource'))) {
    expect(DependsOn).toEqual(expect.arrayContaining(needed));
  }
});

test('a service on another platform is another one: no logical id of its endpoint stays', () => {
  const onEcs = templateOf(shopOn('ecs'), 'dev-web');
  for (const type of [LISTENER, TARGET_GROUP]) {
    const ids = idsOf(type);
    expect(Object.keys(onEcs.findResources(type)).filter((id) => ids.includes(id))).toEqual([]);
  }
});

test('a service on EKS without a cluster is refused', () => {
  const { environments, services } = delivery;
  const props = { delivery, environment: environments[0]!, service: services[0]!, settings: services[0]!.in['dev']! };
  // biome-ignore lint/suspicious/noExplicitAny: nothing else of the context is read before that
  expect(() => platformFor(props as any)).toThrow('web is on EKS, and dev has no EKS cluster');
});
