import { z } from 'zod';
import { Problem } from '../build/programs/problem';
import list from './prices/2026-11.json';

/** What a price is called in the list: `fargate.arm64.vcpu`. */
export type PriceName = keyof typeof list.prices;

/** What something costs in a region. */
export interface Price {
  readonly name: PriceName;
  /** What people call what is paid for: `Fargate`, `Load balancers`. */
  readonly kind: string;
  /** What one of it is: `GB-month`, `hour`. */
  readonly unit: string;
  readonly usd: number;
  /** The month of AWS's own price list that has this price, as `2026-08`; false where none was at hand. */
  readonly confirmed: string | false;
}

const REGION = z.strictObject({
  usd: z.number().positive(),
  /** The month of AWS's price list that has this very price, or false where none was at hand. */
  confirmed: z.union([z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/), z.literal(false)]),
});

/** The form of a price list. */
export const PRICE_LIST = z.strictObject({
  /** The month in which it was put together. */
  asOf: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/),
  currency: z.literal('USD'),
  prices: z.record(
    z.string().regex(/^[a-z0-9]+(\.[A-Za-z0-9_]+)+$/),
    z.strictObject({
      kind: z.string().min(1),
      unit: z.string().min(1),
      source: z.url({ protocol: /^https$/, hostname: /^aws\.amazon\.com$/ }),
      regions: z.record(z.string().regex(/^[a-z]{2}-[a-z]+-\d$/), REGION),
    }),
  ),
});

/**
 * AWS's list prices, on demand, without taxes and discounts. A newer list is a new file in `prices/`, named after its month and
 * imported above; `confirmed` is the month of AWS's own list that a price was found in, and nothing else sets it.
 */
export class PriceList {
  /** The month, as `2026-11`. */
  readonly asOf: string;
  /** The regions that have every price. */
  readonly regions: readonly string[];
  private readonly list: z.infer<typeof PRICE_LIST>;

  /** @param json as `prices/2026-11.json` @default - that very file */
  constructor(json: unknown = list) {
    this.list = PRICE_LIST.parse(json);
    this.asOf = this.list.asOf;
    const prices = Object.values(this.list.prices);
    const named = Object.keys(prices[0]?.regions ?? {});
    this.regions = named.filter((region) => prices.every(({ regions }) => regions[region]));
  }

  /** @throws Problem for a region that the list does not have */
  price(name: PriceName, region: string): Price {
    const price = this.list.prices[name];
    const here = price?.regions[region];
    if (!price || !here) throw this.without(region);
    const { kind, unit } = price;
    return { name, kind, unit, ...here };
  }

  /** @throws Problem for a region that the list does not have */
  check(region: string): void {
    if (!this.regions.includes(region)) throw this.without(region);
  }

  private without(region: string): Problem {
    return new Problem(
      `there are no prices of the region ${region}: --region takes those of ${this.regions.join(', ')}`,
    );
  }
}
