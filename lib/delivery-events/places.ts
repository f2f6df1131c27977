import type { Delivery, Environment, Service } from '../config/delivery';
import * as names from '../shared/names';

/** Where a service is. */
export interface Place {
  readonly service: string;
  readonly environment: string;
}

/** An account and region, as far as they are known when the application is synthesized. */
export interface Whereabouts {
  readonly account?: string;
  readonly region?: string;
}

/**
 * Whose event is whose: exact names of what AWS tells about. It is a file beside the functions that need it, as plain JSON;
 * nobody has to guess from the start of a name, which may be that of another delivery.
 */
export interface Places {
  readonly delivery: string;
  /** By the environment's name: an event that comes from elsewhere is not about it. */
  readonly environments: Readonly<Record<string, Whereabouts>>;
  /** By the pipeline's name: its service, and the environments that it has stages for. */
  readonly pipelines: Readonly<Record<string, { readonly service: string; readonly environments: readonly string[] }>>;
  /** By the name of the repository in CodeCommit: the services whose code it holds. */
  readonly repositories: Readonly<Record<string, readonly string[]>>;
  /** By the alarm's name. */
  readonly alarms: Readonly<Record<string, Place>>;
  /** By the name of the application in CodeDeploy, of services that CodeDeploy deploys. */
  readonly applications: Readonly<Record<string, Place>>;
  /** By cluster and service, `shop-dev/web`, of services that ECS itself deploys. */
  readonly ecsServices: Readonly<Record<string, Place>>;
}

/** The name of the file beside a function. */
export const PLACES_FILE = 'places.json';

/** What the names of a delivery's resources stand for. */
export function placesOf(delivery: Delivery): Places {
  const all = delivery.services.flatMap((service) =>
    delivery.environments.map((environment) => ({ service, environment })),
  );
  const under = (controller: string) =>
    all.filter(({ service, environment }) => service.in[environment.name]?.controller === controller);
  return {
    delivery: delivery.name,
    environments: Object.fromEntries(
      delivery.environments.map(({ name, account, region }) => [name, { account, region }]),
    ),
    pipelines: Object.fromEntries(
      delivery.releaseLines.flatMap(({ name, environments }) =>
        delivery.services.map((service) => [
          names.pipelineName(delivery.name, service.name, name),
          { service: service.name, environments: environments.map((environment) => environment.name) },
        ]),
      ),
    ),
    repositories: repositoriesOf(delivery.services),
    alarms: Object.fromEntries(
      all.flatMap((one) => alarmNames(delivery, one).map((alarm) => [alarm, placeOf(one)] as const)),
    ),
    applications: Object.fromEntries(
      under('codedeploy').map((one) => [names.codeDeployApplicationName(...pathOf(delivery, one)), placeOf(one)]),
    ),
    ecsServices: Object.fromEntries(
      under('ecs').map((one) => {
        const cluster = names.clusterName(delivery.name, one.environment.name);
        return [`${cluster}/${one.service.name}`, placeOf(one)];
      }),
    ),
  };
}

interface One {
  readonly service: Service;
  readonly environment: Environment;
}

const placeOf = ({ service, environment }: One): Place => ({ service: service.name, environment: environment.name });

const pathOf = ({ name }: Delivery, { service, environment }: One) => [name, environment.name, service.name] as const;

/** Those that say how a service is: the ones that roll a deployment back, and the two that call people. */
function alarmNames(delivery: Delivery, one: One): string[] {
  const path = pathOf(delivery, one);
  return [...names.rollbackAlarmNames(...path), names.pageAlarmName(...path), names.ticketAlarmName(...path)];
}

function repositoriesOf(services: readonly Service[]): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const { name, source } of services) {
    if (source.kind === 'codecommit') found[source.repositoryName] = [...(found[source.repositoryName] ?? []), name];
  }
  return found;
}
