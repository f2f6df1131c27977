import { type Cell, tableLines, wrapped } from '../shared/terminal-text';
import { allowancesIn } from './allowances';
import { ASSUMPTIONS, type AssumptionName, assumed } from './assumptions';
import type { Basis } from './charge';
import { type CostLine, type CostReport, totalOf } from './cost';

/** What the report is of. */
export interface ReportTitle {
  /** The delivery's name. */
  readonly delivery: string;
  readonly requestsPerSecond: number;
  /** Where they arrive. */
  readonly loadedParts: readonly string[];
  readonly releases: number;
  /** The parts in the order in which they are shown, each with the names of its stacks in CloudFormation. */
  readonly parts: Readonly<Record<string, readonly string[]>>;
}

const COLUMNS: readonly (Basis | undefined)[] = ['fixed', 'load', 'releases', undefined];
const HEADINGS = ['', 'FIXED', 'LOAD', 'RELEASES', 'TOTAL'];
/** Kinds that are named above the rest. */
const LARGEST = 8;
/** Characters of a line of prose. */
const WIDTH = 100;

/** The report as lines of a terminal of 100 columns. */
export function costReport(report: CostReport, title: ReportTitle): string {
  const { lines, asOf, unknown, byUse } = report;
  const regions = [...new Set(lines.map(({ region }) => region))].join(' and ');
  const day = totalOf(lines) / (assumed('hoursPerMonth') / 24);
  return [
    `What ${title.delivery} costs a month, in USD`,
    ...prose(`AWS's list prices of ${regions}, put together in ${asOf}; ${askedText(title)}`),
    '',
    ...table(lines, title),
    '',
    ...prose(`A day: ${usdText(day)}. Taxes, support and discounts are not in it.`),
    ...prose(`Most of it: ${largest(lines)}.`),
    ...prose(
      `AWS's allowances that do not end take up to ${usdText(allowancesIn(report))} off, if nothing else in the account uses them.`,
    ),
    ...prose(confirmedText(lines)),
    '',
    ...(unknown.length === 0
      ? ['Not known: nothing. Each type of resource has a price, or a reason why it needs none.']
      : ['NOT KNOWN, and not in the sums:', ...unknown.map(({ type, count }) => `  ${count} × ${type}`)]),
    ...(byUse.length === 0 ? [] : ['Only when used, and not in the sums:']),
    ...byUse.flatMap(({ type, count, why }) => prose(`${count} × ${type}: ${why}`, 2)),
    ...assumedLines(lines),
  ].join('\n');
}

function prose(text: string, indent = 0): string[] {
  return wrapped(text, WIDTH, indent);
}

function askedText({ requestsPerSecond, loadedParts, releases }: ReportTitle): string {
  const load =
    requestsPerSecond === 0
      ? 'no requests'
      : `${requestsPerSecond} requests a second at each service of ${loadedParts.join(' and ')}`;
  return `${load}, ${releases === 0 ? 'no releases' : `${releases} releases of each pipeline`}`;
}

/** Stacks that cost most first; those without a price together. */
function table(lines: readonly CostLine[], { delivery, parts }: ReportTitle): string[] {
  const rows = Object.entries(parts).flatMap(([part, stacks]) => {
    const costs = stacks
      .map((stack) => ({ stack, own: lines.filter((line) => line.stack === stack) }))
      .sort((one, other) => totalOf(other.own) - totalOf(one.own));
    const free = costs.filter(({ own }) => own.length === 0).length;
    return [
      row(
        part,
        lines.filter((line) => line.part === part),
      ),
      ...costs.flatMap(({ stack, own }) =>
        own.length === 0 ? [] : [row(`  ${stack.replace(`${delivery}-${part}-`, '')}`, own)],
      ),
      ...(free === 0 ? [] : [row(`  ${free} more`, [])]),
    ];
  });
  return tableLines(
    [HEADINGS.map((text) => ({ text })), ...rows, row('all', lines)],
    COLUMNS.map((_, index) => index + 1),
  );
}

function row(name: string, lines: readonly CostLine[]): Cell[] {
  return [{ text: name }, ...COLUMNS.map((basis) => ({ text: usdText(totalOf(lines, basis)) }))];
}

function largest(lines: readonly CostLine[]): string {
  const kinds = [...byKind(lines)].sort(([, one], [, other]) => other - one).slice(0, LARGEST);
  return kinds.map(([kind, usd]) => `${kind} ${usdText(usd)}`).join(', ');
}

/** What each kind of thing costs. */
export function byKind(lines: readonly CostLine[]): ReadonlyMap<string, number> {
  const kinds = new Map<string, number>();
  for (const { kind, usd } of lines) kinds.set(kind, (kinds.get(kind) ?? 0) + usd);
  return kinds;
}

function confirmedText(lines: readonly CostLine[]): string {
  const months = lines.flatMap(({ confirmed }) => (confirmed === false ? [] : [confirmed])).sort();
  const open = lines.filter(({ confirmed }) => confirmed === false);
  const from = months.length === 0 ? '' : `, of ${months[0]} or later`;
  if (open.length === 0) return `All these prices were found in a copy of AWS's own price list${from}.`;
  const kinds = [...new Set(open.map(({ kind }) => kind))].join(', ');
  const sum = usdText(totalOf(open));
  return `The prices of ${open.length} of ${lines.length} amounts, ${sum} in all, were not found in a copy of AWS's own price list (${kinds}); the others were${from}.`;
}

/** What the amounts rest on beside the templates. */
function assumedLines(lines: readonly CostLine[]): string[] {
  const names = new Set(lines.flatMap(({ assumes = [] }) => assumes));
  if (names.size === 0) return [];
  const known = (Object.keys(ASSUMPTIONS) as AssumptionName[]).filter((name) => names.has(name));
  return [
    '',
    'Assumed:',
    ...known.flatMap((name) => {
      const { value, what, why } = ASSUMPTIONS[name];
      return prose(`${value} ${what} (${why})`, 2);
    }),
  ];
}

/** How the amounts of a stack come about, the largest first. */
export function detailLines(lines: readonly CostLine[]): string[] {
  const sorted = [...lines].sort((one, other) => other.usd - one.usd);
  const heads = tableLines(
    sorted.map(({ usd, kind, basis, resource }) => [usdText(usd), kind, basis, resource].map((text) => ({ text }))),
    [0],
  );
  return sorted.flatMap(({ how, unit, unitUsd, confirmed }, index) => [
    heads[index]!,
    ...prose(`${how}, ${priceText(unitUsd)} USD per ${unit}${confirmed === false ? ' (not confirmed)' : ''}`, 8),
  ]);
}

/** Two digits, and `<0.01` for what is less than a cent. */
export function usdText(usd: number): string {
  return usd > 0 && usd < 0.005 ? '<0.01' : usd.toFixed(2);
}

/** A price with all its digits, which are many for a request. */
export function priceText(usd: number): string {
  return usd.toFixed(12).replace(/\.?0+$/, '');
}
