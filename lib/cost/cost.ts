import { Problem } from '../build/programs/problem';
import type { Basis, Charge, Surroundings } from './charge';
import type { PriceList, PriceName } from './prices';
import { RULES } from './rules';
import { type CostedStack, resourcesOf } from './stacks';
import { hasReason } from './unpriced';
import { workloadsIn } from './workloads';

/** What is asked about templates. */
export interface CostQuestion {
  readonly prices: PriceList;
  /** The environments or `toolchain` that stacks belong to, by the stack's name. */
  readonly partOf: (stack: string) => string;
  /** For stacks whose region nobody has stated. */
  readonly region: string;
  /** Requests a second that arrive at each service of a part. @default - none arrive anywhere */
  readonly load?: { readonly requestsPerSecond: number; readonly parts: readonly string[] };
  /** How often a month each pipeline releases. @default 0 */
  readonly releases?: number;
}

/** One amount of a bill. */
export interface CostLine extends Charge {
  readonly part: string;
  readonly stack: string;
  readonly region: string;
  readonly account?: string;
  /** The logical id of what costs it. */
  readonly resource: string;
  /** As people call it: `Fargate`. */
  readonly kind: string;
  /** Of the quantity. */
  readonly unit: string;
  /** Of one. */
  readonly unitUsd: number;
  /** A month. */
  readonly usd: number;
  /** The month of AWS's own price list that has the price; false where none was at hand. */
  readonly confirmed: string | false;
}

/** Resources of a type that have no price. */
export interface Unpriced {
  readonly type: string;
  readonly count: number;
}

/** What templates cost a month, in USD at list prices, and what is not said about that. */
export interface CostReport {
  readonly asOf: string;
  /** In the order of the stacks. Amounts of zero are left out. */
  readonly lines: readonly CostLine[];
  /** Of which nobody knows what they cost. */
  readonly unknown: readonly Unpriced[];
}

/**
 * What synthesized stacks cost. It reads nothing but what it is given, so that comparisons can ask it often.
 *
 * @throws Problem for a region without prices, and for load or releases that cannot be
 */
export function costOf(stacks: readonly CostedStack[], question: CostQuestion): CostReport {
  const { prices, partOf, releases = 0, load = { requestsPerSecond: 0, parts: [] } } = question;
  checkAmount('requests a second', load.requestsPerSecond);
  checkAmount('releases a month', releases);
  const counts = new Map<string, number>();
  const parts = new Map<string, CostedStack[]>();
  for (const stack of stacks) parts.set(partOf(stack.name), [...(parts.get(partOf(stack.name)) ?? []), stack]);
  const surroundings = new Map(
    [...parts].map(([part, own]) => [
      part,
      {
        stacks: own,
        workloads: own.flatMap((stack) => workloadsIn(stack, own)),
        requestsPerSecond: load.parts.includes(part) ? load.requestsPerSecond : 0,
        releases,
      },
    ]),
  );
  const regionOf = (stack: CostedStack) => stack.region ?? question.region;
  const everywhere = [...surroundings.values()]
    .flatMap(({ workloads }) => workloads)
    .map((workload) => ({ workload, region: regionOf(workload.resource.stack) }));
  const lines = stacks.flatMap((stack) => {
    const part = partOf(stack.name);
    const region = regionOf(stack);
    prices.check(region);
    const around: Surroundings = {
      ...surroundings.get(part)!,
      everywhere,
      region,
      usd: (name: PriceName) => prices.price(name, region).usd,
    };
    return resourcesOf(stack).flatMap((resource) => {
      const charges = RULES[resource.Type]?.(resource, around);
      if (!charges) counts.set(resource.Type, (counts.get(resource.Type) ?? 0) + 1);
      return (charges ?? []).flatMap((charge) => {
        if (charge.quantity === 0) return [];
        const { kind, unit, usd, confirmed } = prices.price(charge.price, region);
        const where = { part, stack: stack.name, region, account: stack.account, resource: resource.id };
        return [{ ...charge, ...where, kind, unit, unitUsd: usd, usd: charge.quantity * usd, confirmed }];
      });
    });
  });
  return { asOf: prices.asOf, lines, unknown: unknownIn(counts) };
}

/** The sum of lines. @param basis those alone @default - all */
export function totalOf(lines: readonly CostLine[], basis?: Basis): number {
  return lines.reduce((all, line) => all + (basis === undefined || line.basis === basis ? line.usd : 0), 0);
}

function unknownIn(counts: ReadonlyMap<string, number>): Unpriced[] {
  return [...counts]
    .map(([type, count]) => ({ type, count }))
    .filter(({ type }) => !hasReason(type))
    .sort((one, other) => one.type.localeCompare(other.type));
}

function checkAmount(what: string, amount: number): void {
  if (Number.isFinite(amount) && amount >= 0) return;
  throw new Problem(`${what} must be a number of 0 or more (got ${amount})`);
}
