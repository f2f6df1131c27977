import type { Delivery } from '../config/delivery';
import { type CostLine, costOf, totalOf } from './cost';
import { partsOf } from './parts';
import { PriceList } from './prices';
import { byKind } from './report';
import type { CostedStack } from './stacks';

const REGION = 'us-east-1';
/** A month of AWS's price examples has 730 hours. */
const DAYS = 730 / 24;
/** Kinds that are named by themselves; the rest is a sum. */
const NAMED = 9;

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
  ].join('\n');
}

function aDay(lines: readonly CostLine[]): string {
  return (totalOf(lines) / DAYS).toFixed(2);
}
