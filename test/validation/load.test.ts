import { Histogram } from '../../lib/validation/histogram';
import { sendLoad } from '../../lib/validation/load';
import { handler } from '../../lib/validation/probe.lambda';
import type { LoadEvent, LoadResult } from '../../lib/validation/probe-event';
import { answering, closingHalfWay, HttpService, silent } from '../support/http-service';

const service = HttpService.forTests();

async function load(event: Partial<LoadEvent> = {}): Promise<LoadResult> {
  process.env['PRODUCTION_URL'] = service.url;
  process.env['TEST_URL'] = 'http://test.invalid';
  const complete = { path: '/health', requests: 20, requestsPerSecond: 1000, timeoutMilliseconds: 5000, ...event };
  return (await handler({ kind: 'load', listener: 'production', ...complete })) as LoadResult;
}

test('as many requests are sent as are asked for, and every answer is counted by its status', async () => {
  service.on((request, response) => answering(service.requests.length % 4 === 0 ? 503 : 200)(request, response));
  const result = await load({ path: '/orders?limit=1' });
  expect(result).toMatchObject({ requests: 20, statuses: { 200: 15, 503: 5 }, unanswered: {} });
  expect(new Histogram(result.latencies).total).toBe(20);
  expect(new Set(service.requests.map(({ method, url }) => `${method} ${url}`))).toEqual(
    new Set(['GET /orders?limit=1']),
  );
});

test('requests are sent when they are due, whether or not earlier ones are answered', async () => {
  const waiting: (() => void)[] = [];
  service.on((request, response) => {
    waiting.push(() => answering(200)(request, response));
    // Nobody is answered before everybody has asked.
    if (waiting.length === 20) for (const answer of waiting) answer();
  });
  expect(await load()).toMatchObject({ statuses: { 200: 20 }, unanswered: {} });
  expect(service.mostAtOnce).toBe(20);
});

test('they are not sent before they are due', async () => {
  const start = performance.now();
  await load({ requests: 5, requestsPerSecond: 100 });
  expect(performance.now() - start).toBeGreaterThanOrEqual(39);
});

test('an answer is measured from when its request was due, though the probe itself sent it late', async () => {
  let clock = 0;
  const exchange = async () => {
    // The probe stands still while it sends; all are answered after the last was sent, at 500 ms.
    clock += 100;
    return { status: 200, headers: [], body: Buffer.alloc(0), isComplete: true };
  };
  const event = { path: '/', requests: 5, requestsPerSecond: 1000, timeoutMilliseconds: 5000 } as const;
  const result = await sendLoad({ exchange }, { kind: 'load', listener: 'production', ...event }, () => clock);
  expect(result).toMatchObject({ slowest: 500, late: 396 });
  // The last was due at 4 ms, and sent at 400.
  expect(new Histogram(result.latencies).percentile(1)).toBeGreaterThanOrEqual(496);
});

test('requests without an answer are counted by what they met', async () => {
  service.on((request, response) => (service.requests.length % 2 ? closingHalfWay : answering(200))(request, response));
  const result = await load({ requests: 10 });
  expect(result).toMatchObject({
    statuses: { 200: 5 },
    unanswered: { 'connection closed before the answer was complete': 5 },
  });
  expect(new Histogram(result.latencies).total).toBe(5);
});

test('a service that never answers ends the load test in time', async () => {
  service.on(silent);
  expect(await load({ requests: 3, timeoutMilliseconds: 30 })).toMatchObject({
    statuses: {},
    unanswered: { 'no answer in time': 3 },
    slowest: 0,
  });
});
