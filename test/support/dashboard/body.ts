/** The body of a CloudWatch dashboard, as far as this project uses it ("Dashboard Body Structure and Syntax"). */
export interface DashboardBody {
  readonly start?: string;
  readonly periodOverride?: string;
  readonly widgets: readonly Widget[];
}

export interface Widget {
  readonly type: 'metric' | 'text' | 'alarm';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: WidgetProperties;
}

export interface WidgetProperties {
  readonly title?: string;
  readonly region?: string;
  readonly view?: 'timeSeries' | 'singleValue' | 'table';
  readonly stacked?: boolean;
  readonly start?: string;
  readonly setPeriodToTimeRange?: boolean;
  readonly metrics?: readonly (readonly unknown[])[];
  readonly annotations?: { readonly horizontal?: readonly Annotation[] };
  readonly yAxis?: { readonly left?: { readonly label?: string; readonly min?: number; readonly max?: number } };
  readonly markdown?: string;
  readonly alarms?: readonly string[];
  /** Of the alarms that are shown. */
  readonly states?: readonly string[];
}

export interface Annotation {
  readonly value: number;
  readonly label?: string;
  readonly color?: string;
}

interface Drawn {
  readonly id?: string;
  readonly label?: string;
  readonly color?: string;
  readonly visible?: boolean;
  readonly period?: number;
  readonly region?: string;
}

export interface MetricLine extends Drawn {
  readonly kind: 'metric';
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stat?: string;
}

export interface ExpressionLine extends Drawn {
  readonly kind: 'expression';
  readonly expression: string;
}

export type Line = MetricLine | ExpressionLine;

/** The lines of a metric widget. @throws if one has an odd form */
export function linesOf({ properties }: Widget): Line[] {
  return (properties.metrics ?? []).map((entry) => {
    const last = entry.at(-1);
    const options =
      typeof last === 'object' ? (last as Omit<MetricLine, 'kind'> & { readonly expression?: string }) : {};
    if ('expression' in options && options.expression !== undefined) {
      return { kind: 'expression', ...options } as ExpressionLine;
    }
    const words = entry.filter((word) => typeof word === 'string') as string[];
    const [namespace, name, ...pairs] = words;
    if (
      namespace === undefined ||
      name === undefined ||
      pairs.length % 2 !== 0 ||
      words.some((word) => /^\.+$/.test(word))
    ) {
      throw new Error(`No metric: ${JSON.stringify(entry)}`);
    }
    const dimensions = Object.fromEntries(
      Array.from({ length: pairs.length / 2 }, (_, index) => [pairs[2 * index]!, pairs[2 * index + 1]!]),
    );
    return { kind: 'metric', ...options, namespace, name, dimensions } as MetricLine;
  });
}
