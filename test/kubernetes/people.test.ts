import { only } from '../support/templates';
import { kubernetesOf, onKubernetes } from './stacks';

const { template, value, objects } = kubernetesOf(onKubernetes());
const ROLE = 'AWS::IAM::Role';
const ENTRY = 'AWS::EKS::AccessEntry';

const roleOf = (name: string) => only(template, ROLE, { RoleName: `shop-dev-kubernetes-${name}` });
const entryOf = (name: string) =>
  only(template, ENTRY, { PrincipalArn: { 'Fn::GetAtt': [roleOf(name).id, 'Arn'] } }).Properties!;

test.each(['view', 'admin'])('the role %s is for whom the account’s own policies let take it on', (name) => {
  const [statement] = value(roleOf(name).Properties!['AssumeRolePolicyDocument'].Statement);
  expect(statement.Principal).toEqual({ AWS: 'arn:aws:iam::222222222222:root' });
});

test.each(['view', 'admin'])('the role %s finds its cluster, and may do nothing else in AWS', (name) => {
  const { Properties } = only(template, 'AWS::IAM::Policy', { Roles: [{ Ref: roleOf(name).id }] });
  expect(value(Properties!['PolicyDocument'].Statement)).toEqual([
    {
      Effect: 'Allow',
      Action: 'eks:DescribeCluster',
      Resource: 'arn:aws:eks:eu-central-1:222222222222:cluster/shop-dev',
    },
  ]);
});

test('who repairs may do anything in the cluster', () => {
  const [policy, ...others] = value(entryOf('admin')['AccessPolicies']);
  expect(policy.PolicyArn).toMatch(/AmazonEKSClusterAdminPolicy$/);
  expect(others).toEqual([]);
});

describe('who looks', () => {
  const [group] = entryOf('view')['KubernetesGroups'];
  const bindings = objects.filter(({ kind, subjects }) => kind === 'ClusterRoleBinding' && subjects[0].name === group);

  test('has no policy of EKS’s, and Kubernetes’ role for it, which knows no secrets', () => {
    expect(entryOf('view')['AccessPolicies']).toBeUndefined();
    expect(bindings.map(({ roleRef }) => roleRef.name)).toContain('view');
  });

  test('sees nodes and bindings besides, and changes nothing', () => {
    const own = objects.filter(({ kind }) => kind === 'ClusterRole');
    expect(bindings.map(({ roleRef }) => roleRef.name)).toContain(own[0]!['metadata'].name);
    const rules = own.flatMap((role) => role['rules'] as { resources: string[]; verbs: string[] }[]);
    expect(new Set(rules.flatMap(({ verbs }) => verbs))).toEqual(new Set(['get', 'list', 'watch']));
    const resources = rules.flatMap((rule) => rule.resources);
    expect(resources).toEqual(expect.arrayContaining(['nodes', 'nodepools', 'targetgroupbindings']));
    expect(resources).not.toContain('secrets');
  });
});
