import { rightsIn } from '../../../lib/comparison/platforms/rights';

const document = (...resources: unknown[]) => ({
  PolicyDocument: { Statement: resources.map((Resource) => ({ Effect: 'Allow', Action: 'a:b', Resource })) },
});

const rightsOf = (resources: Record<string, { readonly Type: string; readonly Properties?: object }>) =>
  rightsIn([{ name: 'shop-prod-web', template: { Resources: resources } }]);

const NONE = { roles: 0, statements: 0, everything: 0, patterns: 0, managed: 0, rules: 0, entries: 0 };

test('statements count wherever a role has them, and who may take it on does not', () => {
  const rights = rightsOf({
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole' }] },
        Policies: [document('arn:aws:s3:::one')],
        ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
      },
    },
    Policy: { Type: 'AWS::IAM::Policy', Properties: document('arn:aws:s3:::one', { Ref: 'Table' }) },
    Managed: { Type: 'AWS::IAM::ManagedPolicy', Properties: document('arn:aws:s3:::one') },
  });
  expect(rights).toEqual({ ...NONE, roles: 1, statements: 4, managed: 1 });
});

test('a single statement stands alone', () => {
  const Statement = { Effect: 'Allow', Action: 'a:b', Resource: '*' };
  const rights = rightsOf({ Policy: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: { Statement } } } });
  expect(rights).toEqual({ ...NONE, statements: 1, everything: 1 });
});

test('everything, a pattern and a name are told apart, in lists and in concatenations', () => {
  const parts = (end: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, end]] });
  const properties = document('*', ['arn:aws:s3:::one', '*'], parts(':s3:::one/*'), ['a', 'b?'], parts(':s3:::one'));
  expect(rightsOf({ Policy: { Type: 'AWS::IAM::Policy', Properties: properties } })).toEqual({
    ...NONE,
    statements: 5,
    everything: 2,
    patterns: 2,
  });
});

test('rules of roles in the cluster and entries into it count', () => {
  const manifest = (kind: string, rules: number) => ({
    Type: 'Custom::AWSCDK-EKS-KubernetesResource',
    Properties: {
      Manifest: JSON.stringify([{ apiVersion: 'v1', kind, metadata: { name: 'a' }, rules: Array(rules).fill({}) }]),
    },
  });
  const rights = rightsOf({
    One: manifest('Role', 3),
    Two: manifest('ClusterRole', 2),
    Other: manifest('ConfigMap', 1),
    Entry: { Type: 'AWS::EKS::AccessEntry' },
  });
  expect(rights).toEqual({ ...NONE, rules: 5, entries: 1 });
});
