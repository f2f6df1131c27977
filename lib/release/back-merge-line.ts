import type { Delivery, Environment, ReleaseLine } from '../config/delivery';

/** What a release line has to do about merging releases back. */
export interface BackMergeDuty {
  /** `check`: its runs fail while a release is missing; `report`: its releases tell people that they are. */
  readonly mode: 'check' | 'report';
  readonly from: string;
  readonly into: string;
  /** The production environments that the branch `from` is released to. */
  readonly production: readonly Environment[];
}

/** A line's duty, or undefined where it has none: no rule, another branch, or no production that `from` leads to. */
export function backMergeDuty(delivery: Delivery, line: ReleaseLine): BackMergeDuty | undefined {
  const rule = delivery.branching.backMerge;
  if (!rule) return undefined;
  const production = delivery.releaseLines
    .filter(({ branches }) => branches.includes(rule.from))
    .flatMap(({ environments }) => environments.filter((environment) => environment.production));
  if (production.length === 0) return undefined;
  if (line.branches.includes(rule.into)) return { mode: 'check', ...rule, production };
  if (line.branches.includes(rule.from)) return { mode: 'report', ...rule, production };
  return undefined;
}
