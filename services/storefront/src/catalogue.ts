/** Something that the shop sells. */
export interface Product {
  readonly productId: string;
  readonly name: string;
  readonly description: string;
  /** What it costs, in whole cents: fractions of a euro do not add up in floating point. */
  readonly priceCents: number;
}

/** What all prices are in. */
export const CURRENCY = 'EUR';

/** What is for sale. A picture of each is in public/products. */
export const PRODUCTS: readonly Product[] = [
  {
    productId: 'enamel-mug',
    name: 'Enamel mug',
    description: 'Holds 350 ml, and a fall onto the deck.',
    priceCents: 1450,
  },
  {
    productId: 'storm-lantern',
    name: 'Storm lantern',
    description: 'Burns for twenty hours, in any wind.',
    priceCents: 3900,
  },
  {
    productId: 'mooring-line',
    name: 'Mooring line',
    description: 'Ten metres of three-strand rope, with a spliced eye.',
    priceCents: 2795,
  },
  {
    productId: 'watch-cap',
    name: 'Watch cap',
    description: 'Knitted of undyed merino wool, for the cold hours.',
    priceCents: 2450,
  },
  {
    productId: 'deck-compass',
    name: 'Deck compass',
    description: 'Brass housing, a liquid-damped card, and north.',
    priceCents: 6800,
  },
  {
    productId: 'dry-bag',
    name: 'Dry bag',
    description: 'Twenty litres that stay dry when you do not.',
    priceCents: 3250,
  },
];

const byId = new Map(PRODUCTS.map((product) => [product.productId, product]));

/** The product of this id, if there is one. */
export function findProduct(productId: string): Product | undefined {
  return byId.get(productId);
}
