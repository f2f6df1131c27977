import { percentile } from '../../lib/delivery-metrics/percentile';
import { tiersOf } from '../../lib/delivery-metrics/tiers';
import { metricsOf } from './golden/golden';

const base = metricsOf({});
const HOUR = 3600;
const DAY = 24 * HOUR;

test.each([
  [0, undefined],
  [1 / 31, 'low'],
  [1 / 30, 'medium'],
  [1 / 7.1, 'medium'],
  [1 / 7, 'high'],
  [1, 'high'],
  [1.01, 'elite'],
])('%d deployments a day: %s', (deploymentsPerDay, tier) => {
  expect(tiersOf({ ...base, deploymentsPerDay }).deploymentFrequency).toBe(tier);
  expect(tiersOf({ ...base, deploymentsPerDay: deploymentsPerDay * 3 }, 3).deploymentFrequency).toBe(tier);
});

test.each([
  [undefined, undefined],
  [0, 'elite'],
  [DAY - 1, 'elite'],
  [DAY, 'high'],
  [7 * DAY, 'medium'],
  [30 * DAY, 'low'],
])('a median lead time of %d seconds: %s', (median, tier) => {
  expect(tiersOf({ ...base, leadTime: { commits: 1, median } }).leadTime).toBe(tier);
});

test.each([
  [undefined, undefined],
  [5, 'elite'],
  [5.1, 'high'],
  [20, 'high'],
  [20.1, 'low'],
  [100, 'low'],
])('%d percent of failed changes: %s', (changeFailRate, tier) => {
  expect(tiersOf({ ...base, changeFailRate }).changeFailRate).toBe(tier);
});

test.each([
  [undefined, undefined],
  [HOUR - 1, 'elite'],
  [HOUR, 'high'],
  [DAY, 'low'],
])('a median recovery of %d seconds: %s', (median, tier) => {
  expect(tiersOf({ ...base, recoveryTime: { recovered: 1, open: 0, median } }).recoveryTime).toBe(tier);
});

test.each([
  [[], 50, undefined],
  [[4], 50, 4],
  [[1, 3], 50, 2],
  [[1, 2, 9], 50, 2],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 90, 9],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 90, 10],
])('of %j the percentile %d is %d', (values, percent, expected) => {
  expect(percentile(values, percent)).toBe(expected);
});
