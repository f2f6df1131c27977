import { Match } from 'aws-cdk-lib/assertions';
import { cpuLimit } from '../../lib/kubernetes/node-manifests';
import { only } from '../support/templates';
import { kubernetesOf, object, onKubernetes, services } from './stacks';

const MANIFEST = 'Custom::AWSCDK-EKS-KubernetesResource';
const DELIVERY = onKubernetes();
const DEV = kubernetesOf(DELIVERY);

/** What a pool wants of its nodes, by the label. */
function requirements(synthesized: typeof DEV): Record<string, string[]> {
  const { requirements: all } = object(synthesized, 'NodePool')['spec'].template.spec;
  return Object.fromEntries(all.map(({ key, values }: { key: string; values: string[] }) => [key, values]));
}

describe('nodes', () => {
  test('are in the task subnets, under their own role, with the group of the cluster', () => {
    const { spec } = object(DEV, 'NodeClass');
    expect(spec.role).toBe('shop-dev-kubernetes-nodes');
    expect(spec.subnetSelectorTerms).toHaveLength(2);
    expect(spec.securityGroupSelectorTerms).toEqual([{ id: expect.stringContaining('ClusterSecurityGroupId') }]);
  });

  test('keep to network policies, which the controller for them then enforces', () => {
    expect(object(DEV, 'NodeClass')['spec'].networkPolicy).toBe('DefaultAllow');
    expect(object(DEV, 'ConfigMap')).toMatchObject({
      metadata: { name: 'amazon-vpc-cni', namespace: 'kube-system' },
      data: { 'enable-network-policy-controller': 'true' },
    });
  });

  test('come when their role, their class and the switch for network policies are there, and go before those', () => {
    const waitsFor = (logicalId: string): string[] => {
      const [[, { DependsOn = [] }] = ['', {}]] = Object.entries(DEV.template.findResources(MANIFEST)).filter(([id]) =>
        id.startsWith(logicalId),
      );
      return [DependsOn].flat();
    };
    expect(waitsFor('NodesPool')).toEqual(
      expect.arrayContaining([expect.stringMatching(/^NodesClass/), expect.stringMatching(/^NodesNetworkPolicies/)]),
    );
    expect(waitsFor('NodesClass')).toEqual(
      expect.arrayContaining([expect.stringMatching(/^NodesAccess/), expect.stringMatching(/^NodesRolePolicy/)]),
    );
  });

  test.each([
    [['arm64'], ['arm64']],
    [['x86_64'], ['amd64']],
    [
      ['x86_64', 'arm64'],
      ['amd64', 'arm64'],
    ],
  ] as const)('have the architectures of the services on EKS: %j', (wanted, expected) => {
    const directories = ['web', 'api'];
    const delivery = onKubernetes(
      services(...wanted.map((architecture, index) => ({ name: directories[index]!, architecture })), {
        name: 'tasks',
        platform: 'ecs',
        architecture: 'x86_64',
      }),
    );
    expect(requirements(kubernetesOf(delivery))['kubernetes.io/arch']).toEqual(expected);
  });

  test('are not taken away by EC2, and burst only outside of production', () => {
    const production = kubernetesOf(
      onKubernetes(({ environments: [dev] }) => Object.assign(dev!, { production: true })),
    );
    expect(requirements(DEV)['karpenter.sh/capacity-type']).toEqual(['on-demand']);
    expect(requirements(DEV)['eks.amazonaws.com/instance-category']).toEqual(['c', 'm', 'r', 't']);
    expect(requirements(production)['eks.amazonaws.com/instance-category']).toEqual(['c', 'm', 'r']);
  });

  test('are of the class, and renewed before EKS itself would', () => {
    const { spec } = object(DEV, 'NodePool');
    expect(spec.template.spec.nodeClassRef.name).toBe(object(DEV, 'NodeClass')['metadata'].name);
    expect(Number.parseInt(spec.template.spec.expireAfter, 10)).toBeLessThan(21 * 24);
  });
});

describe('the most that nodes may be', () => {
  test('are two versions of every service at its maximum, as much again, and what the cluster itself takes', () => {
    const delivery = onKubernetes(
      services(
        { name: 'web', cpu: 1024, memory: 2048, scaling: { minimum: 2, maximum: 10 } },
        { name: 'tasks', platform: 'ecs', cpu: 4096, memory: 8192 },
      ),
    );
    expect(cpuLimit(delivery.services.slice(0, 1), 'dev')).toBe(2 * 2 * 10 + 8);
    expect(object(kubernetesOf(delivery), 'NodePool')['spec'].limits).toEqual({ cpu: '48' });
  });
});

describe('the role of nodes', () => {
  const policy = only(DEV.template, 'AWS::IAM::Policy', {
    PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 'eks-auth:AssumeRoleForPodIdentity' })]) },
  });
  const statements = DEV.value(policy.Properties!['PolicyDocument'].Statement) as Record<string, unknown>[];

  test('hands out pods’ credentials for its own cluster alone', () => {
    expect(statements[0]!['Resource']).toBe('arn:aws:eks:eu-central-1:222222222222:cluster/shop-dev');
  });

  test('pulls the images of services on EKS, and of its own account no others', () => {
    const [, , own, foreign] = statements;
    expect(own).toMatchObject({
      Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      Resource: 'arn:aws:ecr:eu-central-1:222222222222:repository/shop-web',
    });
    expect(foreign).toMatchObject({
      Resource: 'arn:aws:ecr:eu-central-1:*:repository/*',
      Condition: { StringNotEquals: { 'aws:ResourceAccount': ['222222222222'] } },
    });
    expect(statements).toHaveLength(4);
  });

  test('pulls them from the account and region of the tools, and no others from there', () => {
    const tools = { account: '111111111111', region: 'us-east-1' };
    const { template, value } = kubernetesOf(
      onKubernetes((delivery) => {
        Object.assign(delivery, { tools });
        Object.assign(delivery.environments[0]!, { account: '222222222222' });
      }),
    );
    const { Properties } = only(template, 'AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({ Action: 'eks-auth:AssumeRoleForPodIdentity' })]),
      },
    });
    const [, , own, foreign] = value(Properties!['PolicyDocument'].Statement);
    expect(own.Resource).toBe('arn:aws:ecr:us-east-1:111111111111:repository/shop-web');
    expect(foreign.Condition.StringNotEquals['aws:ResourceAccount']).toEqual(['222222222222', '111111111111']);
  });

  test('is let into the cluster as that of Auto Mode’s nodes', () => {
    DEV.template.hasResourceProperties('AWS::EKS::AccessEntry', {
      Type: 'EC2',
      AccessPolicies: [{ AccessScope: { Type: 'cluster' } }],
    });
  });
});
