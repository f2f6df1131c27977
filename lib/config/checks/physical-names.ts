import {
  deliveryMetricsName,
  ENVIRONMENT_STACKS,
  environmentDashboardName,
  LOAD_BALANCING_NAME_LIMIT,
  pipelineName,
  repositoryName,
  serviceDashboardName,
  stackName,
  targetGroupName,
} from '../../shared/names';
import type { Cursor } from '../cursor';
import { defaultLineName } from '../defaults';
import type { Finding } from '../issues';
import { gitflow } from '../words';
import { type Check, where } from './check';

/** Names of resources are made of several names of the configuration: together they may be too long, or the same. */
export const checkPhysicalNames: Check = (delivery) => {
  const name = delivery.at('name').value;
  const environments = named(delivery.at('environments').items());
  const services = named(delivery.at('services').items());
  const lines = delivery
    .at('branching')
    .at('releaseLines')
    .items()
    .flatMap((line) => {
      const branch = line.at('branches').items()[0]?.value;
      const name = line.at('name').or(branch === undefined ? undefined : defaultLineName(branch));
      return name === undefined ? [] : [{ name, place: line }];
    });
  if (name === undefined) return [];
  // All that is named after an environment and a service is told apart if their stacks are.
  const own = ENVIRONMENT_STACKS.map((stack) => ({ name: stack, place: delivery.at('environments') }));
  const stacks = [...own, ...services];
  const pipelines = delivery.at('branching').stated ? lines : gitflowLines(delivery);
  return [
    ...services.flatMap((service) => tooLong(name, environments, service)),
    ...ambiguous(stacks, environments, (stack, environment) => stackName(name, environment, stack)),
    ...calledAsAnother(name, environments, services),
    ...ambiguous(services, pipelines, (service, line) => pipelineName(name, service, line)),
    ...checkedAsAnother(name, services, pipelines),
  ];
};

/** Those of the model that holds unless another is stated. */
function gitflowLines(delivery: Parameters<Check>[0]): Named[] {
  return gitflow().releaseLines.map(({ name }) => ({ name: name!, place: delivery.at('branching') }));
}

interface Named {
  readonly name: string;
  readonly place: Cursor<unknown>;
}

function named(items: readonly Cursor<{ readonly name: string }>[]): Named[] {
  return items.flatMap((item) => {
    const place = item.at('name');
    return place.value === undefined ? [] : [{ name: place.value, place }];
  });
}

/** All other names stay within their limits because of the lengths that `name-rules.ts` allows; a test proves it. */
function tooLong(delivery: string, environments: readonly Named[], service: Named): Finding[] {
  const longest = environments
    .map((environment) => targetGroupName(delivery, environment.name, service.name, 'green'))
    .reduce((left, right) => (right.length > left.length ? right : left), '');
  const excess = longest.length - LOAD_BALANCING_NAME_LIMIT;
  if (excess <= 0) return [];
  return [
    {
      path: service.place.path,
      message:
        `makes a target group's name '${longest}' of ${longest.length} characters; ` +
        `shorten delivery, environment or service by ${excess}`,
      got: `'${service.name}'`,
      allowed: `${LOAD_BALANCING_NAME_LIMIT} characters in all`,
    },
  ];
}

/**
 * An environment has a dashboard, which an account has in all its regions, and an alarm that pages, as a service has; and so
 * has the delivery a dashboard of its own.
 */
function calledAsAnother(delivery: string, environments: readonly Named[], services: readonly Named[]): Finding[] {
  const owners = new Map([
    [deliveryMetricsName(delivery), 'is that of the delivery metrics'],
    ...environments.map(
      ({ name, place }) => [environmentDashboardName(delivery, name), `is that of ${where(place)}`] as const,
    ),
  ]);
  return services.flatMap(({ name, place }) =>
    environments.flatMap((environment): Finding[] => {
      const dashboard = serviceDashboardName(delivery, environment.name, name);
      const owner = owners.get(dashboard);
      if (owner === undefined) return [];
      const message = `makes with '${environment.name}' the name '${dashboard}', which ${owner}`;
      return [{ path: place.path, message, got: `'${name}'`, allowed: 'names that stay apart' }];
    }),
  );
}

/** Builds that check a service before a merge are named for it alone, those of its pipelines for the service and the line. */
function checkedAsAnother(delivery: string, services: readonly Named[], lines: readonly Named[]): Finding[] {
  const owners = new Map(services.map(({ name, place }) => [repositoryName(delivery, name), where(place)]));
  return services.flatMap(({ name, place }) =>
    lines.flatMap((line): Finding[] => {
      const builds = pipelineName(delivery, name, line.name);
      const owner = owners.get(builds);
      if (owner === undefined) return [];
      const message = `makes with '${line.name}' the name '${builds}', which is that of ${owner}`;
      return [{ path: place.path, message, got: `'${name}'`, allowed: 'names that stay apart' }];
    }),
  );
}

/** `dev` with `a-b` and `dev-a` with `b` would give two resources one name. */
function ambiguous(
  services: readonly Named[],
  others: readonly Named[],
  nameOf: (service: string, other: string) => string,
): Finding[] {
  const first = new Map<string, { service: Named; other: Named }>();
  return services.flatMap((service) =>
    others.flatMap((other) => {
      const physical = nameOf(service.name, other.name);
      const earlier = first.get(physical) ?? { service, other };
      first.set(physical, earlier);
      // The same name twice is said elsewhere.
      if (earlier.service.name === service.name || earlier.other.name === other.name) return [];
      const rival = `${where(earlier.service.place)} makes with '${earlier.other.name}'`;
      const message = `makes with '${other.name}' the name '${physical}', which ${rival}`;
      return [{ path: service.place.path, message, got: `'${service.name}'`, allowed: 'names that stay apart' }];
    }),
  );
}
