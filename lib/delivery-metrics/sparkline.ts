const BARS = [...'▁▂▃▄▅▆▇█'];

/** A character for each value, the lowest for 0 and the highest for the largest; a dot where there is no value. */
export function sparkline(values: readonly (number | undefined)[]): string {
  const largest = Math.max(0, ...values.filter((value) => value !== undefined));
  return values
    .map((value) => {
      if (value === undefined) return '·';
      return largest === 0 ? BARS[0] : BARS[Math.round((value / largest) * (BARS.length - 1))];
    })
    .join('');
}
