import { Histogram } from '../histogram';
import type { LoadResult } from '../probe-event';
import type { LoadPlan } from './constants';

/** What a load test found, and what of it is over a limit. */
export interface LoadReport {
  /** A table, line by line. */
  readonly lines: readonly string[];
  /** Each a sentence's part: `p95 is 1200 ms, and the limit 1000 ms`. None: it is well. */
  readonly failures: readonly string[];
}

/** How late the probe may be with a request before its rate is not what was asked for. */
const LATE_MILLISECONDS = 1000;

/** Adds up the pieces of a load test and compares the whole with its limits. */
export function reportLoad(plan: LoadPlan, pieces: readonly LoadResult[]): LoadReport {
  const requests = sum(pieces.map((piece) => piece.requests));
  const statuses = added(pieces.map((piece) => piece.statuses));
  const unanswered = added(pieces.map((piece) => piece.unanswered));
  const latencies = new Histogram(pieces.flatMap((piece) => piece.latencies));
  const serverErrors = sum(Object.entries(statuses).map(([status, count]) => (status.startsWith('5') ? count : 0)));
  const errorPercent = (100 * (serverErrors + sum(Object.values(unanswered)))) / requests;
  // Of all requests: one without an answer is slower than any other.
  const p95 = latencies.percentile(95, requests);
  const late = Math.max(...pieces.map((piece) => piece.late));

  const rows: [string, string][] = [
    ['requests', `${requests}, ${plan.requestsPerSecond} a second`],
    ['answers', listed(statuses)],
    ['no answer', listed(unanswered)],
    ['p50', inMilliseconds(latencies.percentile(50, requests))],
    ['p95', `${inMilliseconds(p95)} (limit ${plan.p95Milliseconds} ms)`],
    ['p99', inMilliseconds(latencies.percentile(99, requests))],
    ['slowest', inMilliseconds(Math.max(...pieces.map(({ slowest }) => slowest)))],
    ['errors', `${rounded(errorPercent)} % (limit ${plan.errorPercent} %)`],
  ];
  return {
    lines: rows.map(([name, value]) => `${name.padEnd(10)} ${value}`),
    failures: [
      ...(p95 === undefined || p95 > plan.p95Milliseconds
        ? [`p95 is ${inMilliseconds(p95)}, and the limit ${plan.p95Milliseconds} ms`]
        : []),
      ...(errorPercent > plan.errorPercent
        ? [`${rounded(errorPercent)} % of the requests failed, and the limit is ${plan.errorPercent} %`]
        : []),
      ...(late > LATE_MILLISECONDS
        ? [`the probe was ${inMilliseconds(late)} late with a request, so that the rate is more than it can send`]
        : []),
    ],
  };
}

/** How many requests each call of the probe sends. */
export function slices({ requestsPerSecond, seconds }: LoadPlan, sliceSeconds: number): number[] {
  const requests = requestsPerSecond * seconds;
  const each = requestsPerSecond * sliceSeconds;
  return Array.from({ length: Math.ceil(requests / each) }, (_, index) => Math.min(each, requests - index * each));
}

function added(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const [key, count] of counts.flatMap((one) => Object.entries(one))) total[key] = (total[key] ?? 0) + count;
  return total;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function listed(counts: Readonly<Record<string, number>>): string {
  const entries = Object.entries(counts).map(([key, count]) => `${key}: ${count}`);
  return entries.length > 0 ? entries.join(', ') : 'none';
}

function inMilliseconds(value: number | undefined): string {
  return value === undefined ? 'no answer' : `${Math.round(value)} ms`;
}

function rounded(percent: number): string {
  return String(Math.round(percent * 100) / 100);
}
