import type { KubernetesObject, Observed } from '../../../lib/comparison/platforms/observed';
import { isNarrow, sendsLittle, waysByPolicies } from '../../../lib/comparison/platforms/reach';
import type { Delivery } from '../../../lib/config/delivery';
import type { CostedResource } from '../../../lib/cost/stacks';
import { smallShop, valuesOf } from '../../support/chart-values';
import { renderCharts } from '../../support/helm';

/** A service that calls another one, on port 9000. */
const delivery = smallShop(({ environments, services }) => {
  environments.push({ name: 'prod', production: true, network: { cidr: '10.1.0.0/16' } });
  services[0]!.calls = ['orders'];
  services.push({ ...services[0]!, name: 'orders', calls: [], listenerPort: 9000 });
});

let objects: readonly KubernetesObject[];
beforeAll(async () => {
  objects = (await renderCharts({ release: valuesOf(delivery, 'prod', 'web') })).release;
}, 60_000);

const observed = (resources: Readonly<Record<string, Readonly<Record<string, CostedResource>>>>): Observed => ({
  variant: 'rollouts',
  delivery: delivery as Delivery,
  stacks: Object.entries({ web: {}, ...resources }).map(([name, Resources]) => ({
    name: `shop-prod-${name}`,
    template: { Resources, Outputs: { Group: { Value: { Ref: 'Group' }, Export: { Name: 'balancer-group' } } } },
  })),
});

/** The chart's objects with one more rule of the policy about users' pods. */
const withRule = (member: 'ingress' | 'egress', rule: object) =>
  objects.map((object) => {
    if (object.kind !== 'NetworkPolicy' || object.metadata.name !== 'web') return object;
    return { ...object, spec: { ...object['spec'], [member]: [...object['spec'][member], rule] } };
  });

describe('on EKS', () => {
  test("the chart's pods send to DNS, HTTPS, called services and the agent with their credentials", () => {
    expect(sendsLittle(observed({}), objects)).toBe(true);
  });

  test.each([
    ['any port', { to: [{ ipBlock: { cidr: '10.1.0.0/20' } }] }],
    ['everybody on the port of a called service', { ports: [{ port: 9000, protocol: 'TCP' }] }],
    ['everybody by a range', { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ port: 9000, protocol: 'TCP' }] }],
    ['a port of nobody', { to: [{ ipBlock: { cidr: '10.1.0.0/20' } }], ports: [{ port: 9001, protocol: 'TCP' }] }],
    ['a range of ports', { ports: [{ port: 443, endPort: 500, protocol: 'TCP' }] }],
    ['HTTP elsewhere', { to: [{ ipBlock: { cidr: '169.254.169.254/32' } }], ports: [{ port: 80, protocol: 'TCP' }] }],
    ['other pods', { to: [{ podSelector: {} }], ports: [{ port: 9000, protocol: 'TCP' }] }],
  ])('they would send to more with a rule for %s', (_, rule) => {
    expect(sendsLittle(observed({}), withRule('egress', rule))).toBe(false);
  });

  test('policies for other pods restrict nothing', () => {
    const others = objects.filter(
      ({ kind, spec }) => kind !== 'NetworkPolicy' || spec.podSelector.matchLabels !== undefined,
    );
    const strange = { 'app.kubernetes.io/name': 'strange' };
    expect(waysByPolicies(others, 'Egress', strange)).toBe('all');
    expect(waysByPolicies(objects, 'Egress', strange)).toEqual([]);
    const without = objects.filter(({ kind }) => kind !== 'NetworkPolicy');
    expect(sendsLittle(observed({}), without)).toBe(false);
  });
});

describe('on ECS', () => {
  const IMPORTED = { 'Fn::ImportValue': 'balancer-group' };
  const task = (Ingress: object, egress: object = {}) =>
    observed({
      cluster: {
        Balancer: {
          Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
          Properties: { SecurityGroups: [{ Ref: 'Group' }] },
        },
        Group: { Type: 'AWS::EC2::SecurityGroup' },
      },
      web: {
        Service: {
          Type: 'AWS::ECS::Service',
          Properties: {
            NetworkConfiguration: { AwsvpcConfiguration: { SecurityGroups: [{ 'Fn::GetAtt': ['Own', 'GroupId'] }] } },
          },
        },
        Own: { Type: 'AWS::EC2::SecurityGroup', Properties: egress },
        Rule: {
          Type: 'AWS::EC2::SecurityGroupIngress',
          Properties: {
            GroupId: { 'Fn::GetAtt': ['Own', 'GroupId'] },
            IpProtocol: 'tcp',
            FromPort: 8080,
            ToPort: 8080,
            ...Ingress,
          },
        },
        Strange: {
          Type: 'AWS::EC2::SecurityGroupIngress',
          Properties: { GroupId: 'sg-0', IpProtocol: '-1', CidrIp: '0.0.0.0/0' },
        },
      },
    });

  test.each([
    ['nothing, which is everything', {}, false],
    ['everything', { SecurityGroupEgress: [{ CidrIp: '0.0.0.0/0', IpProtocol: '-1' }] }, false],
    ['HTTPS', { SecurityGroupEgress: [{ CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }] }, true],
  ])('a task whose group says %s of its way out', (_, egress, isLittle) => {
    expect(sendsLittle(task({ SourceSecurityGroupId: IMPORTED }, egress), [])).toBe(isLittle);
  });
});

test('names are asked for by either protocol, HTTPS by one', () => {
  const way = (protocol: string, port: number) => ({ protocol, first: port, last: port, peers: [] });
  expect(isNarrow([way('udp', 53), way('tcp', 53), way('tcp', 443)], [])).toBe(true);
  expect(isNarrow([way('udp', 443)], [])).toBe(false);
});
