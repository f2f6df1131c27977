/** A number of values that are the same up to one in a hundred. */
export type BucketCount = readonly [bucket: number, count: number];

/** Each bucket reaches one in a hundred further than the one before. */
const GROWTH = 1.01;

/**
 * Counts of durations in milliseconds, in buckets of one in a hundred: as good as the durations themselves for a
 * percentile, small enough for an answer, and added up from several functions or calls without loss.
 */
export class Histogram {
  private readonly counts = new Map<number, number>();

  constructor(counts: readonly BucketCount[] = []) {
    this.add(counts);
  }

  /** @param milliseconds zero or more; what is below one counts as one */
  record(milliseconds: number): void {
    this.count(bucketOf(milliseconds), 1);
  }

  add(counts: readonly BucketCount[]): void {
    for (const [bucket, count] of counts) this.count(bucket, count);
  }

  get total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  toJSON(): BucketCount[] {
    return [...this.counts].sort(([one], [other]) => one - other);
  }

  /**
   * The duration that at least `percent` of `of` values do not exceed, by the nearest rank; undefined where that many were
   * not counted.
   *
   * @param of how many values there are in all; those that were not counted are slower than all others
   */
  percentile(percent: number, of = this.total): number | undefined {
    const rank = Math.max(1, Math.ceil((percent * of) / 100));
    let seen = 0;
    for (const [bucket, count] of this.toJSON()) {
      seen += count;
      if (seen >= rank) return GROWTH ** bucket;
    }
    return undefined;
  }

  private count(bucket: number, count: number): void {
    this.counts.set(bucket, (this.counts.get(bucket) ?? 0) + count);
  }
}

/** The first bucket whose upper end is not below the duration. */
function bucketOf(milliseconds: number): number {
  return Math.ceil(Math.log(Math.max(1, milliseconds)) / Math.log(GROWTH));
}
