import { chartFiles } from '../../lib/workload/chart-files';
import { NAMESPACE_RULES } from '../../lib/workload/namespace-rules';
import { allowedBy, evaluated, only, shop, TOOLS, templateOf } from '../support/templates';

const delivery = shop((input) => {
  input.tools = TOOLS;
}, 'eks');
const template = templateOf(delivery, 'dev-web');
const installer = only(template, 'AWS::Lambda::Function', { FunctionName: 'shop-dev-web-rollout' });

/** The objects that CloudFormation has kubectl make, with what their resources wait for. */
// biome-ignore lint/suspicious/noExplicitAny: manifests of several kinds
const manifests: readonly { id: string; after: string[]; objects: any[] }[] = Object.entries(
  template.findResources('Custom::AWSCDK-EKS-KubernetesResource'),
).map(([id, { Properties, DependsOn = [] }]) => ({
  id,
  after: [DependsOn].flat(),
  objects: JSON.parse(evaluated(delivery, 'dev-web', Properties.Manifest)),
}));
const made = (kind: string) => manifests.flatMap(({ objects }) => objects).filter((object) => object.kind === kind);
const madeBy = (kind: string) => manifests.find(({ objects }) => objects.some((object) => object.kind === kind))!;

test('the function works in the network, with the programs of the layer on the processor that they are made for', () => {
  expect(installer.Properties).toMatchObject({
    Architectures: ['x86_64'],
    Layers: [expect.anything()],
    Timeout: 300,
    VpcConfig: { SecurityGroupIds: [expect.anything()], SubnetIds: expect.arrayContaining([expect.anything()]) },
  });
});

test('it knows the cluster, the service, where its images and what is published of it are, and where Helm and the chart are', () => {
  const { Variables } = installer.Properties!['Environment'];
  expect(evaluated(delivery, 'dev-web', Variables)).toEqual({
    KUBERNETES_ENDPOINT: expect.anything(),
    KUBERNETES_CERTIFICATE_AUTHORITY: expect.anything(),
    KUBERNETES_CLUSTER: 'shop-dev',
    SERVICE_NAME: 'web',
    RELEASE_PARAMETER: '/shop/dev/web/release',
    IMAGE_REPOSITORY: `${TOOLS.account}.dkr.ecr.${TOOLS.region}.amazonaws.com/shop-web`,
    HELM: '/opt/helm/helm',
    CHART: '/var/task/chart',
  });
});

test('each audience has an alias for the newest code, and there is no other', () => {
  const aliases = Object.values(template.findResources('AWS::Lambda::Alias')).map(({ Properties }) => Properties);
  expect(aliases.map(({ Name }) => Name).sort()).toEqual(['deploy', 'scale', 'view']);
  for (const alias of aliases) {
    expect(alias).toMatchObject({ FunctionName: { Ref: installer.id }, FunctionVersion: '$LATEST' });
  }
});

test('of AWS it may write its log, be in the network and read what is published of its service, and nothing else', () => {
  const allowed = allowedBy(delivery, 'dev-web', 'RolloutFunctionPolicy');
  expect(allowed.filter(({ actions }) => actions.some((action) => !/^(logs|ec2):/.test(action)))).toEqual([
    expect.objectContaining({
      actions: ['ssm:GetParameter'],
      resources: [expect.stringMatching(/^arn:aws:ssm:[^:]+:[^:]+:parameter\/shop\/dev\/web\/release$/)],
    }),
  ]);
});

test('the cluster lets it in as one of a group, without a policy of EKS', () => {
  const { Properties } = only(template, 'AWS::EKS::AccessEntry');
  expect(Properties).toEqual({
    ClusterName: 'shop-dev',
    PrincipalArn: { 'Fn::GetAtt': [installer.Properties!['Role']['Fn::GetAtt'][0], 'Arn'] },
    KubernetesGroups: ['slipway:web'],
    Type: 'STANDARD',
    Tags: expect.anything(),
  });
});

const bindings = (kind: string) => made('RoleBinding').filter(({ subjects }) => subjects[0].kind === kind);

test('Argo Rollouts may work in the namespace, by a role that its own chart brings', () => {
  expect(bindings('ServiceAccount')).toMatchObject([
    {
      metadata: { namespace: 'web' },
      roleRef: { kind: 'ClusterRole', name: 'argo-rollouts-work' },
      subjects: [{ kind: 'ServiceAccount', name: 'argo-rollouts', namespace: 'argo-rollouts' }],
    },
  ]);
});

test("the group may do in the service's namespace what releases take, and nothing elsewhere", () => {
  const role = made('Role');
  expect(role).toMatchObject([{ metadata: { namespace: 'web' }, rules: NAMESPACE_RULES }]);
  expect(bindings('Group')).toMatchObject([
    {
      metadata: { namespace: 'web' },
      roleRef: { kind: 'Role', name: role[0].metadata.name },
      subjects: [{ kind: 'Group', name: 'slipway:web' }],
    },
  ]);
  expect(made('ClusterRole').concat(made('ClusterRoleBinding'))).toEqual([]);
});

test('the rights hold no wildcard, and none to read secrets or to give rights', () => {
  const words = NAMESPACE_RULES.flatMap(({ apiGroups, resources, verbs }) => [...apiGroups, ...resources, ...verbs]);
  for (const word of ['*', 'secrets', 'roles', 'rolebindings', 'escalate', 'bind', 'impersonate']) {
    expect(words).not.toContain(word);
  }
});

test('the namespace takes no pod that is not confined', () => {
  expect(made('Namespace')).toMatchObject([
    { metadata: { name: 'web', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } },
  ]);
});

test('its pods are ready no earlier than the load balancer finds them well', () => {
  expect(made('Namespace')[0].metadata.labels).toHaveProperty(
    ['eks.amazonaws.com/pod-readiness-gate-inject'],
    'enabled',
  );
});

test('the rights are there after the namespace, and nobody is let in before', () => {
  expect(madeBy('Role').after).toContain(madeBy('Namespace').id);
  expect(only(template, 'AWS::EKS::AccessEntry')['DependsOn']).toEqual(
    expect.arrayContaining(manifests.map(({ id }) => id)),
  );
});

test('what a deployment that was cut off has left is in the way of none', () => {
  const resources = Object.values(template.findResources('Custom::AWSCDK-EKS-KubernetesResource'));
  expect(resources.map(({ Properties }) => Properties.Overwrite)).toEqual(resources.map(() => true));
});

test('the whole chart goes along with the function', () => {
  const files = chartFiles('chart');
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining(['chart/Chart.yaml', 'chart/values.schema.json', 'chart/templates/rollout.yaml']),
  );
  expect(files['chart/Chart.yaml']).toContain('apiVersion: v2');
});
