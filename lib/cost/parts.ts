import { stackName } from '../shared/names';

/** The part that holds what is not an environment's. */
export const TOOLCHAIN = 'toolchain';

/**
 * The environment that a stack belongs to, or the toolchain, by how stacks are called. Of `prod` and `prod-us` the longer
 * name counts.
 */
export function partsOf(delivery: {
  readonly name: string;
  readonly environments: readonly { readonly name: string }[];
}): (stack: string) => string {
  const byLength = delivery.environments.map(({ name }) => name).sort((one, other) => other.length - one.length);
  return (stack) => byLength.find((name) => stack.startsWith(stackName(delivery.name, name, ''))) ?? TOOLCHAIN;
}

/** Where load arrives: in production, or everywhere in a delivery that has none. */
export function loadedParts(
  environments: readonly { readonly name: string; readonly production: boolean }[],
): string[] {
  const production = environments.filter((environment) => environment.production);
  return (production.length === 0 ? environments : production).map(({ name }) => name);
}
