import { Aspects } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Delivery } from '../config/delivery';
import { CustomResourceLogs } from './custom-resource-logs';
import { DeliveryEnvironment } from './delivery-environment';
import { tagDelivery } from './tagging';
import { Toolchain } from './toolchain';

/** Everything that a delivery is made of. One composition for the entry point, for pipelines and for tests. */
export function buildDelivery(scope: Construct, delivery: Delivery): void {
  const environments = Object.fromEntries(
    delivery.environments.map((environment) => {
      const id = `${delivery.name}-${environment.name}`;
      return [environment.name, new DeliveryEnvironment(scope, id, { delivery, environment }).services];
    }),
  );
  new Toolchain(scope, `${delivery.name}-toolchain`, { delivery, environments });

  Aspects.of(scope).add(new CustomResourceLogs());
  tagDelivery(scope, delivery);
}
