import { Match, type Template } from 'aws-cdk-lib/assertions';
import type { EnvironmentInput } from '../../lib/config/input';
import { SERVICE_DIRECTORY } from '../support/deliveries';
import { DOMAIN, evaluated, only, shop, templateOf } from '../support/templates';

/** An environment with both load balancers. */
function deliveryWith(environment: Partial<EnvironmentInput>) {
  return shop((delivery) => {
    Object.assign(delivery.environments[0]!, environment);
    delivery.services.push({ name: 'api', directory: SERVICE_DIRECTORY, exposure: 'public' });
  });
}

function clusterWith(environment: Partial<EnvironmentInput>): Template {
  return templateOf(deliveryWith(environment), 'dev-cluster');
}

function loadBalancerIn(template: Template, exposure: 'public' | 'internal') {
  return only(template, 'AWS::ElasticLoadBalancingV2::LoadBalancer', { Name: `shop-dev-${exposure}` });
}

const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const delivery = deliveryWith({});
const plain = templateOf(delivery, 'dev-cluster');
const production = clusterWith({ production: true });
const withDomain = clusterWith({ domain: DOMAIN });

test.each([
  ['public', 'internet-facing', 'Public'],
  ['internal', 'internal', 'Internal'],
] as const)('the %s load balancer is %s, in the subnets of group %s', (exposure, scheme, group) => {
  const { Scheme, Subnets } = loadBalancerIn(plain, exposure).Properties!;
  const network = templateOf(delivery, 'dev-network');
  const ofGroup = Object.keys(network.findResources('AWS::EC2::Subnet')).filter((id) => id.startsWith(`Vpc${group}`));
  expect(Scheme).toBe(scheme);
  expect(evaluated(delivery, 'dev-cluster', Subnets)).toEqual(
    ofGroup.map((id) => evaluated(delivery, 'dev-network', { Ref: id })),
  );
});

describe.each(['public', 'internal'] as const)('the %s load balancer', (exposure) => {
  const attributesIn = (template: Template) => loadBalancerIn(template, exposure).Properties!['LoadBalancerAttributes'];

  test('drops headers that are not valid', () => {
    expect(attributesIn(plain)).toContainEqual({
      Key: 'routing.http.drop_invalid_header_fields.enabled',
      Value: 'true',
    });
  });

  test('is protected from deletion in production', () => {
    expect(attributesIn(production)).toContainEqual({ Key: 'deletion_protection.enabled', Value: 'true' });
  });

  test('goes with its stack elsewhere', () => {
    expect(attributesIn(plain)).toContainEqual({ Key: 'deletion_protection.enabled', Value: 'false' });
  });
});

test('nobody is let in and nothing out by default', () => {
  plain.resourceCountIs('AWS::EC2::SecurityGroup', 2);
  plain.allResourcesProperties('AWS::EC2::SecurityGroup', {
    SecurityGroupIngress: Match.absent(),
    // What CDK writes for "nothing", as a group without rules would let everything out.
    SecurityGroupEgress: [Match.objectLike({ CidrIp: '255.255.255.255/32', IpProtocol: 'icmp' })],
  });
  plain.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
});

test('without a domain nothing is redirected', () => {
  plain.resourceCountIs(LISTENER, 0);
});

test('with a domain the public load balancer redirects HTTP to HTTPS for good', () => {
  withDomain.resourceCountIs(LISTENER, 1);
  withDomain.hasResourceProperties(LISTENER, {
    LoadBalancerArn: { Ref: loadBalancerIn(withDomain, 'public').id },
    Port: 80,
    Protocol: 'HTTP',
    DefaultActions: [{ Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } }],
  });
});

test('only those who may call a service are redirected', () => {
  const closed = clusterWith({ domain: DOMAIN, allowedCidrs: ['203.0.113.7/32', '198.51.100.0/24'] });
  const rule = (cidr: string) => ({
    CidrIp: cidr,
    Description: 'Redirected to HTTPS',
    IpProtocol: 'tcp',
    FromPort: 80,
    ToPort: 80,
  });
  closed.hasResourceProperties('AWS::EC2::SecurityGroup', {
    GroupDescription: Match.stringLikeRegexp('shop-dev-public'),
    SecurityGroupIngress: [rule('203.0.113.7/32'), rule('198.51.100.0/24')],
  });
});

test('a domain opens nothing on the internal load balancer', () => {
  withDomain.hasResourceProperties('AWS::EC2::SecurityGroup', {
    GroupDescription: Match.stringLikeRegexp('shop-dev-internal'),
    SecurityGroupIngress: Match.absent(),
  });
});
