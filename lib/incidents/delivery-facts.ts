import type { Delivery, Service } from '../config/delivery';
import { isOnEks } from '../config/on-eks';
import { kubernetesClusterName } from '../shared/names';
import type { Facts, PlaceFacts } from './facts';

/** What the function has to know of a delivery. */
export function deliveryFacts(delivery: Delivery): Facts {
  const { name, runbook, tools, environments, services } = delivery;
  return {
    delivery: name,
    runbook,
    tools: { account: tools.account, region: tools.region },
    environments: environments.map(({ name: environment, account, region }) => ({
      name: environment,
      account,
      region,
    })),
    services: services.map((service) => ({
      name: service.name,
      in: Object.fromEntries(
        environments.map((environment) => [environment.name, placeFacts(delivery, service, environment.name)]),
      ),
    })),
  };
}

function placeFacts({ name, releaseLines }: Delivery, service: Service, environment: string): PlaceFacts {
  const { tracing, objectives, scaling } = service.in[environment]!;
  return {
    lines: releaseLines
      .filter((line) => line.environments.some((one) => one.name === environment))
      .map(({ name }) => name),
    isTraced: tracing !== undefined,
    cluster: isOnEks(service) ? kubernetesClusterName(name, environment) : undefined,
    availability: objectives.availability,
    scaling: { minimum: scaling.minimum, maximum: scaling.maximum },
  };
}
