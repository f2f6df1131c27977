import { type Cell, printable, tableLines, widthOf } from '../shared/terminal-text';
import { MEASURES, valueText } from './measures';
import { daysText, NOTHING, numberText } from './readable';
import type { Report, Summary } from './report';
import { sparkline } from './sparkline';
import { TIER_SOURCE, type Tier } from './tiers';

/** What the terminal can do. */
export interface Terminal {
  readonly colors: boolean;
  /** Characters of a line; undefined where nobody looks at it. */
  readonly columns?: number;
}

/** More weeks than these have no room beside each other. */
const MOST_WEEKS = 26;

const ESCAPE = '\u001b[';
const BOLD = '1';
const DIM = '2';
const TIER_COLORS: Readonly<Record<Tier, string>> = { elite: '32', high: '36', medium: '33', low: '31' };

/** The report as lines of a terminal. @param title what the events are from */
export function terminalReport(report: Report, title: string, { colors, columns }: Terminal): string {
  const painted = (code: string) => (colors ? (text: string) => `${ESCAPE}${code}m${text}${ESCAPE}0m` : undefined);
  const bold = painted(BOLD) ?? ((text: string) => text);
  const { production, services, delivery, environments } = report;
  const blocks = [
    ...(services.length === 1 ? [] : [{ name: 'all services', summary: delivery }]),
    ...services.map((summary) => ({ name: printable(summary.service), summary })),
  ].map(({ name, summary }) => ({ name, rows: rowsOf(summary, painted) }));
  const headings = headingsOf(report).map((text) => ({ text, paint: painted(DIM) }));
  // One table, so that the columns of all blocks stand below each other.
  const lines = fitted([headings, ...blocks.flatMap(({ rows }) => rows)], columns);
  const size = MEASURES.length;
  const inProduction = blocks.flatMap(({ name }, index) => [
    bold(name),
    ...lines.slice(1 + index * size, 1 + (index + 1) * size).map((line) => `  ${line}`),
    '',
  ]);
  return [
    bold(printable(title)),
    `${daysText(report)}, ${
      production.length === 0 ? 'no production environment' : `production is ${production.map(printable).join(', ')}`
    }`,
    '',
    ...(services.length === 0 ? [] : [`  ${lines[0]}`, ...inProduction]),
    bold('environments'),
    ...environmentLines(environments, painted(DIM)).map((line) => `  ${line}`),
    '',
    `Tiers: ${TIER_SOURCE.name}. Rework has none there.`,
    'Trends: weeks, the last one at the right; a dot is a week without a value.',
  ].join('\n');
}

function headingsOf({ delivery: { weeks } }: Report): string[] {
  const count = Math.min(weeks.length, MOST_WEEKS);
  return ['METRIC', 'VALUE', 'TIER', `${count} ${count === 1 ? 'WEEK' : 'WEEKS'}`, 'FROM'];
}

function rowsOf({ metrics, tiers, weeks }: Summary, painted: (code: string) => Cell['paint']): Cell[][] {
  return MEASURES.map((measure) => {
    const tier = measure.tierOf(tiers);
    return [
      { text: measure.label },
      { text: valueText(measure, metrics) },
      { text: tier ?? NOTHING, paint: tier && painted(TIER_COLORS[tier]) },
      { text: sparkline(weeks.slice(-MOST_WEEKS).map((week) => measure.valueIn(week.metrics))) },
      { text: measure.basisOf(metrics), paint: painted(DIM) },
    ];
  });
}

/** As many columns as there is room for: what the values are from goes first, then their trends. */
function fitted(rows: readonly (readonly Cell[])[], columns = Number.POSITIVE_INFINITY): string[] {
  const widest = (shown: number) =>
    Math.max(...tableLines(rows.map((row) => row.slice(0, shown).map(({ text }) => ({ text })))).map(widthOf));
  const shown = [5, 4].find((count) => widest(count) + 2 <= columns) ?? 3;
  return tableLines(
    rows.map((row) => row.slice(0, shown)),
    [1],
  );
}

function environmentLines(environments: Report['environments'], dim: Cell['paint']): string[] {
  const headings = ['NAME', 'DEPLOYED', 'A DAY', 'LEAD TIME', 'FAILED', 'RECOVERY', 'REWORK'];
  const rows = environments.map(({ environment, metrics }) => [
    printable(environment),
    String(metrics.deployments),
    numberText(metrics.deploymentsPerDay),
    ...MEASURES.slice(1).map((measure) => valueText(measure, metrics)),
  ]);
  return tableLines(
    [headings.map((text) => ({ text, paint: dim })), ...rows.map((row) => row.map((text) => ({ text })))],
    headings.map((_, index) => index).slice(1),
  );
}
