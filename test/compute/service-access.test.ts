import type { DeliveryInput } from '../../lib/config/input';
import type { Writable } from '../support/configs';
import { SERVICE_DIRECTORY } from '../support/deliveries';
import type { Properties } from '../support/template';
import { DOMAIN, evaluated, only, shop, templateOf } from '../support/templates';

/** `web` calls `orders` and not `stock`; `change` comes last. */
function deliveryWith(change: (delivery: Writable<DeliveryInput>) => void) {
  return shop((delivery) => {
    delivery.services = [
      { name: 'web', directory: SERVICE_DIRECTORY, exposure: 'public', calls: ['orders'] },
      { name: 'orders', directory: SERVICE_DIRECTORY },
      { name: 'stock', directory: SERVICE_DIRECTORY, listenerPort: 8081 },
    ];
    change(delivery);
  });
}

const overHttp = deliveryWith(({ environments: [dev] }) => {
  dev!.allowedCidrs = ['203.0.113.7/32', '198.51.100.0/24'];
});
const overTls = deliveryWith(({ environments: [dev] }) => {
  dev!.domain = DOMAIN;
});

/** The rules of the stack that let traffic into a group, with the group's evaluated id in place of its reference. */
function rulesOf(delivery: typeof overHttp, stack: string, kind: 'Ingress' | 'Egress' = 'Ingress'): Properties[] {
  return (
    Object.values(templateOf(delivery, stack).findResources(`AWS::EC2::SecurityGroup${kind}`))
      .map(({ Properties }): Properties => evaluated(delivery, stack, Properties))
      // Those of the probe are for its own test.
      .filter(({ Description }) => !/^Probe /.test(Description))
  );
}

function groupOf(delivery: typeof overHttp, stack: string, description: RegExp): string {
  const groups = templateOf(delivery, stack).findResources('AWS::EC2::SecurityGroup');
  const [id] = Object.entries(groups).find(([, { Properties }]) => description.test(Properties.GroupDescription))!;
  return evaluated(delivery, stack, { 'Fn::GetAtt': [id, 'GroupId'] });
}

const publicEntrance = groupOf(overHttp, 'dev-cluster', /shop-dev-public/);
const internalEntrance = groupOf(overHttp, 'dev-cluster', /shop-dev-internal/);
const tasksOfWeb = groupOf(overHttp, 'dev-web', /^Tasks of web/);
const rules = rulesOf(overHttp, 'dev-web');

function variablesOf(delivery: typeof overHttp, stack: string, family: string): Properties[] {
  const { ContainerDefinitions } = only(templateOf(delivery, stack), 'AWS::ECS::TaskDefinition', {
    Family: family,
  }).Properties!;
  return evaluated(delivery, stack, ContainerDefinitions[0].Environment) as unknown as Properties[];
}

function outputOf(delivery: typeof overHttp, stack: string, name: string): string {
  return evaluated(delivery, stack, templateOf(delivery, stack).findOutputs(name)[name]!['Value']);
}

function dnsName(delivery: typeof overHttp, exposure: 'public' | 'internal'): string {
  const { id } = only(templateOf(delivery, 'dev-cluster'), 'AWS::ElasticLoadBalancingV2::LoadBalancer', {
    Name: `shop-dev-${exposure}`,
  });
  return evaluated(delivery, 'dev-cluster', { 'Fn::GetAtt': [id, 'DNSName'] });
}

test('only the load balancer reaches the tasks, on any port that a release may choose', () => {
  expect(rules.filter(({ GroupId }) => GroupId === tasksOfWeb)).toEqual([
    expect.objectContaining({
      SourceSecurityGroupId: publicEntrance,
      IpProtocol: 'tcp',
      FromPort: 1024,
      ToPort: 65_535,
    }),
  ]);
});

test('the load balancer may send to the tasks', () => {
  expect(rulesOf(overHttp, 'dev-web', 'Egress')).toEqual([
    expect.objectContaining({
      GroupId: publicEntrance,
      DestinationSecurityGroupId: tasksOfWeb,
      FromPort: 1024,
      ToPort: 65_535,
    }),
  ]);
});

test('a public service is open to the configured ranges, on its production and its test port', () => {
  const open = rules.filter(({ GroupId }) => GroupId === publicEntrance);
  expect(open.map(({ CidrIp, FromPort, ToPort }) => [CidrIp, FromPort, ToPort])).toEqual([
    ['203.0.113.7/32', 80, 80],
    ['203.0.113.7/32', 10_080, 10_080],
    ['198.51.100.0/24', 80, 80],
    ['198.51.100.0/24', 10_080, 10_080],
  ]);
});

test('a public service without ranges is open to nobody', () => {
  const closed = rulesOf(
    deliveryWith(() => {}),
    'dev-web',
  );
  expect(closed.filter(({ CidrIp }) => CidrIp !== undefined)).toEqual([]);
});

