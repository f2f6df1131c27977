/**
 * The value that `percent` of the values do not exceed, by the nearest rank; of an even number the median is the mean of the
 * two in the middle. Undefined where there are none.
 *
 * @param sorted smallest first
 */
export function percentile(sorted: readonly number[], percent: number): number | undefined {
  const { length } = sorted;
  if (length === 0) return undefined;
  if (percent === 50 && length % 2 === 0) return (sorted[length / 2 - 1]! + sorted[length / 2]!) / 2;
  return sorted[Math.max(1, Math.ceil((percent * length) / 100)) - 1];
}
