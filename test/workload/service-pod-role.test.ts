import { runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { ServiceSettings } from '../../lib/config/delivery';
import { ServicePodRole } from '../../lib/workload/service-pod-role';
import { newApp } from '../support/app';
import type { Properties } from '../support/template';

const PLACE = { account: '111111111111', region: 'eu-central-1' };
const CLUSTER = 'arn:aws:eks:eu-central-1:111111111111:cluster/shop-dev';

/** `${AWS::Partition}` as it is in most of the world. */
const resolved = (value: unknown) =>
  JSON.parse(
    JSON.stringify(value, (_, part) =>
      part?.['Fn::Join']
        ? part['Fn::Join'][1].map((one: unknown) => (typeof one === 'string' ? one : 'aws')).join('')
        : part,
    ),
  );

function roleWith(settings: Partial<ServiceSettings>, transactionSearch = false): Template {
  const stack = new Stack(newApp(), 'dev-web', { env: PLACE });
  new ServicePodRole(stack, 'Pods', {
    clusterName: 'shop-dev',
    namespace: 'web',
    serviceAccount: 'web',
    description: 'What web may do',
    settings: { secrets: {}, ...settings } as ServiceSettings,
    transactionSearch,
  });
  return Template.fromStack(stack);
}

function statementsOf(template: Template): Properties[] {
  const policies = Object.values(template.findResources('AWS::IAM::Policy'));
  return policies.flatMap(({ Properties }) => resolved(Properties.PolicyDocument.Statement));
}

const plain = roleWith({});

test('pods of the service account work under the role', () => {
  const [role] = Object.keys(plain.findResources('AWS::IAM::Role'));
  plain.hasResourceProperties('AWS::EKS::PodIdentityAssociation', {
    ClusterName: 'shop-dev',
    Namespace: 'web',
    ServiceAccount: 'web',
    RoleArn: { 'Fn::GetAtt': [role, 'Arn'] },
  });
});

describe('of all pods', () => {
  const [{ Properties }] = Object.values(plain.findResources('AWS::IAM::Role')) as [Properties];
  const trust = resolved(Properties['AssumeRolePolicyDocument']);
  const own = {
    'aws:RequestTag/eks-cluster-arn': CLUSTER,
    'aws:RequestTag/kubernetes-namespace': 'web',
    'aws:RequestTag/kubernetes-service-account': 'web',
  };
  /** IAM's answer to EKS; the statement is asked as one of an identity, as the simulator knows no service that is one. */
  const letsIn = (action: string, contextVariables: Record<string, string>) =>
    runUnsafeSimulation(
      {
        request: {
          principal: 'arn:aws:iam::111111111111:role/eks',
          action,
          resource: { resource: 'arn:aws:iam::111111111111:role/pods', accountId: '111111111111' },
          contextVariables,
        },
        identityPolicies: [
          {
            name: 'trust',
            policy: {
              ...trust,
              Statement: trust.Statement.map(({ Principal, ...kept }: Properties) => ({ ...kept, Resource: '*' })),
            },
          },
        ],
        serviceControlPolicies: [],
        resourceControlPolicies: [],
      },
      {},
    ) === 'Allowed';

  test('EKS alone enters the role for them', () => {
    expect(trust.Statement.map(({ Principal }: Properties) => Principal)).toEqual([
      { Service: 'pods.eks.amazonaws.com' },
    ]);
  });

  test.each(['sts:AssumeRole', 'sts:TagSession'])('those of the service account get in: %s', (action) => {
    expect(letsIn(action, own)).toBe(true);
  });

  test.each([
    ['another cluster', { 'aws:RequestTag/eks-cluster-arn': `${CLUSTER}-2` }],
    ['another namespace', { 'aws:RequestTag/kubernetes-namespace': 'orders' }],
    ['another service account', { 'aws:RequestTag/kubernetes-service-account': 'web-validation' }],
  ])('those of %s do not', (_, other) => {
    expect(letsIn('sts:AssumeRole', { ...own, ...other } as Record<string, string>)).toBe(false);
  });
});

test('a service without secrets, table and traces may do nothing', () => {
  expect(statementsOf(plain)).toEqual([]);
});

test('a traced service sends traces, as a task of ECS does', () => {
  expect(statementsOf(roleWith({ tracing: { percent: 5, collectorMemory: 128 } }))).toEqual([
    expect.objectContaining({
      Action: ['xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:PutTraceSegments'],
      Resource: '*',
    }),
  ]);
});

test('with Transaction Search it sends spans', () => {
  const [statement] = statementsOf(roleWith({ tracing: { percent: 5, collectorMemory: 128 } }, true));
  expect(statement!['Action']).toContain('xray:PutSpans');
});

describe('secrets', () => {
  const statements = statementsOf(
    roleWith({
      secrets: {
        SESSION: { store: 'secretsmanager', name: 'shop/web', jsonKey: 'session' },
        PASSWORD: { store: 'secretsmanager', name: 'shop/web', jsonKey: 'password' },
        FEATURES: { store: 'ssm', name: '/shop/web/features' },
      },
    }),
  );

  test('are read by name, each of them once', () => {
    expect(statements).toContainEqual({
      Effect: 'Allow',
      Action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
      Resource: 'arn:aws:secretsmanager:eu-central-1:111111111111:secret:shop/web-??????',
    });
  });

  test('in SSM are parameters', () => {
    expect(statements).toContainEqual({
      Effect: 'Allow',
      Action: 'ssm:GetParameters',
      Resource: 'arn:aws:ssm:eu-central-1:111111111111:parameter/shop/web/features',
    });
  });

  test('are all that is read', () => {
    expect(statements).toHaveLength(2);
  });
});
