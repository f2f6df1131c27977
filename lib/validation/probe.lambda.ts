/** Sends requests to the service's own listeners from inside its network. */
import { readVariables } from '../build/programs/program';
import { PROBE_VARIABLES } from './constants';
import { HttpTarget, type Received } from './http';
import { LOAD_CONNECTIONS, sendLoad } from './load';
import { judge } from './model';
import type { LoadResult, PassedAnswer, ProbeEvent, RequestEvent, Verdict } from './probe-event';
import { observe } from './smoke';

/** Lambda answers with 6 MB at most (Lambda quotas), and Base64 makes four bytes of three. */
const LARGEST_PASSED_BODY = 4 * 1024 * 1024;

export async function handler(event: ProbeEvent): Promise<Verdict | PassedAnswer | LoadResult> {
  const url = new URL(readVariables(process.env, PROBE_VARIABLES)[event.listener]);
  // Connections of their own for each call: those of the last one may have died while Lambda let the function sleep.
  const target = new HttpTarget(url, event.addresses, event.kind === 'load' ? LOAD_CONNECTIONS : 1);
  try {
    switch (event.kind) {
      case 'smoke':
        return judge(event.validation, await observe(target, event.validation));
      case 'load':
        return await sendLoad(target, event);
      case 'request':
        return passed(await pass(target, event), url);
    }
  } finally {
    target.close();
  }
}

function pass(target: HttpTarget, { method, path, headers, body, timeoutMilliseconds }: RequestEvent) {
  return target.exchange({
    method,
    path,
    headers,
    body: body === '' ? undefined : Buffer.from(body, 'base64'),
    timeoutMilliseconds,
    limit: LARGEST_PASSED_BODY,
  });
}

function passed({ status, headers, body, isComplete }: Received, { origin }: URL): PassedAnswer {
  if (!isComplete)
    throw new Error(`the answer is larger than ${LARGEST_PASSED_BODY} bytes, which the probe cannot pass`);
  return { status, headers, body: body.toString('base64'), origin };
}
