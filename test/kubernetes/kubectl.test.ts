import { Match } from 'aws-cdk-lib/assertions';
import { asList, type Resource } from '../support/template';
import { only } from '../support/templates';
import { kubernetesOf, onKubernetes } from './stacks';

const { template, value } = kubernetesOf(onKubernetes());
const HANDLER = 'AWS::Lambda::Function';
const handler = only(template, HANDLER, { Handler: 'index.handler' });

test('both functions behind kubectl write into one group, which goes along with the stack', () => {
  const functions = Object.values(template.findResources(HANDLER)) as Resource[];
  const groups = functions.map(({ Properties }) => Properties!['LoggingConfig'].LogGroup.Ref);
  expect(groups).toHaveLength(2);
  expect(new Set(groups).size).toBe(1);
  expect(template.findResources('AWS::Logs::LogGroup')[groups[0]]).toMatchObject({
    DeletionPolicy: 'Delete',
    Properties: { RetentionInDays: 7 },
  });
});

test('the group is none that CDK would make after the function, which may be called before', () => {
  const names = Object.values(template.findResources('AWS::Logs::LogGroup')).map(({ Properties }) => Properties);
  expect(JSON.stringify(names)).not.toContain('/aws/lambda/');
});

test('the function that talks to the cluster has no policy of AWS’s, and may only find its cluster and log', () => {
  const role = template.findResources('AWS::IAM::Role')[handler.Properties!['Role']['Fn::GetAtt'][0]]!;
  expect(role['Properties'].ManagedPolicyArns).toBeUndefined();
  const policy = only(template, 'AWS::IAM::Policy', {
    Roles: [{ Ref: handler.Properties!['Role']['Fn::GetAtt'][0] }],
  });
  const statements = value(policy.Properties!['PolicyDocument'].Statement) as { Action: string; Resource: string }[];
  expect(statements.flatMap(({ Action }) => asList(Action)).filter((action) => !action.startsWith('ec2:'))).toEqual([
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'eks:DescribeCluster',
  ]);
  expect(statements[1]!.Resource).toBe('arn:aws:eks:eu-central-1:222222222222:cluster/shop-dev');
});

test('it has its rights before it is made, as Lambda asks for them then', () => {
  const policy = only(template, 'AWS::IAM::Policy', {
    Roles: [{ Ref: handler.Properties!['Role']['Fn::GetAtt'][0] }],
  });
  expect(handler.DependsOn).toContain(policy.id);
});

test('it is one of the clients of the API, and reaches nothing else of the cluster', () => {
  const clients = only(template, 'AWS::EC2::SecurityGroup', { GroupName: 'shop-dev-kubernetes-clients' });
  const api = only(template, 'AWS::EC2::SecurityGroup', { GroupDescription: 'API of EKS in shop-dev-kubernetes' });
  const group = (id: string) => ({ 'Fn::GetAtt': [id, 'GroupId'] });
  expect(handler.Properties!['VpcConfig'].SecurityGroupIds).toEqual([group(clients.id)]);
  const rule = only(template, 'AWS::EC2::SecurityGroupIngress', { SourceSecurityGroupId: group(clients.id) });
  expect(rule.Properties).toMatchObject({ GroupId: group(api.id), FromPort: 443, ToPort: 443 });
  template.hasResourceProperties('AWS::EKS::Cluster', { ResourcesVpcConfig: { SecurityGroupIds: [group(api.id)] } });
});

test('nothing is applied before the API lets the function in', () => {
  const rule = only(template, 'AWS::EC2::SecurityGroupIngress', { Description: 'Clients of the API' });
  const barrier = only(template, 'AWS::SSM::Parameter');
  expect(barrier.DependsOn).toContain(rule.id);
  for (const type of ['Custom::AWSCDK-EKS-KubernetesResource', 'Custom::AWSCDK-EKS-HelmChart']) {
    template.allResources(type, { DependsOn: Match.arrayWith([barrier.id]) });
  }
});

test('what CDK gives no name has one of the delivery’s, as whoever deploys may make nothing else', () => {
  expect(only(template, 'AWS::SSM::Parameter').Properties!['Name']).toBe('/shop/dev/kubernetes/ready');
  const layers = Object.values(template.findResources('AWS::Lambda::LayerVersion')) as Resource[];
  expect(layers.map(({ Properties }) => Properties!['LayerName']).sort()).toEqual([
    'shop-dev-kubernetes-aws-cli',
    'shop-dev-kubernetes-kubectl',
  ]);
});
