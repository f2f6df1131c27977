import type { CostQuestion } from './cost';
import type { CostedStack } from './stacks';
import { USES } from './uses';

/** A use that is paid for and not counted. */
export interface NotCounted {
  readonly what: string;
  /** Of one, from the cheapest to the dearest region that it may arise in. */
  readonly prices: readonly { readonly unit: string; readonly least: number; readonly most: number }[];
  /** The names of the stacks with something that causes it. */
  readonly stacks: readonly string[];
}

/**
 * What stacks may cost besides what a report of their costs holds.
 *
 * @param asked of which it is asked @default - all
 */
export function notCountedIn(
  stacks: readonly CostedStack[],
  { prices, region }: Pick<CostQuestion, 'prices' | 'region'>,
  asked = stacks,
): NotCounted[] {
  return USES.flatMap(({ what, prices: names, isCausedBy }) => {
    const causes = asked.filter((stack) => isCausedBy(stack, stacks));
    if (causes.length === 0) return [];
    const priced = names.map((name) => {
      const all = causes.map((stack) => prices.price(name, stack.region ?? region));
      const usd = all.map((price) => price.usd);
      return { unit: all[0]!.unit, least: Math.min(...usd), most: Math.max(...usd) };
    });
    return [{ what, prices: priced, stacks: causes.map(({ name }) => name) }];
  });
}
