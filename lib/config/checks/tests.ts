import type { Cursor } from '../cursor';
import type { DeliveryInput, ServiceInput } from '../input';
import type { Finding } from '../issues';
import { list } from '../rules';
import { type Check, duplicates, namesOf } from './check';

/** Tests run in environments that there are, and in none that customers use. */
export const checkTests: Check = (delivery) =>
  delivery
    .at('services')
    .items()
    .flatMap((service) =>
      (['integration', 'acceptance', 'load'] as const).flatMap((kind) => places(service, kind, delivery)),
    );

function places(
  service: Cursor<ServiceInput>,
  kind: 'integration' | 'acceptance' | 'load',
  delivery: Cursor<DeliveryInput>,
): Finding[] {
  const test = service.at('tests').at(kind) as Cursor<{ readonly in?: readonly string[] } | undefined>;
  const environments = delivery.at('environments').items();
  const { known, complete } = namesOf(environments, delivery.at('environments'));
  const named = test.at('in').items();
  const production = environments
    .filter((environment) => environment.at('production').value === true)
    .map((environment) => environment.at('name').raw);
  const allowed =
    list(known.filter((name) => !production.includes(name))) || 'none, as every environment is production';
  const noneLeft = complete && environments.length > 0 && production.length === environments.length;
  if (test.stated && !test.at('in').stated && noneLeft) {
    const message = 'has nowhere to run, because every environment is production';
    return [{ path: test.path, message, allowed: 'nothing' }];
  }
  return [
    ...duplicates(named, 'each environment once'),
    ...named.flatMap((place): Finding[] => {
      const got = `'${place.value}'`;
      if (place.value === undefined) return [];
      if (production.includes(place.value)) {
        return [{ path: place.path, message: 'is production, where no tests run', got, allowed }];
      }
      if (!complete || known.includes(place.value)) return [];
      return [{ path: place.path, message: 'is no environment of this delivery', got, allowed }];
    }),
  ];
}
