import type { Cursor } from '../cursor';
import { defaultLineName } from '../defaults';
import type { DeliveryInput, ReleaseLineInput } from '../input';
import type { Finding } from '../issues';
import { LINE_NAME } from '../name-rules';
import { list } from '../rules';
import { type Check, duplicates, namesOf, where } from './check';

type Line = Cursor<ReleaseLineInput>;

export const checkReleaseLines: Check = (delivery) => {
  const lines = delivery.at('releaseLines').items();
  const branches = lines.map((line) => line.at('branch'));
  return [
    ...environmentsOf(delivery, lines),
    ...productionLast(delivery, lines),
    ...lineNames(lines),
    ...duplicates(branches, 'each branch in one line'),
  ];
};

/** Each environment stands in exactly one place of the lines. */
function environmentsOf(delivery: Cursor<DeliveryInput>, lines: readonly Line[]): Finding[] {
  const environments = delivery.at('environments').items();
  const { known, complete } = namesOf(environments, delivery.at('environments'));
  const places = lines.flatMap((line) => line.at('environments').items());
  const unknown = places.filter((place) => place.sound && !known.includes(place.value!));
  const all = delivery.at('releaseLines').stated && lines.every((line) => line.at('environments').value !== undefined);
  const forgotten = environments.filter(
    (environment) =>
      environment.at('name').value !== undefined && !places.some((place) => place.raw === environment.at('name').value),
  );
  return [
    ...(complete ? unknown : []).map((place) => ({
      path: place.path,
      message: 'is no environment of this delivery',
      got: `'${place.value}'`,
      allowed: list(known),
    })),
    ...duplicates(places, 'each environment once, in one line'),
    // Whoever misspelt a name forgot no environment.
    ...(all && lines.length > 0 && unknown.length === 0 ? forgotten : []).map((environment) => ({
      path: environment.at('name').path,
      message: 'stands in no release line, so nothing would ever be deployed there',
      got: `'${environment.at('name').value}'`,
      allowed: `a place in ${where(delivery.at('releaseLines'))}`,
    })),
  ];
}

function productionLast(delivery: Cursor<DeliveryInput>, lines: readonly Line[]): Finding[] {
  const environments = delivery.at('environments').items();
  const isProduction = (name: unknown) =>
    environments
      .find((environment) => environment.at('name').raw === name)
      ?.at('production')
      .or(false);
  const orders = delivery.at('releaseLines').stated
    ? lines.map((line) => line.at('environments').items())
    : [environments.map((environment) => environment.at('name'))];
  return orders.flatMap((order) =>
    order.flatMap((place, index) => {
      const follower = order.slice(index + 1).find((next) => isProduction(next.value) === false);
      if (follower === undefined || isProduction(place.value) !== true) return [];
      const message = `is production and must come last in its line, but '${follower.value}' follows`;
      return [{ path: place.path, message, got: `'${place.value}'`, allowed: 'after all that are not production' }];
    }),
  );
}

function lineNames(lines: readonly Line[]): Finding[] {
  const first = new Map<string, Line>();
  return lines.flatMap((line): Finding[] => {
    const place = line.at('name');
    const branch = line.at('branch').value;
    const name = place.or(branch === undefined ? undefined : defaultLineName(branch));
    if (name === undefined) return [];
    if (!place.stated && !LINE_NAME.safeParse(name).success) {
      const allowed = '2–24 characters of a–z, 0–9 and single inner hyphens, a letter first';
      return [
        {
          path: place.path,
          message: `must be stated, because branch '${branch}' gives no name`,
          got: `'${name}'`,
          allowed,
        },
      ];
    }
    const earlier = first.get(name);
    if (earlier === undefined) {
      first.set(name, line);
      return [];
    }
    // The same branch twice is said once.
    if (!place.stated && earlier.at('branch').raw === branch) return [];
    return [
      {
        path: place.path,
        message: `is the same as that of ${where(earlier)}`,
        got: `'${name}'`,
        allowed: 'a name of its own',
      },
    ];
  });
}
