import { Token } from 'aws-cdk-lib';
import { ClusterStack } from '../../lib/cluster/cluster-stack';
import { KubernetesStack } from '../../lib/kubernetes/kubernetes-stack';
import { NetworkStack } from '../../lib/network/network-stack';
import { newApp } from '../support/app';
import { onKubernetes, stacksOf } from './stacks';

test('an environment without a NAT gateway cannot have a cluster, and hears why', () => {
  const delivery = onKubernetes();
  const [dev] = delivery.environments;
  const environment = { ...dev!, network: { ...dev!.network, natGateways: 0 } };
  const app = newApp();
  const { vpc } = new NetworkStack(app, 'network', { environment });
  const { loadBalancers } = new ClusterStack(app, 'cluster', { delivery, environment, vpc });
  expect(() => new KubernetesStack(app, 'kubernetes', { delivery, environment, vpc, loadBalancers })).toThrow(
    'EKS in dev needs at least one NAT gateway (got natGateways: 0)',
  );
});

test('other stacks get names that are known at synth, and what only AWS knows', () => {
  const { stack } = stacksOf(onKubernetes());
  expect(stack.clusterName).toBe('shop-dev');
  expect(stack.nodeRoleName).toBe('shop-dev-kubernetes-nodes');
  expect(Token.isUnresolved(stack.endpoint)).toBe(true);
  expect(stack.deployerSecurityGroup).not.toBe(stack.securityGroup);
});
