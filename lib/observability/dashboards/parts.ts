import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** The width of a dashboard in CloudWatch's own units. */
export const WIDTH = 24;
/** Four graphs make a row. */
export const SIGNAL_WIDTH = 6;
/** The height of a graph in which lines can still be told apart. */
export const GRAPH_HEIGHT = 6;
/** What one alarm widget takes ("Properties of an Alarm Status Widget Object" in CloudWatch's dashboard body structure). */
export const MOST_ALARMS = 100;

/** The two sides wear their names; everything else wears what CloudWatch gives it. */
export const SIDE_COLORS = { blue: cloudwatch.Color.BLUE, green: cloudwatch.Color.GREEN } as const;
/** Of a limit that an alarm or a promise draws. */
export const LIMIT_COLOR = cloudwatch.Color.RED;
/** Of something to compare with. */
export const REFERENCE_COLOR = cloudwatch.Color.GREY;

export interface GraphProps {
  readonly title: string;
  readonly metrics: readonly cloudwatch.IMetric[];
  /** What the numbers at the left are. */
  readonly unit: string;
  readonly width: number;
  /** @default - none */
  readonly limits?: readonly cloudwatch.HorizontalAnnotation[];
  /** The end of the scale. @default - what the values need */
  readonly most?: number;
  /** @default false */
  readonly stacked?: boolean;
  /** How far back it looks, for example `-P30D`. @default - as far as the dashboard */
  readonly start?: string;
}

/** Lines over time, from zero up, with their names below. */
export function graph(props: GraphProps): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({
    title: props.title,
    left: [...props.metrics],
    leftYAxis: { label: props.unit, min: 0, max: props.most, showUnits: false },
    leftAnnotations: [...(props.limits ?? [])],
    legendPosition: cloudwatch.LegendPosition.BOTTOM,
    stacked: props.stacked,
    start: props.start,
    width: props.width,
    height: GRAPH_HEIGHT,
  });
}

/** A line across a graph that values should stay below. */
export function limit(value: number, label: string): cloudwatch.HorizontalAnnotation {
  return { value, label, color: LIMIT_COLOR };
}

/** The title of what is below it. */
export function heading(text: string): cloudwatch.TextWidget {
  return new cloudwatch.TextWidget({
    markdown: `## ${text}`,
    width: WIDTH,
    height: 1,
    background: cloudwatch.TextWidgetBackground.TRANSPARENT,
  });
}

/** Words in CloudWatch's markdown. */
export function note(markdown: string, size: { readonly width?: number; readonly height: number }) {
  return new cloudwatch.TextWidget({
    markdown,
    width: size.width ?? WIDTH,
    height: size.height,
    background: cloudwatch.TextWidgetBackground.TRANSPARENT,
  });
}

/** Links in one line of a text; those without an address are left out. */
export function links(all: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(all)
    .flatMap(([label, url]) => (url === undefined ? [] : [`[${label}](${withoutParentheses(url)})`]))
    .join(' · ');
}

/** Markdown takes the first one that closes for the address's end. */
function withoutParentheses(url: string): string {
  return url.replaceAll('(', '%28').replaceAll(')', '%29');
}

/** Parts of a list, each of at most so many. @param size at least 1 */
export function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