test('with a domain everyone may call production, and nobody the test listener', () => {
  const open = rulesOf(overTls, 'dev-web').filter(({ CidrIp }) => CidrIp !== undefined);
  expect(open.map(({ CidrIp, FromPort, ToPort }) => [CidrIp, FromPort, ToPort])).toEqual([['0.0.0.0/0', 443, 443]]);
});

test('beside everyone, ranges that are listed reach the test listener', () => {
  const listed = deliveryWith(({ environments: [dev] }) => {
    Object.assign(dev!, { domain: DOMAIN, allowedCidrs: ['0.0.0.0/0', '203.0.113.7/32'] });
  });
  const test = rulesOf(listed, 'dev-web').filter(({ FromPort, CidrIp }) => CidrIp && FromPort === 10_443);
  expect(test.map(({ CidrIp }) => CidrIp)).toEqual(['203.0.113.7/32']);
});

test("an internal service is open to no range but the network's, and to that on its test port", () => {
  const open = rulesOf(overHttp, 'dev-orders').filter(({ CidrIp }) => CidrIp !== undefined);
  expect(open).toEqual([
    expect.objectContaining({ CidrIp: '10.0.0.0/16', FromPort: 18_080, ToPort: 18_080, GroupId: internalEntrance }),
  ]);
});

test('a service may call those that it names, and no other', () => {
  expect(rules.filter(({ GroupId }) => GroupId === internalEntrance)).toEqual([
    expect.objectContaining({ SourceSecurityGroupId: tasksOfWeb, IpProtocol: 'tcp', FromPort: 8080, ToPort: 8080 }),
  ]);
});

test('a service that names none may call none', () => {
  expect(rulesOf(overHttp, 'dev-stock').filter(({ FromPort }) => FromPort === 8080)).toEqual([]);
});

test('a service is told where those are that it calls', () => {
  expect(variablesOf(overHttp, 'dev-web', 'shop-dev-web')).toContainEqual({
    Name: 'ORDERS_URL',
    Value: `http://${dnsName(overHttp, 'internal')}:8080`,
  });
});

test('a service is not told of those that it does not call', () => {
  const names = variablesOf(overHttp, 'dev-web', 'shop-dev-web').map(({ Name }) => Name);
  expect(names).not.toContain('STOCK_URL');
});

describe('the address', () => {
  test('of a public service without a domain is that of the load balancer', () => {
    expect(outputOf(overHttp, 'dev-web', 'Url')).toBe(`http://${dnsName(overHttp, 'public')}`);
    expect(outputOf(overHttp, 'dev-web', 'TestUrl')).toBe(`http://${dnsName(overHttp, 'public')}:10080`);
  });

  test('of a public service with a domain is its name there', () => {
    expect(outputOf(overTls, 'dev-web', 'Url')).toBe('https://web.dev.example.com');
    expect(outputOf(overTls, 'dev-web', 'TestUrl')).toBe('https://web.dev.example.com:10443');
  });

  test('of an internal service is that of the internal load balancer and its port', () => {
    expect(outputOf(overTls, 'dev-stock', 'Url')).toBe(`http://${dnsName(overTls, 'internal')}:8081`);
  });
});

test('with a domain a public service has a name that leads to the load balancer', () => {
  const record = only(templateOf(overTls, 'dev-web'), 'AWS::Route53::RecordSet').Properties;
  expect(evaluated(overTls, 'dev-web', record)).toMatchObject({
    Type: 'A',
    Name: 'web.dev.example.com.',
    HostedZoneId: DOMAIN.hostedZoneId,
    AliasTarget: { DNSName: `dualstack.${dnsName(overTls, 'public')}` },
  });
});

test('an internal service has no public name', () => {
  templateOf(overTls, 'dev-orders').resourceCountIs('AWS::Route53::RecordSet', 0);
});

describe('on EKS, where all pods share the security group of their nodes', () => {
  const delivery = deliveryWith(({ environments: [dev], services: [web, orders, stock] }) => {
    dev!.network = { natGateways: 1 };
    web!.platform = 'eks';
    orders!.platform = 'eks';
    // One on ECS beside them.
    stock!.calls = ['orders'];
  });

  test('a service has no group of its own', () => {
    const groups = templateOf(delivery, 'dev-web').findResources('AWS::EC2::SecurityGroup');
    expect(Object.values(groups).map(({ Properties }) => Properties.GroupDescription)).not.toContain(
      'Tasks of web in shop dev',
    );
  });

  test('a service opens nothing for itself, as others may have opened the same', () => {
    expect(rulesOf(delivery, 'dev-web')).toEqual([]);
    expect(rulesOf(delivery, 'dev-web', 'Egress')).toEqual([]);
  });

  test('a service on ECS opens what it calls on EKS', () => {
    const group = groupOf(delivery, 'dev-stock', /^Tasks of stock/);
    const calls = rulesOf(delivery, 'dev-stock').filter(({ SourceSecurityGroupId }) => SourceSecurityGroupId === group);
    expect(calls.map(({ FromPort, ToPort }) => [FromPort, ToPort])).toEqual([[8080, 8080]]);
  });
});
