import * as fc from 'fast-check';
import { Histogram } from '../../../lib/validation/histogram';
import type { LoadResult } from '../../../lib/validation/probe-event';
import { reportLoad, slices } from '../../../lib/validation/programs/load-report';

const plan = { path: '/health', requestsPerSecond: 10, seconds: 10, p95Milliseconds: 100, errorPercent: 5 };

/** What a call of the probe found: answers of 200 that took so long each. */
function piece(milliseconds: readonly number[], others: Partial<LoadResult> = {}): LoadResult {
  const latencies = new Histogram();
  for (const one of milliseconds) latencies.record(one);
  return {
    requests: milliseconds.length,
    statuses: { 200: milliseconds.length },
    unanswered: {},
    latencies: latencies.toJSON(),
    slowest: Math.max(...milliseconds, 0),
    late: 0,
    ...others,
  };
}

test('a service within its limits has no failure', () => {
  expect(reportLoad(plan, [piece(Array(100).fill(50))]).failures).toEqual([]);
});

test('the table says what was sent and what came', () => {
  const some = piece([...Array(90).fill(20), ...Array(8).fill(60)], {
    requests: 100,
    statuses: { 200: 96, 404: 1, 503: 1 },
    unanswered: { 'no answer in time': 2 },
  });
  expect(reportLoad(plan, [some]).lines).toEqual([
    'requests   100, 10 a second',
    'answers    200: 96, 404: 1, 503: 1',
    'no answer  no answer in time: 2',
    'p50        20 ms',
    'p95        60 ms (limit 100 ms)',
    'p99        no answer',
    'slowest    60 ms',
    'errors     3 % (limit 5 %)',
  ]);
});

test('the pieces are judged together', () => {
  const { lines, failures } = reportLoad(plan, [piece(Array(95).fill(20)), piece(Array(5).fill(5000))]);
  expect(failures).toEqual([]);
  expect(lines).toContain('requests   100, 10 a second');
  expect(lines).toContain('slowest    5000 ms');
});

test('answers that are too slow fail it', () => {
  expect(reportLoad(plan, [piece([...Array(94).fill(20), ...Array(6).fill(200)])]).failures).toEqual([
    expect.stringMatching(/^p95 is 20[0-2] ms, and the limit 100 ms$/),
  ]);
});

test('requests without an answer are slower than any other', () => {
  const some = piece(Array(94).fill(20), { requests: 100, unanswered: { 'no answer in time': 6 } });
  expect(reportLoad({ ...plan, errorPercent: 50 }, [some]).failures).toEqual([
    'p95 is no answer, and the limit 100 ms',
  ]);
});

test.each([
  ['answers of 5xx', { statuses: { 200: 94, 503: 6 } }],
  ['requests without an answer', { statuses: { 200: 94 }, unanswered: { 'connection refused': 6 } }],
  ['both together', { statuses: { 200: 94, 500: 3 }, unanswered: { 'connection refused': 3 } }],
])('too many %s fail it', (_what, others) => {
  expect(reportLoad(plan, [piece(Array(100).fill(20), others)]).failures).toEqual([
    '6 % of the requests failed, and the limit is 5 %',
  ]);
});

test('as many errors as are allowed do not fail it', () => {
  expect(reportLoad(plan, [piece(Array(100).fill(20), { statuses: { 200: 95, 503: 5 } })]).failures).toEqual([]);
});

test('answers of 4xx are no errors of the service', () => {
  expect(reportLoad(plan, [piece(Array(100).fill(20), { statuses: { 429: 100 } })]).failures).toEqual([]);
});

test('no answer at all is too slow and too bad', () => {
  const none = piece([], { requests: 100, statuses: {}, unanswered: { 'connection refused': 100 } });
  expect(reportLoad(plan, [none]).failures).toEqual([
    'p95 is no answer, and the limit 100 ms',
    '100 % of the requests failed, and the limit is 5 %',
  ]);
});

test('a rate that the probe cannot send is no result', () => {
  expect(reportLoad(plan, [piece([20], { late: 0 }), piece([20], { late: 2500 })]).failures).toEqual([
    'the probe was 2500 ms late with a request, so that the rate is more than it can send',
  ]);
});

test('the pieces make up the whole, and none is longer than a minute', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 10, max: 600 }), (requestsPerSecond, seconds) => {
      const pieces = slices({ ...plan, requestsPerSecond, seconds }, 60);
      expect(pieces.reduce((sum, one) => sum + one, 0)).toBe(requestsPerSecond * seconds);
      expect(Math.max(...pieces)).toBeLessThanOrEqual(requestsPerSecond * 60);
      expect(Math.min(...pieces)).toBeGreaterThan(0);
    }),
  );
});
