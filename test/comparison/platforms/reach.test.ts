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
    template: { Resources },
  })),
});

/** The chart's objects with one more way out in the policy about users' pods. */
const withRule = (rule: object) =>
  objects.map((object) => {
    if (object.kind !== 'NetworkPolicy' || object.metadata.name !== 'web') return object;
    return { ...object, spec: { ...object['spec'], egress: [...object['spec'].egress, rule] } };
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
    expect(sendsLittle(observed({}), withRule(rule))).toBe(false);
  });

  test('policies for other pods restrict nothing', () => {
    const others = objects.filter(
      ({ kind, spec }) => kind !== 'NetworkPolicy' || spec.podSelector.matchLabels !== undefined,
    );
    const strange = { 'app.kubernetes.io/name': 'strange' };
    expect(waysByPolicies(others, strange)).toBe('all');
    expect(waysByPolicies(objects, strange)).toEqual([]);
    const without = objects.filter(({ kind }) => kind !== 'NetworkPolicy');
    expect(sendsLittle(observed({}), without)).toBe(false);
  });
});

describe('on ECS', () => {
  /** @param inline rules of the service's own group @param beside more of them, as resources */
  const task = (inline?: object[], beside: object[] = []) =>
    observed({
      web: {
        Service: {
          Type: 'AWS::ECS::Service',
          Properties: {
            NetworkConfiguration: { AwsvpcConfiguration: { SecurityGroups: [{ 'Fn::GetAtt': ['Own', 'GroupId'] }] } },
          },
        },
        Own: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupEgress: inline } },
        ...Object.fromEntries(
          beside.map((rule, index) => [
            `Rule${index}`,
            {
              Type: 'AWS::EC2::SecurityGroupEgress',
              Properties: { GroupId: { 'Fn::GetAtt': ['Own', 'GroupId'] }, ...rule },
            },
          ]),
        ),
      },
    });
  const EVERYTHING = { CidrIp: '0.0.0.0/0', IpProtocol: '-1' };
  const HTTPS = { CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };

  test.each([
    ['nothing, which is everything', task(), false],
    ['everything', task([EVERYTHING]), false],
    ['HTTPS', task([HTTPS]), true],
    ['HTTPS, and everything beside it', task([HTTPS], [EVERYTHING]), false],
    ['HTTPS, and everything of another group', task([HTTPS], [{ ...EVERYTHING, GroupId: 'sg-0' }]), true],
  ])('a task whose group says %s of its way out', (_, observed, isLittle) => {
    expect(sendsLittle(observed, [])).toBe(isLittle);
  });
});

test('names are asked for by either protocol, HTTPS by one', () => {
  const way = (protocol: string, port: number) => ({ protocol, first: port, last: port, peers: [] });
  expect(isNarrow([way('udp', 53), way('tcp', 53), way('tcp', 443)], [])).toBe(true);
  expect(isNarrow([way('udp', 443)], [])).toBe(false);
});
