import { metricMath } from '../cloudwatch/metric-math';
import { type DashboardBody, type Line, linesOf, type Widget } from './body';
import { KNOWN_METRICS } from './known-metrics';

/** "CloudWatch service quotas", and "Properties of an Alarm Status Widget Object". */
const MOST = { widgets: 500, metrics: 2500, linesOfAWidget: 500, alarmsOfAWidget: 100 };
const COLUMNS = 24;
const NAME = /^[a-z]\w*$/;
/** Pixels of a column in a window of 1280, of a letter of a title, and of what stands beside it. */
const PIXELS = { column: 50, letter: 8, besideTitle: 90 };

/** What CloudWatch would not take or not show, in words. @param others metrics beside those of AWS, by namespace and name */
export function problemsIn(body: DashboardBody, others: ReadonlySet<string> = new Set()): string[] {
  const lines = body.widgets.flatMap((widget) => linesOf(widget));
  const metrics = lines.filter(({ kind }) => kind === 'metric').length;
  return [
    ...(body.widgets.length > MOST.widgets ? [`${body.widgets.length} widgets`] : []),
    ...(metrics > MOST.metrics ? [`${metrics} metrics`] : []),
    ...overlaps(body.widgets),
    ...body.widgets.flatMap((widget) => {
      const name = widget.properties.title ?? `${widget.type} at ${widget.x}, ${widget.y}`;
      return [...place(widget), ...content(widget, others)].map((problem) => `${name}: ${problem}`);
    }),
  ];
}

function overlaps(widgets: readonly Widget[]): string[] {
  const taken = new Set<string>();
  return widgets.flatMap(({ x, y, width, height }) => {
    const cells = Array.from(
      { length: width * height },
      (_, index) => `${x + (index % width)}, ${y + Math.floor(index / width)}`,
    );
    const twice = cells.find((cell) => taken.has(cell));
    for (const cell of cells) taken.add(cell);
    return twice === undefined ? [] : [`two widgets at ${twice}`];
  });
}

function place({ x, y, width, height, properties }: Widget): string[] {
  const whole = [x, y, width, height].every(Number.isInteger);
  const inside = x >= 0 && y >= 0 && width >= 1 && height >= 1 && x + width <= COLUMNS;
  const room = (width * PIXELS.column - PIXELS.besideTitle) / PIXELS.letter;
  return [
    ...(whole && inside ? [] : [`is not on the grid`]),
    ...((properties.title?.length ?? 0) > room ? [`its title is cut`] : []),
  ];
}

function content(widget: Widget, others: ReadonlySet<string>): string[] {
  const { properties } = widget;
  if (widget.type === 'text') return properties.markdown ? [] : ['is empty'];
  if (widget.type === 'alarm') {
    const count = properties.alarms?.length ?? 0;
    return count >= 1 && count <= MOST.alarmsOfAWidget ? [] : [`has ${count} alarms`];
  }
  const lines = linesOf(widget);
  const visible = lines.filter((line) => line.visible !== false);
  return [
    ...(properties.region ? [] : ['has no region']),
    ...(visible.length >= 1 && lines.length <= MOST.linesOfAWidget ? [] : [`has ${lines.length} lines`]),
    ...visible.filter(({ label }) => !label).map((line) => `${JSON.stringify(line)} has no name`),
    ...lines.filter(({ period }) => !isPeriod(period)).map(({ period }) => `the period ${period}`),
    ...ids(lines),
    ...lines.flatMap((line) => meaning(line, lines, others)),
  ];
}

/** CloudWatch's own is 300. */
function isPeriod(period = 300): boolean {
  return Number.isInteger(period) && period >= 60 && period % 60 === 0;
}

function ids(lines: readonly Line[]): string[] {
  const all = lines.flatMap(({ id }) => id ?? []);
  return [
    ...all.filter((id) => !NAME.test(id)).map((id) => `${id} is no id`),
    ...all.filter((id, index) => all.indexOf(id) !== index).map((id) => `two lines are ${id}`),
  ];
}

/** Whether a line can have values. */
function meaning(line: Line, lines: readonly Line[], others: ReadonlySet<string>): string[] {
  if (line.kind === 'metric') {
    const { namespace, name, dimensions } = line;
    const own = Object.keys(dimensions).sort().join();
    const isKnown = KNOWN_METRICS[namespace]?.[name]?.some((set) => set.join() === own);
    return isKnown || (own === '' && others.has(`${namespace} ${name}`))
      ? []
      : [`nobody publishes ${namespace} ${name} by ${own || 'no dimension'}`];
  }
  const known = new Set(lines.flatMap(({ id }) => id ?? []));
  try {
    metricMath(line.expression)((id) => {
      if (!known.has(id)) throw new Error(`there is no ${id}`);
      return 1;
    });
    return [];
  } catch (error) {
    return [`${line.expression}: ${(error as Error).message}`];
  }
}
