import { ENVIRONMENT_STACKS } from '../../shared/names';
import type { Cursor } from '../cursor';
import type { DeliveryInput, ServiceInput, TableInput } from '../input';
import type { Finding } from '../issues';
import { list } from '../rules';
import { type Check, duplicates, namesOf, where } from './check';

export const checkServices: Check = (delivery) => {
  const services = delivery.at('services').items();
  return [
    ...duplicates(
      services.map((service) => service.at('name')),
      'a name of its own',
    ),
    ...services.flatMap((service) => [
      ...reserved(service.at('name')),
      ...calls(service, services, delivery),
      ...overrides(service, delivery),
      ...table(service.at('table')),
    ]),
  ];
};

/** As in `infrastructureRepositoryName` and its like, with or without such a pipeline: one may be added. */
const APPLICATION = 'infrastructure';

function reserved(name: Cursor<string>): Finding[] {
  if (name.value === undefined) return [];
  const isStack = ENVIRONMENT_STACKS.includes(name.value);
  if (!isStack && name.value !== APPLICATION) return [];
  const message = isStack
    ? 'is the name of a stack that each environment has'
    : 'is what the pipeline and the repository of this application are called';
  return [{ path: name.path, message, got: `'${name.value}'`, allowed: 'any other name' }];
}

/** Only internal services are called: the way to a public one would lead through the internet and its closed doors. */
function calls(
  service: Cursor<ServiceInput>,
  services: Cursor<ServiceInput>[],
  delivery: Cursor<DeliveryInput>,
): Finding[] {
  const { known, complete } = namesOf(services, delivery.at('services'));
  const internal = services.filter(
    (other) => other.at('exposure').or('internal') === 'internal' && other.at('name').raw !== service.at('name').raw,
  );
  const names = internal.map((other) => other.at('name').value).filter((name) => name !== undefined);
  const allowed = names.length === 0 ? 'no call, as there is no other internal service' : list(names);
  const places = service.at('calls').items();
  return [
    ...duplicates(places, 'each service once'),
    ...places.flatMap((place): Finding[] => {
      const name = place.value;
      const got = `'${name}'`;
      if (name === undefined) return [];
      if (name === service.at('name').raw)
        return [{ path: place.path, message: 'is the service itself', got, allowed }];
      if (!known.includes(name)) {
        return complete ? [{ path: place.path, message: 'is no service of this delivery', got, allowed }] : [];
      }
      const called = services.find((other) => other.at('name').raw === name);
      if (called?.at('exposure').value !== 'public') return [];
      const message = 'is a public service, and services reach each other on the internal load balancer only';
      return [{ path: place.path, message, got, allowed }];
    }),
  ];
}

function overrides(service: Cursor<ServiceInput>, delivery: Cursor<DeliveryInput>): Finding[] {
  const { known, complete } = namesOf(delivery.at('environments').items(), delivery.at('environments'));
  if (!complete) return [];
  return service
    .at('environments')
    .entries()
    .filter(([name]) => !known.includes(name))
    .map(([name, place]) => ({
      path: place.path,
      message: 'is no environment of this delivery',
      got: `'${name}'`,
      allowed: list(known),
    }));
}

function table(table: Cursor<TableInput | undefined>): Finding[] {
  const indexes = table.at('indexes').items();
  const keyed: Keyed[] = [table, ...indexes];
  const timeToLive = table.at('timeToLiveAttribute');
  const keys = keyed.flatMap((place) => [place.at('partitionKey'), place.at('sortKey')]);
  const key = timeToLive.value === undefined ? undefined : keys.find((place) => place.value === timeToLive.value);
  return [
    ...keyed.flatMap((place) => sameKeys(place)),
    ...duplicates(
      indexes.map((index) => index.at('name')),
      'a name of its own',
    ),
    ...(key === undefined
      ? []
      : [
          {
            path: timeToLive.path,
            message: `is the key ${where(key)}, a string; an expiry is a number`,
            got: `'${timeToLive.value}'`,
            allowed: 'an attribute that is no key',
          },
        ]),
  ];
}

type Keyed = Cursor<{ readonly partitionKey: string; readonly sortKey?: string } | undefined>;

function sameKeys(keyed: Keyed): Finding[] {
  const sortKey = keyed.at('sortKey');
  if (sortKey.value === undefined || sortKey.value !== keyed.at('partitionKey').value) return [];
  return [
    {
      path: sortKey.path,
      message: 'is the partition key already',
      got: `'${sortKey.value}'`,
      allowed: 'another attribute',
    },
  ];
}
