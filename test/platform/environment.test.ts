import { Stack } from 'aws-cdk-lib';
import { DeliveryEnvironment } from '../../lib/app/delivery-environment';
import type { Delivery } from '../../lib/config/delivery';
import { newApp } from '../support/app';
import { SERVICE_DIRECTORY } from '../support/deliveries';
import { shop } from '../support/templates';

/** The stacks of the first environment by name, each with those that it says it waits for; removal is the other way round. */
function stacksOf(delivery: Delivery): Record<string, string[]> {
  const environment = new DeliveryEnvironment(newApp(), 'dev', { delivery, environment: delivery.environments[0]! });
  const stacks = environment.node.children.filter((child) => Stack.isStack(child));
  return Object.fromEntries(
    stacks.map(({ stackName, dependencies }) => [stackName, dependencies.map((other) => other.stackName)]),
  );
}

describe('an environment with a service on each platform', () => {
  const stacks = stacksOf(
    shop(({ services }) => services.push({ name: 'orders', directory: SERVICE_DIRECTORY, listenerPort: 8081 }), 'eks'),
  );

  test('has one EKS cluster', () => {
    expect(Object.keys(stacks)).toContain('shop-dev-kubernetes');
  });

  test('has the cluster there as long as a service on it is', () => {
    expect(stacks['shop-dev-web']).toContain('shop-dev-kubernetes');
  });

  test('deploys a service on ECS without waiting for EKS', () => {
    expect(stacks['shop-dev-orders']).not.toContain('shop-dev-kubernetes');
  });
});

test('an environment without services on EKS has no EKS cluster', () => {
  expect(Object.keys(stacksOf(shop()))).not.toContain('shop-dev-kubernetes');
});
