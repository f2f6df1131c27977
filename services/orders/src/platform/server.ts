import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyPluginCallback, LogController } from 'fastify';
import type { Logger } from 'pino';
import type { RunState } from './health.js';
import { answerWithProblems } from './problem.js';

/** The header in which AWS load balancers hand on the id of a request. */
export const AMAZON_TRACE_HEADER = 'x-amzn-trace-id';

/** How the HTTP server of a service is set up. */
export interface ServerOptions {
  readonly logger: Logger;
  readonly state: RunState;
  /** The addresses whose word is taken for the client's address and protocol (X-Forwarded-*); false for none. */
  readonly trustedProxies: string | false;
  /** Gives each route a span; absent when tracing is off. */
  readonly tracingPlugin: FastifyPluginCallback | undefined;
}

/** Creates a server that has its limits, its log and its error answers, and no routes yet. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    // The callers' text would go into every log line; a load balancer's own id is checked below.
    requestIdHeader: false,
    childLoggerFactory: (logger, bindings, opts, request) =>
      logger.child({ ...bindings, ...amazonTrace(request.headers[AMAZON_TRACE_HEADER]) }, opts),
    trustProxy: options.trustedProxies,
    bodyLimit: 16 * 1024,
    requestTimeout: 10_000,
    // Longer than the 60 s after which a load balancer drops an idle connection: were it shorter, the balancer could
    // send a request into a connection that is just being closed, and answer its client with 502.
    keepAliveTimeout: 65_000,
  }) as unknown as FastifyInstance;
  // A form on another site can post text/plain without asking; JSON it cannot.
  app.removeContentTypeParser('text/plain');
  answerWithProblems(app);
  // A client that keeps its connection would hold up the shutdown, and lose the request it sends when we are gone.
  app.addHook('onSend', async (_, reply) => {
    if (options.state.stopping) reply.header('connection', 'close');
  });
  app.addHook('onResponse', async (request, reply) => {
    // The route's pattern: the address itself may hold ids and query parameters.
    const route = request.routeOptions.url ?? '(none)';
    // Probes come every few seconds from several sides; they would be most of the log.
    const level = route === '/health' || route === '/ready' ? 'debug' : 'info';
    const { method } = request;
    request.log[level]({ method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'request');
  });
  if (options.tracingPlugin) await app.register(options.tracingPlugin);
  return app;
}

/** The load balancer's id of a request, if the header has one in the form that AWS documents. */
export function amazonTrace(header: string | string[] | undefined): { amzn_trace_id?: string } {
  const root = typeof header === 'string' ? /Root=(1-[0-9a-f]{8}-[0-9a-f]{24})/.exec(header)?.[1] : undefined;
  return root ? { amzn_trace_id: root } : {};
}
