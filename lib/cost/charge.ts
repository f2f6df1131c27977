import type { AssumptionName } from './assumptions';
import type { PriceName } from './prices';
import type { CostedStack, Located } from './stacks';
import type { Workload } from './workloads';

/**
 * What an amount depends on: nothing; the requests that arrive; the releases. What load and releases cause is beside what
 * is there without them.
 */
export type Basis = 'fixed' | 'load' | 'releases';

/** One thing that a resource costs a month. */
export interface Charge {
  readonly basis: Basis;
  readonly price: PriceName;
  /** In the unit of the price, a month. */
  readonly quantity: number;
  /** How the quantity comes about: `2 tasks × 0.25 vCPU × 730 h`. */
  readonly how: string;
  /** What the quantity rests on beside the template. */
  readonly assumes?: readonly AssumptionName[];
}

/** What stands around a resource, and what is asked. */
export interface Surroundings {
  /** All stacks of the delivery in the same environment, or of the toolchain. */
  readonly stacks: readonly CostedStack[];
  /** The services of the environment; none in the toolchain. */
  readonly workloads: readonly Workload[];
  /** That arrive at each service of the environment. */
  readonly requestsPerSecond: number;
  /** Of each pipeline, a month. */
  readonly releases: number;
  /** Every service of the delivery with the region that it is in, and the region of the stack itself. */
  readonly everywhere: readonly { readonly workload: Workload; readonly region: string }[];
  readonly region: string;
  /** What an hour of something costs where the stack is. */
  readonly usd: (price: PriceName) => number;
}

/** What a resource costs; nothing when the template says that it costs nothing. */
export type Rule = (resource: Located, surroundings: Surroundings) => readonly Charge[];

/** Rules by the type of the resource. */
export type Rules = Readonly<Record<string, Rule>>;

/** A number for people, without what binary fractions add. */
export function numberText(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 1 ? 2 : 4;
  return String(Number(value.toFixed(digits)));
}

/** `1 task`, `2 tasks`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${numberText(count)} ${count === 1 ? one : many}`;
}
