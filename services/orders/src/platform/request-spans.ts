import {
  type Attributes,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import { AMAZON_TRACE_HEADER, amazonTrace } from './server.js';
import type { TraceIds } from './trace-ids.js';

// One span for a request. General instrumentation makes three, of the server, the router and the handler, and that is
// most of what tracing costs a request that is answered from memory (`npm run bench`).

declare module 'fastify' {
  interface FastifyRequest {
    /** What the request failed with. */
    failure: Error | null;
  }
}

/** How many errors that caused each other are recorded. */
const MAX_CAUSES = 5;

/**
 * Gives every request a span, which ends with its answer, and makes it current for all that the request does. Continues
 * the caller's trace, or the one that the load balancer began. Probes get none, nor does what they call.
 */
export function requestSpans(tracer: Tracer, ids: TraceIds): FastifyPluginCallback {
  const plugin: FastifyPluginCallback = (app, _, done) => {
    app.decorateRequest('failure', null);
    app.addHook('onRequest', (request, reply, next) => {
      if (isProbe(request)) return void context.with(suppressTracing(ROOT_CONTEXT), next);
      const caller = propagation.extract(ROOT_CONTEXT, request.headers);
      const span = ids.within(loadBalancersTrace(request), () =>
        tracer.startSpan(nameOf(request), { kind: SpanKind.SERVER, attributes: attributesOf(request) }, caller),
      );
      // Comes for every request, also for one whose caller has hung up.
      reply.raw.once('close', () => end(span, request, reply));
      // Fastify keeps the context over the parts of a body.
      context.with(trace.setSpan(caller, span), next);
    });
    app.addHook('onError', (request, _reply, error, next) => {
      request.failure = error;
      next();
    });
    done();
  };
  // The hooks are for the whole application, not for a part of it.
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true });
}

function isProbe({ url }: FastifyRequest): boolean {
  return url === '/health' || url === '/ready';
}

/** A load balancer begins a trace without a span of its own: there is an id, and no parent. */
function loadBalancersTrace(request: FastifyRequest): string | undefined {
  const root = amazonTrace(request.headers[AMAZON_TRACE_HEADER]).amzn_trace_id;
  return root?.slice(2).replace('-', '');
}

function nameOf(request: FastifyRequest): string {
  const route = request.routeOptions.url;
  return route === undefined ? request.method : `${request.method} ${route}`;
}

/** By OpenTelemetry's conventions for HTTP, without the query and the client's address: neither is for a trace. */
function attributesOf(request: FastifyRequest): Attributes {
  const agent = request.headers['user-agent'];
  const route = request.routeOptions.url;
  return {
    'http.request.method': request.method,
    'url.scheme': request.protocol,
    'url.path': request.url.split('?', 1)[0],
    'server.address': request.hostname,
    ...(route !== undefined && { 'http.route': route }),
    ...(agent !== undefined && { 'user_agent.original': agent }),
  };
}

function end(span: Span, request: FastifyRequest, reply: FastifyReply): void {
  if (reply.raw.headersSent) span.setAttribute('http.response.status_code', reply.statusCode);
  if (reply.statusCode >= 500) {
    const { failure } = request;
    span.setAttribute('error.type', String(reply.statusCode));
    span.setStatus({ code: SpanStatusCode.ERROR, ...(failure && { message: failure.message }) });
    let cause: unknown = failure;
    for (let count = 0; cause instanceof Error && count < MAX_CAUSES; count += 1) {
      span.recordException(cause);
      cause = cause.cause;
    }
  }
  span.end();
}
