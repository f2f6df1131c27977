import type { SmokeRequest, Validation } from '../config/delivery';
import { type HttpTarget, NoAnswerInTime, type Received } from './http';
import type { Observations, Outcome } from './model';
import type { Header } from './probe-event';

/** More is no answer to a smoke test. */
const LARGEST_BODY = 1024 * 1024;

/** Sends what a validation states, one request after the other, until all are answered or its time is up. */
export async function observe(
  target: HttpTarget,
  validation: Validation,
  now: () => number = () => performance.now(),
): Promise<Observations> {
  const end = now() + validation.timeoutSeconds * 1000;
  let isTimeUp = false;
  const ask = async (request: SmokeRequest): Promise<Outcome> => {
    const start = now();
    try {
      const answer = await target.exchange({
        method: request.method,
        path: request.path,
        headers: headersOf(request),
        body: request.body === undefined ? undefined : Buffer.from(JSON.stringify(request.body)),
        timeoutMilliseconds: end - start,
        limit: LARGEST_BODY,
      });
      return { ...answered(answer), milliseconds: now() - start };
    } catch (error) {
      // A timer may be a little early: what it ended had all the time there was.
      isTimeUp = error instanceof NoAnswerInTime;
      return { problem: (error as Error).message };
    }
  };
  const askAll = async (requests: readonly SmokeRequest[]): Promise<Outcome[]> => {
    const outcomes: Outcome[] = [];
    for (const request of requests) if (!isTimeUp && now() < end) outcomes.push(await ask(request));
    return outcomes;
  };
  const outcomes = await askAll(validation.requests);
  // After the others, so that connections and caches are warm.
  const repeated = await askAll(Array(validation.latency?.requests ?? 0).fill(validation.requests[0]));
  return { outcomes, repeated };
}

function headersOf({ headers, body }: SmokeRequest): Header[] {
  const given = Object.entries(headers);
  const has = (name: string) => given.some(([own]) => own.toLowerCase() === name);
  return [
    ...(has('user-agent') ? [] : [['User-Agent', 'slipway-validation'] as const]),
    ...(body === undefined || has('content-type') ? [] : [['Content-Type', 'application/json'] as const]),
    ...given,
  ];
}

function answered({ status, headers, body, isComplete }: Received) {
  return {
    status,
    contentType: headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '',
    body: isComplete ? body.toString() : undefined,
  };
}
