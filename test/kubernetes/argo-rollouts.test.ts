import { argoRolloutsValues } from '../../lib/kubernetes/argo-rollouts-values';
import { only } from '../support/templates';
import { kubernetesOf, onKubernetes } from './stacks';

const { template, value } = kubernetesOf(onKubernetes());
const chart = only(template, 'Custom::AWSCDK-EKS-HelmChart');
const identity = only(template, 'AWS::EKS::PodIdentityAssociation');

test('the chart is pinned, and waited for as long as CDK’s function can', () => {
  expect(chart.Properties).toMatchObject({
    Repository: 'https://argoproj.github.io/argo-helm',
    Chart: 'argo-rollouts',
    Version: '2.41.0',
    Namespace: 'argo-rollouts',
    CreateNamespace: true,
    Wait: true,
  });
  const function_ = only(template, 'AWS::Lambda::Function', { Handler: 'index.handler' });
  expect(Number.parseInt(chart.Properties!['Timeout'], 10)).toBeLessThan(function_.Properties!['Timeout']);
});

test('the values have the region of the environment', () => {
  const { controller } = JSON.parse(value(chart.Properties!['Values']));
  expect(controller.extraEnv).toEqual([{ name: 'AWS_REGION', value: 'eu-central-1' }]);
});

test('there is no dashboard, and no right for what routes traffic in other ways', () => {
  expect(argoRolloutsValues({ region: 'eu-central-1', production: false })).toMatchObject({
    providerRBAC: { enabled: false, providers: { gatewayAPI: false } },
    dashboard: { enabled: false },
  });
});

test.each([
  [false, 1, undefined],
  [true, 2, { enabled: true, maxUnavailable: 1 }],
])('with production %s there are %i controllers', (production, replicas, pdb) => {
  const { controller } = argoRolloutsValues({ region: 'eu-central-1', production }) as {
    controller: Record<string, unknown>;
  };
  expect(controller['replicas']).toBe(replicas);
  expect(controller['pdb']).toEqual(pdb);
});

test('the controller may read figures, and nothing else', () => {
  const role = identity.Properties!['RoleArn']['Fn::GetAtt'][0];
  const { Properties } = only(template, 'AWS::IAM::Policy', { Roles: [{ Ref: role }] });
  expect(Properties!['PolicyDocument'].Statement).toEqual([
    {
      Effect: 'Allow',
      Action: 'cloudwatch:GetMetricData',
      Resource: '*',
    },
  ]);
});

test('the controller has that role when it starts', () => {
  const { serviceAccount } = JSON.parse(value(chart.Properties!['Values']));
  expect(identity.Properties).toMatchObject({ Namespace: 'argo-rollouts', ServiceAccount: serviceAccount.name });
  expect(chart.DependsOn).toContain(identity.id);
});
