import { Stack } from 'aws-cdk-lib';
import type { NetworkInput } from '../../lib/config/input';
import { type EcsRelease, parseReleaseManifest, type ReleaseManifest } from '../../lib/deployment/release-manifest';
import { ReleaseParameter } from '../../lib/deployment/release-parameter';
import { newApp } from '../support/app';
import { SERVICE_DIRECTORY } from '../support/deliveries';
import { evaluated, only, shop, TOOLS, templateOf } from '../support/templates';

const PARAMETER = 'AWS::SSM::Parameter';

function deliveryWith(network: NetworkInput) {
  return shop((input) => {
    input.tools = TOOLS;
    Object.assign(input.environments[0]!, { network });
    Object.assign(input.services[0]!, { port: 3000, table: { partitionKey: 'id' }, calls: ['orders'] });
    input.services.push({ name: 'orders', directory: SERVICE_DIRECTORY, listenerPort: 8081 });
  });
}

function manifestOf(delivery: ReturnType<typeof deliveryWith>) {
  const { Value } = only(templateOf(delivery, 'dev-web'), PARAMETER).Properties!;
  return parseReleaseManifest(evaluated(delivery, 'dev-web', Value)) as EcsRelease;
}

const sandbox = deliveryWith({});
const wide = deliveryWith({ zones: 3, natGateways: 1 });
const template = templateOf(sandbox, 'dev-web');

test('the parameter has the name under which pipelines look for it', () => {
  template.hasResourceProperties(PARAMETER, { Name: '/shop/dev/web/release', Type: 'String' });
});

test('the manifest names the newest revision, the container and its port', () => {
  expect(manifestOf(sandbox)).toMatchObject({
    taskDefinition: expect.stringMatching(/^arn:aws:ecs:eu-central-1:111111111111:task-definition\/shop-dev-web:\d+$/),
    container: 'app',
    port: 3000,
  });
});

test('new tasks run in all zones of the environment, also in one that came later', () => {
  const network = Object.keys(templateOf(wide, 'dev-network').findResources('AWS::EC2::Subnet'));
  const tasks = network.filter((id) => id.startsWith('VpcTasks'));
  expect(tasks).toHaveLength(3);
  expect(manifestOf(wide).subnets).toEqual(tasks.map((id) => evaluated(wide, 'dev-network', { Ref: id })));
});

test('new tasks run in the security group of the service', () => {
  const { id } = only(template, 'AWS::EC2::SecurityGroup', { GroupDescription: 'Tasks of web in shop dev' });
  expect(manifestOf(sandbox).securityGroups).toEqual([
    evaluated(sandbox, 'dev-web', { 'Fn::GetAtt': [id, 'GroupId'] }),
  ]);
});

test.each([
  ['a public address without a NAT gateway', sandbox, 'ENABLED'],
  ['no public address behind a NAT gateway', wide, 'DISABLED'],
])('new tasks get %s', (_, delivery, assignPublicIp) => {
  expect(manifestOf(delivery).assignPublicIp).toBe(assignPublicIp);
});

describe('the parameter is written after', () => {
  const { DependsOn } = only(template, PARAMETER);
  const ids = (type: string, start = '') =>
    Object.keys(template.findResources(type)).filter((id) => id.startsWith(start));

  test.each([
    ['the rights of the tasks', ids('AWS::IAM::Policy', 'Release')],
    [
      'the rules of who calls whom',
      [...ids('AWS::EC2::SecurityGroupIngress'), ...ids('AWS::EC2::SecurityGroupEgress')],
    ],
    ['the table and its key', [...ids('AWS::DynamoDB::Table'), ...ids('AWS::KMS::Key')]],
    ['the deployment group', ids('AWS::CodeDeploy::DeploymentGroup')],
  ])('%s', (_, needed) => {
    expect(needed).not.toEqual([]);
    expect(DependsOn).toEqual(expect.arrayContaining(needed));
  });
});

test('the parameter is of the tier that suits its value, on whatever platform, as none goes back to a smaller one', () => {
  template.hasResourceProperties(PARAMETER, { Tier: 'Intelligent-Tiering' });
});

test('a parameter takes 8192 bytes, and not one more', () => {
  /** A manifest of so many bytes. */
  const publish = (bytes: number) => {
    const text = 'x'.repeat(bytes - JSON.stringify({ container: '' }).length);
    new ReleaseParameter(new Stack(newApp()), 'ReleaseParameter', {
      parameterName: '/shop/dev/web/release',
      manifest: { container: text } as ReleaseManifest,
      after: [],
    });
  };
  expect(() => publish(8192)).not.toThrow();
  expect(() => publish(8193)).toThrow(
    '/shop/dev/web/release: what a release is made of may have 8192 bytes (got up to 8193): shorten ',
  );
});
