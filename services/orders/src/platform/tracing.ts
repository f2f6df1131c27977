import FastifyOtel from '@fastify/otel';
import { DiagLogLevel, diag, trace } from '@opentelemetry/api';
import { CompositePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { type Instrumentation, registerInstrumentations } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { AWSXRayPropagator } from '@opentelemetry/propagator-aws-xray';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { FastifyPluginCallback } from 'fastify';
import type { Logger } from 'pino';

// Loaded only when traces are wanted, and before anything that it has to watch.

const isProbe = (url: string | undefined) => url === '/health' || url === '/ready';

/** Tracing that is on. */
export interface Tracing {
  readonly fastifyPlugin: FastifyPluginCallback;
  /** The ids of the current trace, for the log. */
  logFields(): object;
  /** Makes failures of the export visible in the service's log. */
  reportTo(logger: Logger): void;
  /** Sends what has not been sent. */
  shutdown(): Promise<void>;
}

/**
 * Starts tracing. Exporter, sampler, resource and batching follow the standard OTEL_* variables. Trace ids are W3C's
 * random ones, which X-Ray takes as they are.
 */
export function startTracing(serviceName: string, instrumentations: Instrumentation[]): Tracing {
  const provider = new NodeTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': serviceName }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  // Where a request carries both headers, the last one is believed: a proxy of AWS may have added the other.
  const propagators = [new AWSXRayPropagator(), new W3CTraceContextPropagator()];
  provider.register({ propagator: new CompositePropagator({ propagators }) });

  const fastify = new FastifyOtel({
    // One span for a route is enough: a span for each hook doubles the cost and tells little.
    instrumentHooks: false,
    ignorePaths: (route) => isProbe(route.url),
  });
  fastify.setTracerProvider(provider);
  const http = new HttpInstrumentation({
    ignoreIncomingRequestHook: (request) => isProbe(request.url),
    requireParentforOutgoingSpans: true,
  });
  registerInstrumentations({ instrumentations: [http, ...instrumentations], tracerProvider: provider });

  return {
    fastifyPlugin: fastify.plugin() as FastifyPluginCallback,
    logFields: () => {
      const span = trace.getActiveSpan()?.spanContext();
      return span ? { trace_id: span.traceId, span_id: span.spanId } : {};
    },
    reportTo: (logger) => {
      const warn = (message: string) => logger.warn({ otel: message }, 'tracing');
      diag.setLogger({ error: warn, warn, info: warn, debug: warn, verbose: warn }, DiagLogLevel.WARN);
    },
    shutdown: () => provider.shutdown(),
  };
}
