import { QueryString } from 'aws-cdk-lib/aws-logs';

/**
 * What people ask of the services' logs. The fields are those of the services' log lines: one line a request, with `msg`
 * `request`, its `route`, `method`, `status` and `ms`, and in every line of a request its `trace_id`.
 */

/** A line about a request that has been answered; probes are logged on a level that is off. */
const ANSWERED = 'msg = "request"';

/** A trace id is 32 hexadecimal digits; people replace this one. */
export const TRACE_ID_EXAMPLE = '0'.repeat(32);

/** Queries about one service, by the end of their names. */
export const SERVICE_QUERIES = {
  'errors-by-route': new QueryString({
    filterStatements: [ANSWERED, 'status >= 500'],
    statsStatements: ['count(*) as errors by method, route, status'],
    sort: 'errors desc',
    limit: 50,
  }),
  'slowest-routes': new QueryString({
    filterStatements: [ANSWERED],
    statsStatements: [
      'count(*) as requests, pct(ms, 50) as p50, pct(ms, 99) as p99, max(ms) as slowest by method, route',
    ],
    sort: 'p99 desc',
    limit: 50,
  }),
  'last-errors': new QueryString({
    fields: ['@timestamp', 'msg', 'err.type', 'err.message', 'trace_id', 'amzn_trace_id'],
    filterStatements: ['level in ["error", "fatal"]'],
    sort: '@timestamp desc',
    limit: 100,
  }),
} as const;

/** Queries about all services of an environment. */
export const ENVIRONMENT_QUERIES = {
  'one-trace': new QueryString({
    fields: ['@timestamp', 'service', 'level', 'msg', 'method', 'route', 'status', 'ms', 'err.message', 'span_id'],
    filterStatements: [`trace_id = "${TRACE_ID_EXAMPLE}"`],
    sort: '@timestamp asc',
    limit: 1000,
  }),
} as const;
