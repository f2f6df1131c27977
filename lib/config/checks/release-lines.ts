import type { Cursor } from '../cursor';
import { defaultLineName } from '../defaults';
import type { DeliveryInput, EnvironmentInput, ReleaseLineInput } from '../input';
import type { Finding } from '../issues';
import { LINE_NAME } from '../name-rules';
import { environmentsOf } from '../resolve-branching';
import { list } from '../rules';
import { type Check, namesOf, where } from './check';

type Line = Cursor<ReleaseLineInput>;

/** An environment of a line, and where the line says so. */
interface Step {
  readonly name: string;
  readonly place: Cursor<unknown>;
}

export const checkReleaseLines: Check = (delivery) => {
  const lines = delivery.at('branching').at('releaseLines').items();
  const environments = choosable(delivery);
  const steps = lines.map((line) => stepsOf(line, environments ?? []));
  return [
    ...unknownEnvironments(delivery, lines),
    ...sharedEnvironments(steps.flat()),
    ...(environments === undefined ? [] : forgottenEnvironments(delivery, lines, steps.flat())),
    ...steps.flatMap((order) => productionLast(order, delivery)),
    ...lineNames(lines),
  ];
};

/** What the words of lines choose from; undefined where something of it is wrong. */
function choosable(delivery: Cursor<DeliveryInput>): { name: string; production: boolean }[] | undefined {
  const environments = delivery.at('environments');
  const items = environments.items().map((environment) => ({
    name: environment.at('name').value,
    production: environment.at('production').or(false),
  }));
  const isWhole = items.every(({ name, production }) => name !== undefined && production !== undefined);
  return environments.value !== undefined && isWhole ? (items as { name: string; production: boolean }[]) : undefined;
}

/** The environments of a line in their order, its word taken for what it means. */
function stepsOf(line: Line, environments: readonly { name: string; production: boolean }[]): Step[] {
  const place = line.at('environments');
  const { value } = place;
  if (value === undefined) return [];
  if (typeof value === 'string') return environmentsOf(value, environments).map(({ name }) => ({ name, place }));
  return named(place).map((item) => ({ name: item.value!, place: item }));
}

/** The names in a line's list; none where it has a word. */
function named(place: Cursor<ReleaseLineInput['environments']>): Cursor<string>[] {
  return Array.isArray(place.value) ? (place as Cursor<readonly string[]>).items() : [];
}

function unknownEnvironments(delivery: Cursor<DeliveryInput>, lines: readonly Line[]): Finding[] {
  const { known, complete } = namesOf(delivery.at('environments').items(), delivery.at('environments'));
  if (!complete) return [];
  return lines
    .flatMap((line) => named(line.at('environments')))
    .filter((place) => !known.includes(place.value!))
    .map((place) => ({
      path: place.path,
      message: 'is no environment of this delivery',
      got: `'${place.value}'`,
      allowed: list(known),
    }));
}

function sharedEnvironments(steps: readonly Step[]): Finding[] {
  const first = new Map<string, Step>();
  return steps.flatMap((step): Finding[] => {
    const earlier = first.get(step.name);
    if (earlier === undefined) {
      first.set(step.name, step);
      return [];
    }
    const allowed = 'each environment once, in one line';
    const isWord = [step, earlier].some(({ place }) => !Array.isArray(place.value) && place.value !== step.name);
    return [
      {
        path: step.place.path,
        message: isWord
          ? `means '${step.name}', as does ${where(earlier.place)}`
          : `is the same as ${where(earlier.place)}`,
        got: `'${step.place.value}'`,
        allowed,
      },
    ];
  });
}

function forgottenEnvironments(
  delivery: Cursor<DeliveryInput>,
  lines: readonly Line[],
  steps: readonly Step[],
): Finding[] {
  const isKnown = lines.every((line) => line.at('environments').value !== undefined);
  const names = delivery
    .at('environments')
    .items()
    .map((environment) => environment.at('name'));
  // Whoever misspelt a name forgot no environment.
  if (lines.length === 0 || !isKnown || steps.some((step) => !names.some((name) => name.value === step.name)))
    return [];
  return names
    .filter((name) => !steps.some((step) => step.name === name.value))
    .map((name) => ({
      path: name.path,
      message: 'stands in no release line, so nothing would ever be deployed there',
      got: `'${name.value}'`,
      allowed: `a place in ${where(delivery.at('branching').at('releaseLines'))}`,
    }));
}

function productionLast(order: readonly Step[], delivery: Cursor<DeliveryInput>): Finding[] {
  const environments = delivery.at('environments').items();
  return order.flatMap(({ name, place }, index) => {
    const follower = order.slice(index + 1).find((next) => isProduction(next.name, environments) === false);
    if (follower === undefined || isProduction(name, environments) !== true) return [];
    const subject = place.value === name ? 'is' : `has '${name}', which is`;
    const message = `${subject} production and must come last in its line, but '${follower.name}' follows`;
    return [{ path: place.path, message, got: `'${place.value}'`, allowed: 'after all that are not production' }];
  });
}

function isProduction(name: string, environments: readonly Cursor<EnvironmentInput>[]): boolean | undefined {
  const found = environments.find((environment) => environment.at('name').raw === name);
  return found?.at('production').or(false);
}

function lineNames(lines: readonly Line[]): Finding[] {
  const first = new Map<string, Line>();
  return lines.flatMap((line): Finding[] => {
    const place = line.at('name');
    const branch = line.at('branches').items()[0]?.value;
    const name = place.or(branch === undefined ? undefined : defaultLineName(branch));
    if (name === undefined) return [];
    if (!place.stated && !LINE_NAME.safeParse(name).success) {
      const message = `must be stated, because branch '${branch}' gives no name`;
      const allowed = '2–24 characters of a–z, 0–9 and single inner hyphens, a letter first';
      return [{ path: place.path, message, got: `'${name}'`, allowed }];
    }
    const earlier = first.get(name);
    if (earlier === undefined) {
      first.set(name, line);
      return [];
    }
    // The same branch twice is said once.
    if (!place.stated && earlier.at('branches').at(0).raw === branch) return [];
    const message = `is the same as that of ${where(earlier)}`;
    return [{ path: place.path, message, got: `'${name}'`, allowed: 'a name of its own' }];
  });
}
