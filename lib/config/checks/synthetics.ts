import { EVERYONE } from '../../shared/addresses';
import type { Cursor } from '../cursor';
import { defaultAllowedCidrs } from '../defaults';
import type { DeliveryInput, EnvironmentInput, SyntheticsInput } from '../input';
import type { Finding } from '../issues';
import { show } from '../problem';
import { type Check, where } from './check';

/** Who asks from outside has an address that nobody knows, and wants an answer. */
export const checkSynthetics: Check = (delivery) =>
  delivery
    .at('services')
    .items()
    .flatMap((service) => {
      const all = service.at('synthetics');
      const own = service
        .at('environments')
        .entries()
        .map(([name, settings]) => ({ name, place: settings.at('synthetics') }));
      if (service.at('exposure').or('internal') === 'internal') {
        return [all, ...own.map(({ place }) => place)].filter(isOn).map(unreachable);
      }
      return [...nowhere(all, delivery), ...own.flatMap(({ name, place }) => closed(place, name, delivery))];
    });

type Place = Cursor<SyntheticsInput | false | undefined>;

function isOn(place: Place): boolean {
  return place.value !== undefined && place.value !== false;
}

function unreachable(place: Place): Finding {
  const message = 'asks from outside, where nobody reaches an internal service';
  return { path: place.path, message, got: show(place.raw, place.path), allowed: 'false' };
}

/** What is stated for all environments holds where it can; if that is nowhere, it is a mistake. */
function nowhere(place: Place, delivery: Cursor<DeliveryInput>): Finding[] {
  const environments = delivery.at('environments');
  const isClosed = environments.items().every((environment) => letsEveryoneIn(environment) === false);
  if (!isOn(place) || !environments.sound || !isClosed) return [];
  const message = 'asks from outside, and no environment lets everyone in';
  const allowed = `false, or '${EVERYONE}' among the allowedCidrs of an environment with a domain`;
  return [{ path: place.path, message, got: show(place.raw, place.path), allowed }];
}

function closed(place: Place, name: string, delivery: Cursor<DeliveryInput>): Finding[] {
  const environment = delivery
    .at('environments')
    .items()
    .find((one) => one.at('name').value === name);
  if (!isOn(place) || environment === undefined || letsEveryoneIn(environment) !== false) return [];
  const message = `asks from outside, and ${name} does not let everyone in`;
  const allowed = `false, or '${EVERYONE}' in ${where(environment.at('allowedCidrs'))} with a domain`;
  return [{ path: place.path, message, got: show(place.raw, place.path), allowed }];
}

/** Undefined if nobody can say. */
function letsEveryoneIn(environment: Cursor<EnvironmentInput>): boolean | undefined {
  const ranges = environment.at('allowedCidrs');
  if (!ranges.whole || !environment.at('domain').sound) return undefined;
  return ranges.or(defaultAllowedCidrs(environment.at('domain').stated))?.includes(EVERYONE);
}
