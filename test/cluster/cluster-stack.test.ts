import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { ClusterStack } from '../../lib/cluster/cluster-stack';
import type { ServiceInput } from '../../lib/config/input';
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

describe('the quota of listeners', () => {
  const outdirs = { 25: temporaryDirectory(), 26: temporaryDirectory() };

  function stackOf(count: 25 | 26): ClusterStack {
    const services = Array.from({ length: count }, (_, i) => service(`service-${i}`, 'internal', 8000 + i));
    const delivery = shop((input) => Object.assign(input, { services }));
    const app = newApp(outdirs[count]);
    const [environment] = delivery.environments as [(typeof delivery.environments)[0]];
    const { vpc } = new NetworkStack(app, 'network', { environment });
    return new ClusterStack(app, 'cluster', { delivery, environment, vpc });
  }

  test('is enough for 25 services of an exposure', () => {
    Annotations.fromStack(stackOf(25)).hasNoInfo('*', Match.anyValue());
  });

  test('is announced for 26', () => {
    Annotations.fromStack(stackOf(26)).hasInfo(
      '*',
      'The internal load balancer has 26 services: raise the quotas of Elastic Load Balancing to 52 listeners and 52 ' +
        'target groups per Application Load Balancer, and that of Amazon VPC to as many inbound rules per security ' +
        'group, before you deploy',
    );
  });
});
