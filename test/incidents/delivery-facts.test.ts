import type { Platform } from '../../lib/config/delivery';
import { deliveryFacts } from '../../lib/incidents/delivery-facts';
import { shop } from '../support/templates';

const factsOn = (platform: Platform) => deliveryFacts(shop(undefined, platform)).services[0]!.in['dev']!;

test('tell the cluster that the pods of a service are in', () => {
  expect(factsOn('eks').cluster).toBe('shop-dev');
});

test('tell no cluster of a service on ECS', () => {
  expect(factsOn('ecs').cluster).toBeUndefined();
});
