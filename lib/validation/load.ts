import { setTimeout as sleep } from 'node:timers/promises';
import { Histogram } from './histogram';
import type { HttpTarget } from './http';
import type { LoadEvent, LoadResult } from './probe-event';

/** Connections that the probe keeps at most: a Lambda function has 1024 file descriptors. */
export const LOAD_CONNECTIONS = 500;

const LARGEST_BODY = 10 * 1024 * 1024;

/**
 * Sends each request when it is due, whether or not earlier ones have been answered, and measures from when it was due: a
 * service that stands still for a second delays the requests of that second, and all of them count.
 */
export async function sendLoad(
  target: Pick<HttpTarget, 'exchange'>,
  event: LoadEvent,
  now: () => number = () => performance.now(),
): Promise<LoadResult> {
  const statuses: Record<string, number> = {};
  const unanswered: Record<string, number> = {};
  const latencies = new Histogram();
  let slowest = 0;
  let late = 0;

  const send = async (due: number): Promise<void> => {
    late = Math.max(late, now() - due);
    try {
      const { status } = await target.exchange({
        method: 'GET',
        path: event.path,
        headers: [['User-Agent', 'slipway-load']],
        timeoutMilliseconds: event.timeoutMilliseconds,
        limit: LARGEST_BODY,
      });
      const milliseconds = now() - due;
      latencies.record(milliseconds);
      slowest = Math.max(slowest, milliseconds);
      count(statuses, String(status));
    } catch (error) {
      count(unanswered, (error as Error).message);
    }
  };

  const start = now();
  const pending: Promise<void>[] = [];
  for (let sent = 0; sent < event.requests; sent++) {
    const due = start + (sent * 1000) / event.requestsPerSecond;
    // Nothing shorter than a millisecond can be waited for: what is due within one goes together.
    if (due - now() >= 1) await sleep(due - now());
    pending.push(send(due));
  }
  await Promise.all(pending);
  return { requests: event.requests, statuses, unanswered, latencies: latencies.toJSON(), slowest, late };
}

function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
