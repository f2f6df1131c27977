import type { Cursor } from '../cursor';
import type { Finding } from '../issues';
import { SettingsPlaces } from '../settings';
import type { Check } from './check';
import { isOnEks } from './platforms';

/** An advanced parameter of Systems Manager takes 8 KB ("Managing parameter tiers"). */
const LARGEST_PARAMETER = 8 * 1024;
/** What the platform adds at most, with the collector and its configuration: about 3 KB, and some to grow. */
const PLATFORM_PART = 3.5 * 1024;
/** The address of a load balancer, the variable that it is in, and the port. */
const CALL_PART = 192;

/** What is stated of the containers stands in the parameter from which a release to EKS is made, which has an end. */
export const checkReleases: Check = (delivery) =>
  delivery
    .at('services')
    .items()
    .filter(isOnEks)
    .flatMap((service) => {
      const most = LARGEST_PARAMETER - PLATFORM_PART - CALL_PART * service.at('calls').items().length;
      return SettingsPlaces.variantsOf(service).flatMap((settings) => [...size(settings, most), ...braces(settings)]);
    });

const LISTS = ['sidecars', 'healthCommand'] as const;
const TABLES = ['variables', 'secrets'] as const;

function size(settings: SettingsPlaces, most: number): Finding[] {
  const own = [...TABLES, ...LISTS].map((key) => settings.own(key)).find((place) => place.stated);
  const lists = LISTS.map((key) => settings.at(key) as Cursor<unknown>);
  const entries = TABLES.flatMap((key) => [...settings.entries(key)]);
  const isWhole = lists.every(({ whole }) => whole) && entries.every(([, { value }]) => value !== undefined);
  if (own === undefined || !isWhole) return [];
  const bytes = Buffer.byteLength(
    JSON.stringify([...lists.map(({ raw }) => raw), Object.fromEntries(entries.map(([name, { raw }]) => [name, raw]))]),
  );
  if (bytes <= most) return [];
  const message = 'makes with all that is stated of the containers a release that is too large for EKS';
  return [{ path: own.path, message, got: String(bytes), allowed: `at most ${most} bytes as JSON` }];
}

/** What Systems Manager takes in no parameter's value ("PutParameter" in its API reference). */
const BRACES = '{{';

function braces(settings: SettingsPlaces): Finding[] {
  const entries = TABLES.flatMap((key) => settings.own(key).entries()).map(([, place]) => place as Cursor<unknown>);
  return [...entries, ...LISTS.map((key) => settings.own(key) as Cursor<unknown>)]
    .filter(({ raw }) => raw !== undefined && JSON.stringify(raw).includes(BRACES))
    .map(({ path }) => {
      const message = `has ${BRACES}, which the parameter from which a release to EKS is made cannot hold`;
      return { path, message, got: BRACES, allowed: 'it in a secret, or on ECS' };
    });
}
