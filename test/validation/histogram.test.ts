import * as fc from 'fast-check';
import { Histogram } from '../../lib/validation/histogram';

const durations = fc.array(fc.double({ min: 1, max: 600_000, noNaN: true }), { minLength: 1, maxLength: 200 });

function counted(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

test('a percentile is that of the values, up to one in a hundred', () => {
  fc.assert(
    fc.property(durations, fc.integer({ min: 1, max: 100 }), (values, percent) => {
      const sorted = [...values].sort((one, other) => one - other);
      const exact = sorted[Math.ceil((percent * values.length) / 100) - 1]!;
      const found = counted(values).percentile(percent)!;
      expect(found).toBeGreaterThanOrEqual(exact * 0.999_999);
      expect(found).toBeLessThanOrEqual(exact * 1.011);
    }),
  );
});

test('parts add up to the whole, also when they were sent as JSON', () => {
  fc.assert(
    fc.property(durations, durations, (some, others) => {
      const sum = new Histogram();
      for (const part of [some, others]) sum.add(JSON.parse(JSON.stringify(counted(part))));
      expect(sum.toJSON()).toEqual(counted([...some, ...others]).toJSON());
      expect(sum.total).toBe(some.length + others.length);
    }),
  );
});

test.each([
  [95, 20],
  [95, 19],
  [100, 20],
])('values that were not counted are slower than all others (p%d of %d)', (percent, of) => {
  const histogram = counted(Array(18).fill(10));
  expect(histogram.percentile(percent, of)).toBeUndefined();
  expect(histogram.percentile(90, of)).toBeCloseTo(10, 0);
});

test('less than a millisecond counts as one', () => {
  expect(counted([0, 0.2]).percentile(100)).toBe(1);
});

test('nothing has no percentile', () => {
  expect(new Histogram().percentile(50)).toBeUndefined();
});
