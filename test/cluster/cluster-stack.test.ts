import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { ClusterStack } from '../../lib/cluster/cluster-stack';
import type { DeliveryInput, EnvironmentInput, ServiceInput } from '../../lib/config/input';
import { NetworkStack } from '../../lib/network/network-stack';
import { newApp } from '../support/app';
import { SERVICE_DIRECTORY } from '../support/deliveries';
import { temporaryDirectory } from '../support/program';
import { DOMAIN, shop, templateOf } from '../support/templates';

const service = (name: string, exposure: 'public' | 'internal', listenerPort?: number): ServiceInput => ({
  name,
  directory: SERVICE_DIRECTORY,
  exposure,
  listenerPort,
});

function clusterWith(...services: ServiceInput[]) {
  return templateOf(
    shop((delivery) => Object.assign(delivery, { services })),
    'dev-cluster',
  );
}

const both = clusterWith(service('web', 'public'), service('orders', 'internal'));

test('the cluster has enhanced Container Insights', () => {
  both.hasResourceProperties('AWS::ECS::Cluster', {
    ClusterName: 'shop-dev',
    ClusterSettings: [{ Name: 'containerInsights', Value: 'enhanced' }],
  });
});

test('the log group of Container Insights is left to Container Insights', () => {
  both.resourcePropertiesCountIs('AWS::Logs::LogGroup', { LogGroupName: Match.anyValue() }, 0);
});

test('public and internal services have a load balancer each', () => {
  both.resourceCountIs('AWS::ElasticLoadBalancingV2::LoadBalancer', 2);
});

test.each([
  ['public', 'internet-facing'],
  ['internal', 'internal'],
] as const)('without others, services that are %s have the only load balancer', (exposure, scheme) => {
  const template = clusterWith(service('web', exposure, 8080), service('api', exposure, 8081));
  template.resourceCountIs('AWS::ElasticLoadBalancingV2::LoadBalancer', 1);
  template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
    Name: `shop-dev-${exposure}`,
    Scheme: scheme,
  });
});

test('a domain without a public service needs no certificate', () => {
  const internal = shop(({ environments: [dev] }) => Object.assign(dev!, { domain: DOMAIN }));
  templateOf(internal, 'dev-cluster').resourceCountIs('AWS::CertificateManager::Certificate', 0);
});

describe('the quotas of a load balancer', () => {
  const directories = Array.from({ length: 4 }, () => temporaryDirectory());

  function stackOf(services: DeliveryInput['services'], environment: Partial<EnvironmentInput> = {}): ClusterStack {
    const delivery = shop((input) =>
      Object.assign(input, { services, environments: [{ name: 'dev', ...environment }] }),
    );
    const app = newApp(directories.pop());
    const [dev] = delivery.environments as [(typeof delivery.environments)[0]];
    const { vpc } = new NetworkStack(app, 'network', { environment: dev });
    return new ClusterStack(app, 'cluster', { delivery, environment: dev, vpc });
  }
  const many = (count: number, exposure: 'public' | 'internal') =>
    Array.from({ length: count }, (_, i) => service(`service-${i}`, exposure, 8000 + i));
  const needs = (what: string) => Match.stringLikeRegexp(`needs ${what}`);

  test('are enough for 25 services of an exposure', () => {
    Annotations.fromStack(stackOf(many(25, 'internal'))).hasNoInfo('*', Match.anyValue());
  });

  test('are announced for 26', () => {
    Annotations.fromStack(stackOf(many(26, 'internal'))).hasInfo(
      '*',
      'The internal load balancer needs 52 listeners, and AWS allows 50 unless you ask for more: raise the quota before ' +
        'you deploy',
    );
  });

  test('count the redirect to HTTPS', () => {
    const domain = { name: 'example.com', hostedZoneId: 'Z0123456789ABCDEFGHIJ' };
    Annotations.fromStack(stackOf(many(25, 'public'), { domain })).hasInfo('*', needs('51 listeners'));
  });

  test('count a rule for each range of addresses and for the probe, production and test', () => {
    const allowedCidrs = Array.from({ length: 30 }, (_, i) => `203.0.113.${i}/32`);
    const rules = needs('62 inbound rules of its security group');
    Annotations.fromStack(stackOf(many(1, 'public'), { allowedCidrs })).hasInfo('*', rules);
  });
});
