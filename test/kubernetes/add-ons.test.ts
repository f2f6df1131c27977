import { Match } from 'aws-cdk-lib/assertions';
import { ADD_ON_VERSIONS } from '../../lib/kubernetes/versions';
import { asList, type Resource } from '../support/template';
import { only } from '../support/templates';
import { kubernetesOf, onKubernetes, services } from './stacks';

const { template, value } = kubernetesOf(
  onKubernetes(services({ name: 'web' }, { name: 'orders' }, { name: 'tasks', platform: 'ecs' })),
);
const ADD_ON = 'AWS::EKS::Addon';
const OBSERVABILITY = { AddonName: 'amazon-cloudwatch-observability' };

const configuration = (name: string) =>
  JSON.parse(value(only(template, ADD_ON, { AddonName: name }).Properties!['ConfigurationValues']));

test('every add-on has the version that is written down for it', () => {
  const addOns = Object.values(template.findResources(ADD_ON)) as Resource[];
  const versions = addOns.map(({ Properties }) => [Properties!['AddonName'], Properties!['AddonVersion']]);
  expect(Object.fromEntries(versions)).toEqual(ADD_ON_VERSIONS);
});

test('add-ons and charts come after the nodes that they wait for, and go before them', () => {
  const pool = only(template, 'Custom::AWSCDK-EKS-KubernetesResource', {
    Manifest: Match.stringLikeRegexp('NodePool'),
  });
  for (const type of [ADD_ON, 'Custom::AWSCDK-EKS-HelmChart']) {
    template.allResources(type, { DependsOn: Match.arrayWith([pool.id]) });
  }
});

test('nodes come after the rights with which they join, and go before them', () => {
  const access = only(template, 'AWS::EKS::AccessEntry', { Type: 'EC2' });
  const kind = only(template, 'Custom::AWSCDK-EKS-KubernetesResource', {
    Manifest: { 'Fn::Join': Match.arrayWith([Match.arrayWith([Match.stringLikeRegexp('"NodeClass"')])]) },
  });
  expect(kind.DependsOn).toContain(access.id);
});

test('secrets become variables of containers', () => {
  expect(configuration('aws-secrets-store-csi-driver-provider')).toEqual({
    'secrets-store-csi-driver': { syncSecret: { enabled: true }, enableSecretRotation: true },
  });
});

describe('the CloudWatch add-on', () => {
  test('sends Container Insights, and puts nothing into the pods of services', () => {
    expect(configuration(OBSERVABILITY.AddonName)).toMatchObject({
      containerInsights: { enabled: true },
      applicationSignals: { enabled: false },
      manager: { applicationSignals: { autoMonitor: { monitorAllServices: false } } },
    });
  });

  test('sends the logs of each service on EKS to the group that its stack makes', () => {
    const { extraFiles } = configuration(OBSERVABILITY.AddonName).containerLogs.fluentBit.config;
    expect(extraFiles['application-log.conf']).toContain(
      '/var/log/containers/*_web_*.log,/var/log/containers/*_orders_*.log',
    );
    expect(extraFiles['application-log.conf']).toContain('log_group_template  /shop/dev/pods/$TAG[1]');
    expect(JSON.stringify(extraFiles)).not.toContain('_tasks_');
  });

  test('replaces all of the files that the add-on would send by itself', () => {
    const { extraFiles } = configuration(OBSERVABILITY.AddonName).containerLogs.fluentBit.config;
    expect(Object.keys(extraFiles).sort()).toEqual(['application-log.conf', 'dataplane-log.conf', 'host-log.conf']);
  });

  test.each(['/aws/containerinsights/shop-dev/performance', '/shop/dev/pods/kubernetes'])(
    'finds the group %s, which ends with the environment',
    (LogGroupName) => {
      const group = only(template, 'AWS::Logs::LogGroup', { LogGroupName, RetentionInDays: 7 });
      expect(template.findResources('AWS::Logs::LogGroup')[group.id]!['DeletionPolicy']).toBe('Delete');
      expect(only(template, ADD_ON, OBSERVABILITY).DependsOn).toContain(group.id);
    },
  );

  test('writes into these groups and those of services alone, and makes none', () => {
    const addOn = only(template, ADD_ON, OBSERVABILITY);
    const [{ RoleArn, ServiceAccount }] = addOn.Properties!['PodIdentityAssociations'];
    expect(ServiceAccount).toBe('cloudwatch-agent');
    const policy = only(template, 'AWS::IAM::Policy', { Roles: [{ Ref: RoleArn['Fn::GetAtt'][0] }] });
    const [write, look, ...others] = value(policy.Properties!['PolicyDocument'].Statement);
    expect(write.Action).toEqual(['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents']);
    expect(asList<string>(write.Resource).slice(2).sort()).toEqual(
      ['orders', 'web'].map((name) => `arn:aws:logs:eu-central-1:222222222222:log-group:/shop/dev/pods/${name}:*`),
    );
    expect(look.Action).toEqual(['ec2:DescribeTags', 'ec2:DescribeVolumes']);
    expect(others).toEqual([]);
  });

  test('works under a role that only its own pods in this cluster take on', () => {
    const [{ RoleArn }] = only(template, ADD_ON, OBSERVABILITY).Properties!['PodIdentityAssociations'];
    const role = template.findResources('AWS::IAM::Role')[RoleArn['Fn::GetAtt'][0]]!;
    const [statement] = value(role['Properties'].AssumeRolePolicyDocument.Statement);
    expect(statement.Principal).toEqual({ Service: 'pods.eks.amazonaws.com' });
    expect(statement.Condition.StringEquals).toMatchObject({
      'aws:RequestTag/eks-cluster-arn': 'arn:aws:eks:eu-central-1:222222222222:cluster/shop-dev',
      'aws:RequestTag/kubernetes-namespace': 'amazon-cloudwatch',
      'aws:RequestTag/kubernetes-service-account': 'cloudwatch-agent',
    });
  });
});
