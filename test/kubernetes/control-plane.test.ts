import { Match } from 'aws-cdk-lib/assertions';
import { KUBERNETES_VERSION } from '../../lib/kubernetes/versions';
import { only } from '../support/templates';
import { kubernetesOf, onKubernetes } from './stacks';

const DEV = kubernetesOf(onKubernetes());
const PROD = kubernetesOf(
  onKubernetes(({ environments: [dev] }) => Object.assign(dev!, { production: true, logRetentionDays: 365 })),
);
const CLUSTER = 'AWS::EKS::Cluster';

describe('the cluster', () => {
  test('has an API that answers in its network alone', () => {
    DEV.template.hasResourceProperties(CLUSTER, {
      ResourcesVpcConfig: { EndpointPrivateAccess: true, EndpointPublicAccess: false },
    });
  });

  test('knows who comes by access entries, and gives whoever made it nothing', () => {
    DEV.template.hasResourceProperties(CLUSTER, {
      AccessConfig: { AuthenticationMode: 'API', BootstrapClusterCreatorAdminPermissions: false },
    });
  });

  test('leaves nodes, network and load balancing to Auto Mode, but for the pools, which are ours', () => {
    DEV.template.hasResourceProperties(CLUSTER, {
      BootstrapSelfManagedAddons: false,
      ComputeConfig: { Enabled: true, NodePools: [], NodeRoleArn: Match.absent() },
      KubernetesNetworkConfig: { ElasticLoadBalancing: { Enabled: true } },
      StorageConfig: { BlockStorage: { Enabled: true } },
    });
  });

  test('never gets into the support that costs six times as much', () => {
    const { version } = KUBERNETES_VERSION;
    DEV.template.hasResourceProperties(CLUSTER, { Version: version, UpgradePolicy: { SupportType: 'STANDARD' } });
  });

  test('encrypts secrets with a key of its own, which is renewed every year', () => {
    const key = only(DEV.template, 'AWS::KMS::Key', { EnableKeyRotation: true });
    DEV.template.hasResourceProperties(CLUSTER, {
      EncryptionConfig: [{ Provider: { KeyArn: { 'Fn::GetAtt': [key.id, 'Arn'] } }, Resources: ['secrets'] }],
    });
  });

  test.each([
    ['production', PROD, 'Retain'],
    ['elsewhere', DEV, 'Delete'],
  ] as const)('in %s keeps that key accordingly', (_, { template }, policy) => {
    template.hasResource('AWS::KMS::Key', { DeletionPolicy: policy });
  });

  test('can be removed when its first creation fails: what protects it is the protection of its stack', () => {
    PROD.template.hasResourceProperties(CLUSTER, { DeletionProtection: Match.absent() });
  });
});

describe('its log', () => {
  test('says who did what and as whom', () => {
    const { Properties } = only(DEV.template, CLUSTER);
    expect(Properties!['Logging'].ClusterLogging.EnabledTypes).toEqual([{ Type: 'audit' }, { Type: 'authenticator' }]);
  });

  test('is there before EKS would make it without an end', () => {
    const log = only(PROD.template, 'AWS::Logs::LogGroup', {
      LogGroupName: '/aws/eks/shop-dev/cluster',
      RetentionInDays: 365,
    });
    expect(only(PROD.template, CLUSTER).DependsOn).toContain(log.id);
  });
});

describe("EKS's own role", () => {
  test('has what Auto Mode works with, and its session says which cluster it is', () => {
    const { id, Properties } = only(DEV.template, 'AWS::IAM::Role', { Description: 'EKS in shop dev' });
    const names = DEV.value(Properties!['ManagedPolicyArns']).map((arn: string) => arn.split('/').at(-1));
    expect(names).toEqual([
      'AmazonEKSClusterPolicy',
      'AmazonEKSComputePolicy',
      'AmazonEKSBlockStoragePolicy',
      'AmazonEKSLoadBalancingPolicy',
      'AmazonEKSNetworkingPolicy',
    ]);
    const statements: { Action: string }[] = Properties!['AssumeRolePolicyDocument'].Statement;
    expect(statements.flatMap(({ Action }) => Action)).toEqual(['sts:AssumeRole', 'sts:TagSession']);
    // Those let it put pods into what has the cluster's tag, and nothing is beside them.
    const policies = Object.values(DEV.template.findResources('AWS::IAM::Policy')).filter(({ Properties: { Roles } }) =>
      Roles.some(({ Ref }: { Ref: string }) => Ref === id),
    );
    expect(policies).toEqual([]);
  });
});
