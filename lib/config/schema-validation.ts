import { z } from 'zod';
import { oneOf, rule, ruleWithReason, text, whole } from './rules';
import { REQUEST_PATH } from './text-rules';

const MOST_REQUESTS = 20;

/** What the connection itself says; with two of a kind nobody knows which one counts. */
const OF_THE_CONNECTION = ['host', 'content-length', 'transfer-encoding', 'connection', 'upgrade', 'expect', 'te'];

/** "Tokens" in RFC 9110. */
const headerName = ruleWithReason<string>(
  `the name of a header, other than ${OF_THE_CONNECTION.join(', ')}`,
  (value) => {
    if (typeof value !== 'string' || !/^[\w!#$%&'*+.^`|~-]{1,128}$/.test(value)) return 'is not the name of a header';
    return OF_THE_CONNECTION.includes(value.toLowerCase()) ? 'is set by the connection' : undefined;
  },
);

const headerValue = text('text of printable ASCII characters', /^[ -~]*$/, {
  least: 0,
  most: 1024,
  message: 'is not the value of a header',
});

const json = rule<unknown>('what JSON can say', (value) => isJson(value), 'is no JSON');

/** Whether nothing of it would be lost or changed in JSON; what contains itself would never end. */
function isJson(value: unknown, around: readonly unknown[] = []): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || around.includes(value)) return false;
  const isPlain = Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]';
  return isPlain && Object.values(value).every((inner) => isJson(inner, [...around, value]));
}

const request = z.strictObject({
  path: REQUEST_PATH,
  method: oneOf(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'], 'is not offered').optional(),
  headers: z.record(headerName, headerValue).optional(),
  body: json.optional(),
  // Those below 200 only announce an answer.
  status: whole(200, 599).optional(),
  json: json.optional(),
});

/** What a new version is asked before it gets traffic. */
export const validationSchema = z.strictObject({
  requests: z.array(request).min(1).max(MOST_REQUESTS).optional(),
  latency: z.strictObject({ requests: whole(10, 500), p95Milliseconds: whole(1, 10_000, 'ms') }).optional(),
  timeoutSeconds: whole(5, 600, 'seconds').optional(),
});
