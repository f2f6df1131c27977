import { Match, Template } from 'aws-cdk-lib/assertions';
import type { NetworkInput } from '../../lib/config/input';
import { NetworkStack } from '../../lib/network/network-stack';
import { newApp } from '../support/app';
import { temporaryDirectory } from '../support/program';
import type { Properties } from '../support/template';
import { only, shop, TOOLS } from '../support/templates';

const outdir = temporaryDirectory();

function networkWith(network: NetworkInput, production = false) {
  const { environments } = shop(({ environments: [dev] }) => Object.assign(dev!, { network, production }));
  return Template.fromStack(new NetworkStack(newApp(outdir), 'network', { environment: environments[0]! }));
}

/** The properties of the subnets but for their tags, by logical id. */
function subnetsIn(template: ReturnType<typeof networkWith>): Record<string, Properties> {
  return Object.fromEntries(
    Object.entries(template.findResources('AWS::EC2::Subnet')).map(([id, { Properties }]) => {
      const { Tags, ...properties } = Properties;
      return [id, properties];
    }),
  );
}

/** The ranges of the subnets of each group, in the order of the zones. */
function cidrsIn(template: ReturnType<typeof networkWith>) {
  const of = (group: string) =>
    Object.entries(subnetsIn(template))
      .filter(([id]) => id.startsWith(`Vpc${group}`))
      .map(([, { CidrBlock }]) => CidrBlock);
  return { Public: of('Public'), Tasks: of('Tasks'), Internal: of('Internal') };
}

const twoZones = networkWith({ zones: 2, natGateways: 0 });
const threeZones = networkWith({ zones: 3, natGateways: 0 });
const oneGateway = networkWith({ zones: 2, natGateways: 1 });
const production = networkWith({ zones: 3 }, true);

test('a sandbox pays for no NAT gateway', () => {
  const sandbox = networkWith({});
  sandbox.resourceCountIs('AWS::EC2::NatGateway', 0);
  sandbox.resourceCountIs('AWS::EC2::EIP', 0);
});

test('no subnet gives out public addresses by itself', () => {
  for (const subnet of Object.values(subnetsIn(twoZones))) expect(subnet['MapPublicIpOnLaunch']).toBe(false);
});

test('in production each zone has a NAT gateway, and the tasks of a zone use their own', () => {
  production.resourceCountIs('AWS::EC2::NatGateway', 3);
  for (const zone of [1, 2, 3]) {
    const routes = Object.entries(production.findResources('AWS::EC2::Route'));
    const [, route] = routes.find(([id]) => id.startsWith(`VpcTasksSubnet${zone}DefaultRoute`))!;
    const gateway: string = route['Properties'].NatGatewayId.Ref;
    const { SubnetId } = production.findResources('AWS::EC2::NatGateway')[gateway]!['Properties'];
    expect(SubnetId.Ref).toMatch(new RegExp(`^VpcPublicSubnet${zone}Subnet`));
  }
});

test('in production nothing routes from the tasks to the internet gateway', () => {
  for (const [id, { Properties }] of Object.entries(production.findResources('AWS::EC2::Route'))) {
    if (id.startsWith('VpcTasks')) expect(Properties).not.toHaveProperty('GatewayId');
  }
});

test('a third zone leaves the existing subnets as they are', () => {
  expect(Object.keys(subnetsIn(twoZones))).toHaveLength(6);
  expect(Object.keys(subnetsIn(threeZones))).toHaveLength(9);
  expect(subnetsIn(threeZones)).toMatchObject(subnetsIn(twoZones));
});

test('the first NAT gateway leaves the existing subnets as they are', () => {
  oneGateway.resourceCountIs('AWS::EC2::NatGateway', 1);
  expect(subnetsIn(oneGateway)).toEqual(subnetsIn(twoZones));
});

