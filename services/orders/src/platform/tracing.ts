import { DiagLogLevel, diag, trace } from '@opentelemetry/api';
import { CompositePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { type Instrumentation, registerInstrumentations } from '@opentelemetry/instrumentation';
import { AWSXRayPropagator } from '@opentelemetry/propagator-aws-xray';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { FastifyPluginCallback } from 'fastify';
import type { Logger } from 'pino';
import type { CommonSettings } from './environment.js';
import { FailedRequests } from './failed-requests.js';
import { requestSpans } from './request-spans.js';
import { type Choice, ChoosingSampler, firstAndPercent } from './sampling.js';
import { TraceIds } from './trace-ids.js';
import { XRayRules } from './xray-rules.js';

// Loaded only when traces are wanted, and before anything that it has to watch.

const DEFAULT_PERCENT = 5;
/** Where the collector hands on X-Ray's rules, unless a variable says so. */
const RULES_ENDPOINT = 'http://localhost:2000';
/** X-Ray's names of what a service runs on, by OpenTelemetry's. */
const SERVICE_TYPES: Record<string, string> = { aws_ecs: 'AWS::ECS::Container', aws_eks: 'AWS::EKS::Container' };

/** Tracing that is on. */
export interface Tracing {
  readonly fastifyPlugin: FastifyPluginCallback;
  /** The ids of the current trace, for the log; also of one that is not sent. */
  logFields(): object;
  /** Makes failures of the export visible in the service's log. */
  reportTo(logger: Logger): void;
  /** Sends what has not been sent. */
  shutdown(): Promise<void>;
}

/**
 * Starts tracing. Exporter, resource, batching and, where it is asked for by its standard names, the sampler follow the
 * standard OTEL_* variables. Trace ids are the load balancer's or W3C's random ones; X-Ray takes both as they are.
 */
export function startTracing(
  serviceName: string,
  settings: CommonSettings,
  trustCallers: boolean,
  instrumentations: Instrumentation[],
): Tracing {
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': serviceName }))
    .merge(detectResources({ detectors: [envDetector] }));
  const ids = new TraceIds();
  const batches = new BatchSpanProcessor(new OTLPTraceExporter());
  const choice = choose(settings, resource.attributes);
  const provider = new NodeTracerProvider({
    resource,
    idGenerator: ids,
    spanProcessors: [choice ? new FailedRequests(batches) : batches],
    ...(choice && { sampler: new ChoosingSampler(choice.choose, trustCallers) }),
  });
  // Where a request carries both headers, the last one is believed: a proxy of AWS may have added the other.
  const propagators = [new AWSXRayPropagator(), new W3CTraceContextPropagator()];
  provider.register({ propagator: new CompositePropagator({ propagators }) });
  registerInstrumentations({ instrumentations, tracerProvider: provider });

  return {
    fastifyPlugin: requestSpans(provider.getTracer('requests'), ids),
    logFields: () => {
      const span = trace.getActiveSpan()?.spanContext();
      return span ? { trace_id: span.traceId, span_id: span.spanId } : {};
    },
    reportTo: (logger) => {
      const warn = (message: string) => logger.warn({ otel: message }, 'tracing');
      diag.setLogger({ error: warn, warn, info: warn, debug: warn, verbose: warn }, DiagLogLevel.WARN);
      choice?.rules?.start();
    },
    shutdown: () => {
      choice?.rules?.stop();
      return provider.shutdown();
    },
  };
}

/** What chooses the traces to send; undefined where OpenTelemetry's own variables do. */
function choose(
  settings: CommonSettings,
  attributes: Record<string, unknown>,
): { choose: Choice; rules?: XRayRules } | undefined {
  const { OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: argument, TRACE_SAMPLE_PERCENT: percent } = settings;
  const byPercent = firstAndPercent(percent ?? DEFAULT_PERCENT);
  if (sampler === undefined) return percent === undefined ? undefined : { choose: byPercent };
  if (sampler !== 'xray') return undefined;
  const service = {
    name: String(attributes['service.name'] ?? ''),
    type: SERVICE_TYPES[String(attributes['cloud.platform'])] ?? '',
    arn: String(attributes['aws.ecs.cluster.arn'] ?? ''),
  };
  const endpoint = argument?.startsWith('endpoint=') ? argument.slice('endpoint='.length) : RULES_ENDPOINT;
  const rules = new XRayRules(endpoint, service, byPercent);
  return { choose: rules.choose, rules };
}
