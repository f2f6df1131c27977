import { WIDEST_PREFIX } from '../../shared/addresses';
import { contains, overlap, parseCidr } from '../cidr';
import type { Cursor } from '../cursor';
import { DEFAULT_CIDR, DEFAULT_ZONES } from '../defaults';
import type { EnvironmentInput } from '../input';
import type { Finding } from '../issues';
import { type Check, duplicates, where } from './check';

type Place = Cursor<EnvironmentInput>;

export const checkEnvironments: Check = (delivery) => {
  const environments = delivery.at('environments').items();
  return [
    ...duplicates(
      environments.map((environment) => environment.at('name')),
      'a name of its own',
    ),
    ...duplicates(
      environments.map((environment) => environment.at('domain').at('name')),
      'a domain of its own, such as one below it',
    ),
    ...overlaps(environments),
    ...environments.flatMap((environment) => [
      ...gateways(environment),
      ...approval(environment),
      ...faultInjection(environment),
      ...openness(environment),
      ...duplicates(environment.at('allowedCidrs').items(), 'each range once'),
    ]),
  ];
};

function overlaps(environments: readonly Place[]): Finding[] {
  const networks = environments.flatMap((environment) => {
    const place = environment.at('network').at('cidr');
    const text = place.or(DEFAULT_CIDR);
    const cidr = text === undefined ? undefined : parseCidr(text);
    return cidr === undefined ? [] : [{ place, text, cidr }];
  });
  return networks.flatMap(({ place, text, cidr }, index) => {
    const other = networks.slice(0, index).find((earlier) => overlap(earlier.cidr, cidr));
    if (other === undefined) return [];
    return [
      {
        path: place.path,
        message: `overlaps ${where(other.place)}, ${describe(other.place, other.text)}`,
        got: describe(place, text),
        allowed: 'a range of its own, such as 10.1.0.0/16',
      },
    ];
  });
}

function describe(place: Cursor<unknown>, value: string | undefined): string {
  return place.stated ? `'${value}'` : `the default '${value}'`;
}

function gateways(environment: Place): Finding[] {
  const place = environment.at('network').at('natGateways');
  const gateways = place.value;
  const zones = environment.at('network').at('zones').or(DEFAULT_ZONES);
  if (gateways === undefined) return [];
  if (gateways === 0 && environment.at('production').value === true) {
    const message = 'may not be 0 in production, whose tasks have no public addresses';
    return [{ path: place.path, message, got: '0', allowed: zones === undefined ? '1 or more' : `1 to ${zones}` }];
  }
  if (zones === undefined || gateways <= zones) return [];
  return [{ path: place.path, message: 'is more than one per zone', got: String(gateways), allowed: `0 to ${zones}` }];
}

function approval(environment: Place): Finding[] {
  const place = environment.at('approval');
  if (place.value !== false || environment.at('production').value !== true) return [];
  return [{ path: place.path, message: 'may not be false in production', got: 'false', allowed: 'true' }];
}

function faultInjection(environment: Place): Finding[] {
  const place = environment.at('faultInjection');
  if (place.value !== true || environment.at('production').value !== true) return [];
  return [{ path: place.path, message: 'may not be true in production', got: 'true', allowed: 'false' }];
}

function openness(environment: Place): Finding[] {
  const domain = environment.at('domain');
  if (domain.stated) return [];
  return environment
    .at('allowedCidrs')
    .items()
    .flatMap((place) => {
      const cidr = place.value === undefined ? undefined : parseCidr(place.value);
      if (cidr === undefined || cidr.prefix >= WIDEST_PREFIX) return [];
      const message = `is open to ${contains(cidr, EVERYONE) ? 'everyone' : 'too many'} without TLS`;
      const allowed = `your own address, such as '203.0.113.7/32', or any range once ${where(domain)} is set`;
      return [{ path: place.path, message, got: `'${place.value}'`, allowed }];
    });
}

const EVERYONE = { first: 0, prefix: 0 };