test('address space is divided among three zones from the start', () => {
  const cidrs = cidrsIn(networkWith({ cidr: '10.9.0.0/16' }));
  expect(cidrs.Public).toEqual(['10.9.0.0/19', '10.9.32.0/19']);
  expect(cidrs.Tasks).toEqual(['10.9.96.0/19', '10.9.128.0/19']);
  expect(cidrs.Internal).toEqual(['10.9.192.0/26', '10.9.192.64/26']);
});

test('the smallest network has room for all of it, in three zones', () => {
  const { Public, Tasks, Internal } = cidrsIn(networkWith({ cidr: '10.9.0.0/22', zones: 3 }));
  expect([...Public, ...Tasks]).toEqual([
    ...['10.9.0.0/25', '10.9.0.128/25', '10.9.1.0/25'],
    ...['10.9.1.128/25', '10.9.2.0/25', '10.9.2.128/25'],
  ]);
  expect(Internal).toEqual(['10.9.3.0/26', '10.9.3.64/26', '10.9.3.128/26']);
});

test('from the subnets of the internal load balancer nothing routes out, and nobody gets in', () => {
  for (const template of [twoZones, oneGateway, production]) {
    const routes = Object.keys(template.findResources('AWS::EC2::Route'));
    expect(routes.filter((id) => id.startsWith('VpcInternal'))).toEqual([]);
  }
});

function flowLogGroupIn(template: ReturnType<typeof networkWith>) {
  const { LogGroupName } = only(template, 'AWS::EC2::FlowLog').Properties!;
  return template.findResources('AWS::Logs::LogGroup')[LogGroupName.Ref];
}

test('flow logs see all traffic of the VPC', () => {
  twoZones.hasResourceProperties('AWS::EC2::FlowLog', {
    TrafficType: 'ALL',
    ResourceType: 'VPC',
    ResourceId: { Ref: only(twoZones, 'AWS::EC2::VPC').id },
  });
});

test('flow logs go after a week and with the stack', () => {
  expect(flowLogGroupIn(twoZones)).toMatchObject({ Properties: { RetentionInDays: 7 }, DeletionPolicy: 'Delete' });
});

test('flow logs of production stay for 90 days and longer than the stack', () => {
  expect(flowLogGroupIn(production)).toMatchObject({ Properties: { RetentionInDays: 90 }, DeletionPolicy: 'Retain' });
});

test.each(['s3', 'dynamodb'])('traffic to %s takes a gateway endpoint from every subnet', (service) => {
  const tables = Object.keys(production.findResources('AWS::EC2::RouteTable'));
  expect(tables).toHaveLength(9);
  const endpoint = only(production, 'AWS::EC2::VPCEndpoint', {
    VpcEndpointType: 'Gateway',
    ServiceName: { 'Fn::Join': ['', ['com.amazonaws.', { Ref: 'AWS::Region' }, `.${service}`]] },
  }).Properties!;
  expect(endpoint['RouteTableIds'].map((table: Properties) => table['Ref']).sort()).toEqual(tables.sort());
});

test('no endpoint is paid by the hour', () => {
  production.resourcePropertiesCountIs('AWS::EC2::VPCEndpoint', { VpcEndpointType: Match.not('Gateway') }, 0);
});

test('a known account and region are not looked up either', () => {
  const app = newApp(outdir);
  const [environment] = shop().environments;
  new NetworkStack(app, 'network', { env: TOOLS, environment: environment! });
  const assembly = app.synth();
  expect(assembly.manifest.missing).toBeUndefined();
  const zones = Object.values(assembly.stacks[0]!.template.Resources as Record<string, Properties>)
    .filter(({ Type }) => Type === 'AWS::EC2::Subnet')
    .map(({ Properties }) => Properties.AvailabilityZone);
  expect(new Set(zones.map((zone) => JSON.stringify(zone)))).toEqual(
    new Set(['{"Fn::Select":[0,{"Fn::GetAZs":""}]}', '{"Fn::Select":[1,{"Fn::GetAZs":""}]}']),
  );
});
