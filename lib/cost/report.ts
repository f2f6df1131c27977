import { type Cell, tableLines, wrapped } from '../shared/terminal-text';
import { allowancesIn } from './allowances';
import { ASSUMPTIONS, type AssumptionName, assumed } from './assumptions';
import type { Basis } from './charge';
import { type CostLine, type CostReport, totalOf } from './cost';
import type { NotCounted } from './not-counted';

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
/** Characters of a line of prose: as many as the terminal has, within reason. */
const WIDEST = 100;
const NARROWEST = 50;

/** How wide lines of prose are. @param columns of the terminal @default - nobody knows, and they are 100 wide */
export function widthIn(columns: number | undefined): number {
  return Math.max(NARROWEST, Math.min(WIDEST, columns ?? WIDEST));
}

/** The report as lines of a terminal. @param width of lines of prose; the table is as wide as it is */
export function costReport(
  report: CostReport,
  notCounted: readonly NotCounted[],
  title: ReportTitle,
  width: number,
): string {
  const prose = (text: string, indent = 0) => wrapped(text, width, indent);
  const { lines, asOf } = report;
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
    ...unknownLines(report, notCounted, width),
    ...notCountedLines(notCounted, width, title.delivery),
    ...assumedLines(lines).flatMap((line) => prose(line, line === '' || line.endsWith(':') ? 0 : 2)),
  ].join('\n');
}

function unknownLines({ unknown }: CostReport, notCounted: readonly NotCounted[], width: number): string[] {
  if (unknown.length > 0) {
    return ['NOT KNOWN, and not in the sums:', ...unknown.map(({ type, count }) => `  ${count} × ${type}`)];
  }
  const known = 'Each type of resource has a price, or a reason why it needs none.';
  return wrapped(notCounted.length > 0 ? known : `Not known: nothing. ${known}`, width);
}

/**
 * What is paid for besides, one line each.
 *
 * @param delivery whose name stacks have before their own @default - it is of one stack, which is not named
 */
export function notCountedLines(notCounted: readonly NotCounted[], width: number, delivery?: string): string[] {
  if (notCounted.length === 0) return [];
  const lines = notCounted.flatMap(({ what, prices, stacks }) => {
    const where = delivery === undefined ? '' : ` (${whereText(stacks, delivery)})`;
    return wrapped(`${what}: ${prices.map(rangeText).join(', ')}${where}`, width, 2);
  });
  return ['', 'NOT COUNTED, and not in the sums, in USD:', ...lines];
}

function whereText([first, ...others]: readonly string[], delivery: string): string {
  return others.length === 0 ? first!.replace(`${delivery}-`, '') : `${1 + others.length} stacks`;
}

/** `0.5 per GB`; of what costs next to nothing a million: `0.4 to 0.43 per million requests`. */
function rangeText({ unit, least, most }: NotCounted['prices'][number]): string {
  const isTiny = most < 0.0001;
  const text = (usd: number) => priceText(isTiny ? usd * 1e6 : usd);
  const range = least === most ? text(most) : `${text(least)} to ${text(most)}`;
  return `${range} per ${isTiny ? `million ${unit}s` : unit}`;
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
    ...known.map((name) => {
      const { value, what, why } = ASSUMPTIONS[name];
      return `${value} ${what} (${why})`;
    }),
  ];
}

/** How the amounts of a stack come about, the largest first. */
export function detailLines(lines: readonly CostLine[], width: number): string[] {
  const sorted = [...lines].sort((one, other) => other.usd - one.usd);
  const heads = tableLines(
    sorted.map(({ usd, kind, basis, resource }) => [usdText(usd), kind, basis, resource].map((text) => ({ text }))),
    [0],
  );
  return sorted.flatMap(({ how, unit, unitUsd, confirmed }, index) => [
    heads[index]!,
    ...wrapped(
      `${how}, ${priceText(unitUsd)} USD per ${unit}${confirmed === false ? ' (not confirmed)' : ''}`,
      width,
      8,
    ),
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
