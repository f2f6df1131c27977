import type { Value } from './metric-math';

/** Values that a metric got in one minute, and how often each. */
export type Samples = readonly (readonly [value: number, count: number])[];

/** A metric, as an alarm names it. */
export interface MetricKey {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** What metrics got, minute by minute, with CloudWatch's statistics over any number of minutes. */
export class Recording {
  private readonly series = new Map<string, Series>();

  /** @param samples of each minute from 0 on; an empty list where nothing was sent */
  record(key: MetricKey, samples: readonly Samples[]): void {
    const id = metricId(key);
    if (this.series.has(id)) throw new Error(`${id} is recorded already`);
    this.series.set(id, new Series(samples));
  }

  /**
   * A statistic over the minutes `from` to `to`, the latter not included; undefined where nothing was sent.
   *
   * @param metric its {@link metricId}
   */
  statistic(metric: string, statistic: string, from: number, to: number): Value {
    return this.series.get(metric)?.statistic(statistic, from, to);
  }
}

/** One text for all that makes a metric the one that it is. */
export function metricId({ namespace, name, dimensions }: MetricKey): string {
  const sorted = Object.entries(dimensions).sort(([one], [other]) => one.localeCompare(other));
  return `${namespace} ${name} ${JSON.stringify(sorted)}`;
}

/** One metric. Sums are kept from the beginning to each minute, so that three days cost no more than five minutes. */
class Series {
  private readonly sums = new Map<string, readonly number[]>();

  constructor(private readonly samples: readonly Samples[]) {}

  statistic(statistic: string, from: number, to: number): Value {
    const count = this.sum('count', () => 1, from, to);
    if (count === 0) return undefined;
    const total = () => this.sum('total', (value) => value, from, to);
    const rank = /^PR\(:(\d+(?:\.\d+)?)\)$/.exec(statistic);
    if (rank) {
      const bound = Number(rank[1]);
      return (100 * this.sum(statistic, (value) => Number(value <= bound), from, to)) / count;
    }
    const percentile = /^p(\d+(?:\.\d+)?)$/.exec(statistic);
    if (percentile) return this.percentile(Number(percentile[1]), count, from, to);
    switch (statistic) {
      case 'SampleCount':
        return count;
      case 'Sum':
        return total();
      case 'Average':
        return total() / count;
      case 'Maximum':
        return Math.max(
          ...this.samples.slice(Math.max(from, 0), to).flatMap((minute) => minute.map(([value]) => value)),
        );
      default:
        throw new Error(`No statistic ${statistic}`);
    }
  }

  /** The smallest value that so many percent are not above. */
  private percentile(percent: number, count: number, from: number, to: number): number {
    const samples = this.samples.slice(Math.max(from, 0), to).flat();
    let seen = 0;
    for (const [value, times] of samples.sort(([one], [other]) => one - other)) {
      seen += times;
      if (seen >= (percent / 100) * count) return value;
    }
    throw new Error('Unreachable: all samples have been seen');
  }

  private sum(id: string, weight: (value: number) => number, from: number, to: number): number {
    const kept = this.sums.get(id) ?? this.cumulated(weight);
    this.sums.set(id, kept);
    const at = (minute: number) => kept[Math.min(Math.max(minute, 0), kept.length - 1)]!;
    return at(to) - at(from);
  }

  private cumulated(weight: (value: number) => number): readonly number[] {
    let sum = 0;
    return [
      0,
      ...this.samples.map((minute) => (sum += minute.reduce((all, [value, n]) => all + weight(value) * n, 0))),
    ];
  }
}
