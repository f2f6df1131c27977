import { Aspects } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Delivery } from '../config/delivery';
import { CustomResourceLogs } from './custom-resource-logs';
import { DeliveryEnvironment } from './delivery-environment';
import { FailedCreations } from './failed-creations';
import { announceQuotas } from './quotas';
import { tagDelivery } from './tagging';
import { Toolchain } from './toolchain';

/** Everything that a delivery is made of. One composition for the entry point, for pipelines and for tests. */
export function buildDelivery(scope: Construct, delivery: Delivery): void {
  const environments = delivery.environments.map((environment) => {
    const id = `${delivery.name}-${environment.name}`;
    return { name: environment.name, stacks: new DeliveryEnvironment(scope, id, { delivery, environment }) };
  });
  new Toolchain(scope, `${delivery.name}-toolchain`, {
    delivery,
    environments: Object.fromEntries(environments.map(({ name, stacks }) => [name, stacks.services])),
    environmentPaths: Object.fromEntries(environments.map(({ name, stacks }) => [name, stacks.node.path])),
  });

  Aspects.of(scope).add(new CustomResourceLogs());
  Aspects.of(scope).add(new FailedCreations());
  tagDelivery(scope, delivery);
  announceQuotas(scope);
}
