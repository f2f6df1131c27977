import type { Delivery } from '../config/delivery';
import { wrapped } from '../shared/terminal-text';
import { type CostLine, costOf, totalOf } from './cost';
import { type NotCounted, notCountedIn } from './not-counted';
import { partsOf } from './parts';
import { PriceList } from './prices';
import { byKind } from './report';
import type { CostedStack } from './stacks';
import { USES } from './uses';

const REGION = 'us-east-1';
/** A month of AWS's price examples has 730 hours. */
const DAYS = 730 / 24;
/** Kinds that are named by themselves; the rest is a sum. */
const NAMED = 9;

/** Uses that are not counted, and are named. */
const FIRST = 4;
/** Characters of a line of a page. */
const WIDTH = 120;

/** What deliveries cost idle, as a table of a page in USD a day. */
export function idleSummary(
  deliveries: readonly Delivery[],
  stacksOf: (one: Delivery) => readonly CostedStack[],
): string {
  const prices = new PriceList();
  const idle = deliveries.map((delivery) => ({
    name: delivery.name,
    lines: costOf(stacksOf(delivery), { prices, partOf: partsOf(delivery), region: REGION }).lines,
  }));
  const notCounted = deliveries.flatMap((delivery) => notCountedIn(stacksOf(delivery), { prices, region: REGION }));
  const all = byKind(idle.flatMap(({ lines }) => lines));
  const kinds = [...all]
    .sort(([, one], [, other]) => other - one)
    .slice(0, NAMED)
    .map(([kind]) => kind);
  const row = (what: string, select: (lines: readonly CostLine[]) => readonly CostLine[]) =>
    `| ${[what, ...idle.map(({ lines }) => aDay(select(lines)))].join(' | ')} |`;
  return [
    `USD a day in ${REGION}, idle, at AWS's list prices of ${prices.asOf}:`,
    '',
    `| | ${idle.map(({ name }) => `\`${name}\``).join(' | ')} |`,
    `|---|${idle.map(() => '---:').join('|')}|`,
    ...kinds.map((kind) => row(kind, (lines) => lines.filter((line) => line.kind === kind))),
    row('all the rest', (lines) => lines.filter(({ kind }) => !kinds.includes(kind))),
    row('**all**', (lines) => lines),
    '',
    besides(notCounted),
  ].join('\n');
}

/** What no sum holds, in short. */
function besides(all: readonly NotCounted[]): string {
  const names = USES.map(({ what }) => what).filter((name) => all.some(({ what }) => what === name));
  if (names.length === 0) return 'Taxes and discounts are not in it.';
  const first = names.slice(0, FIRST).join('; ');
  const text = `Not in it: taxes, discounts, and ${names.length} uses of which no template says how much there will be. \`npm run cost\` lists them all with their prices; the dearest may be: ${first}.`;
  return wrapped(text, WIDTH)
    .map((line) => line.trim())
    .join('\n');
}

function aDay(lines: readonly CostLine[]): string {
  return (totalOf(lines) / DAYS).toFixed(2);
}
