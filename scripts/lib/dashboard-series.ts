import { metricMath, type Operand, type Value } from '../../test/support/cloudwatch/metric-math';
import { type DashboardBody, type Line, linesOf, type Widget } from '../../test/support/dashboard/body';
import { sampleOf } from './dashboard-samples';

/** What CloudWatch draws in a console as wide as the page. */
const MOST_POINTS = 400;
const UNITS: Readonly<Record<string, number>> = { M: 60, H: 3600, D: 86400, W: 7 * 86400 };

export interface Series {
  readonly label: string;
  readonly color?: string;
  /** Unix times in seconds. */
  readonly times: readonly number[];
  readonly values: readonly Value[];
}

/** What the visible lines of a widget show, of made-up measurements. @param end Unix time in seconds */
export function seriesOf(body: DashboardBody, widget: Widget, end: number): Series[] {
  const range = secondsOf(widget.properties.start ?? body.start ?? '-PT3H');
  const lines = linesOf(widget);
  return lines
    .filter(({ visible }) => visible !== false)
    .map((line) => {
      const period = widget.properties.setPeriodToTimeRange ? range : periodOf(line, lines);
      const step = Math.max(period, Math.ceil(range / MOST_POINTS / period) * period);
      const count = Math.max(1, Math.floor(range / step));
      const times = Array.from({ length: count }, (_, index) => end - (count - 1 - index) * step);
      const operand = operandOf(line, lines, { times, end, period });
      const values = typeof operand === 'object' ? operand : times.map(() => operand);
      return { label: line.label ?? line.id ?? '?', color: line.color, times, values };
    });
}

interface Range {
  /** Unix times in seconds, as the next. */
  readonly times: readonly number[];
  readonly end: number;
  readonly period: number;
}

/** All points at once: what a function makes of a point can depend on whether there is any. */
function operandOf(line: Line, lines: readonly Line[], range: Range): Operand {
  if (line.kind === 'metric') return range.times.map((time) => sampleOf(line, time, range.end, range.period));
  return metricMath(line.expression)((id) => {
    const named = lines.find((other) => other.id === id);
    if (!named) throw new Error(`${line.expression}: there is no ${id}`);
    return operandOf(named, lines, range);
  });
}

/** An expression has the period of what it is made of. */
function periodOf(line: Line, lines: readonly Line[]): number {
  if (line.period !== undefined) return line.period;
  if (line.kind === 'metric') return 300;
  const inner = lines.find(({ id }) => id !== undefined && new RegExp(`\\b${id}\\b`).test(line.expression));
  return inner ? periodOf(inner, lines) : 300;
}

/** `-PT3H`, `-P30D`. */
function secondsOf(start: string): number {
  const [, count, unit] = /^-PT?(\d+)([MHDW])$/.exec(start) ?? [];
  if (count === undefined) throw new Error(`Cannot read the start '${start}'`);
  return Number(count) * UNITS[unit!]!;
}
