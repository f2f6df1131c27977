import { argoRolloutsIn } from '../../lib/kubernetes/argo-rollouts-rights';
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

test('there is no dashboard', () => {
  expect(argoRolloutsValues({ region: 'eu-central-1', production: false })).toMatchObject({
    dashboard: { enabled: false },
  });
});

describe('in the cluster, the controller', () => {
  interface Rule {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly resourceNames?: readonly string[];
    readonly verbs: readonly string[];
  }
  interface Granted {
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace?: string };
    readonly rules?: readonly Rule[];
    readonly roleRef?: { readonly kind: string; readonly name: string };
    readonly subjects?: readonly object[];
  }
  const { controller, extraObjects, serviceAccount } = JSON.parse(value(chart.Properties!['Values']));
  const granted: readonly Granted[] = [...extraObjects, argoRolloutsIn('web')];
  /** What it may do in a namespace, as `verb group/resource`, by the bindings that hold there; with the names it is about. */
  const allowedIn = (namespace: string) =>
    granted
      .filter(({ kind, metadata }) => kind === 'ClusterRoleBinding' || metadata.namespace === namespace)
      .flatMap(({ roleRef }) =>
        granted.filter((one) => one.kind === roleRef?.kind && one.metadata.name === roleRef.name),
      )
      .flatMap(({ rules = [] }) => rules)
      .flatMap(({ apiGroups, resources, resourceNames = [], verbs }) =>
        apiGroups.flatMap((group) =>
          resources.flatMap((resource) =>
            verbs.map((verb) => [`${verb} ${group && `${group}/`}${resource}`, ...resourceNames].join(' ')),
          ),
        ),
      );
  const writes = (namespace: string) => allowedIn(namespace).filter((one) => !/^(get|list|watch) /.test(one));

  test("has no right of the chart's own, and each of its own by its service account", () => {
    expect(controller.createClusterRole).toBe(false);
    const subjects = granted.flatMap((one) => one.subjects ?? []);
    expect(subjects).toEqual(
      Array(3).fill({ kind: 'ServiceAccount', name: serviceAccount.name, namespace: 'argo-rollouts' }),
    );
  });

  test('reads no Secret but that of its own notifications, in any namespace', () => {
    expect(allowedIn('web').filter((one) => one.includes('secrets'))).toEqual([]);
    expect(allowedIn('kube-system').filter((one) => one.includes('secrets'))).toEqual([]);
    expect(allowedIn('argo-rollouts').filter((one) => one.includes('secrets'))).toEqual(
      ['get', 'list', 'watch'].map((verb) => `${verb} secrets argo-rollouts-notification-secret`),
    );
  });

  test('changes nothing where no service is', () => {
    expect(writes('kube-system')).toEqual([]);
    expect(writes('argo-rollouts')).toEqual([
      'create coordination.k8s.io/leases',
      'update coordination.k8s.io/leases argo-rollouts-controller-lock',
    ]);
  });

  // Without one of these it does not start, or leads nobody: controller.go, utils/config and the leader election of v1.9.0.
  test('reads and renews in its own namespace what it starts with', () => {
    const own = allowedIn('argo-rollouts').filter((one) => !allowedIn('anywhere').includes(one));
    const lookAt = (what: string) => ['get', 'list', 'watch'].map((verb) => `${verb} ${what}`);
    expect(own.sort()).toEqual(
      [
        'create coordination.k8s.io/leases',
        'get coordination.k8s.io/leases argo-rollouts-controller-lock',
        'update coordination.k8s.io/leases argo-rollouts-controller-lock',
        ...lookAt('configmaps argo-rollouts-config argo-rollouts-notification-configmap'),
        ...lookAt('secrets argo-rollouts-notification-secret'),
      ].sort(),
    );
  });

  // As controller.go, rollout/, experiments/, analysis/ and metricproviders/job/ of v1.9.0 call Kubernetes.
  test.each([
    'update argoproj.io/rollouts',
    'patch argoproj.io/rollouts/status',
    'update argoproj.io/rollouts/status',
    'create argoproj.io/analysisruns',
    'patch argoproj.io/analysisruns',
    'delete argoproj.io/analysisruns',
    'create argoproj.io/experiments',
    'patch argoproj.io/experiments',
    'delete argoproj.io/experiments',
    'create apps/replicasets',
    'update apps/replicasets',
    'patch apps/replicasets',
    'delete apps/replicasets',
    'create batch/jobs',
    'get batch/jobs',
    'delete batch/jobs',
    'create pods/eviction',
    'create events',
  ])('may %s where a service is', (right) => {
    expect(allowedIn('web')).toContain(right);
  });

  // Those that controller.go waits for before it starts, and what its workers list.
  test.each([
    'argoproj.io/rollouts',
    'argoproj.io/experiments',
    'argoproj.io/analysisruns',
    'argoproj.io/analysistemplates',
    'argoproj.io/clusteranalysistemplates',
    'apps/replicasets',
    'batch/jobs',
    'networking.k8s.io/ingresses',
    'pods',
    'services',
  ])('watches %s everywhere', (resource) => {
    expect(allowedIn('anywhere')).toEqual(expect.arrayContaining([`list ${resource}`, `watch ${resource}`]));
  });

  test('may do nothing by a wildcard, give no rights and be nobody else', () => {
    const rules = granted.flatMap((one) => one.rules ?? []);
    const words = rules.flatMap(({ apiGroups, resources, verbs }) => [...apiGroups, ...resources, ...verbs]);
    for (const word of ['*', 'roles', 'rolebindings', 'clusterroles', 'clusterrolebindings', 'escalate', 'bind']) {
      expect(words).not.toContain(word);
    }
    for (const word of ['impersonate', 'serviceaccounts', 'serviceaccounts/token', 'pods/exec']) {
      expect(words).not.toContain(word);
    }
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
