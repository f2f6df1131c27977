import { type Context, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace-node';

/** Spans of one request that are kept until it is known how the request ends. Those that come after are lost. */
const MAX_HELD = 64;

/** What happened in this process on behalf of one request. */
interface Held {
  /** The request's own span. */
  readonly root: object;
  /** Undefined while the request is under way. */
  failed?: boolean;
  spans: ReadableSpan[];
}

/**
 * Passes on what is sampled and, of what is not, the requests that fail: a decision at the beginning of a request cannot
 * know its end.
 *
 * Callers and callees were told "not sampled" before the failure, so of them a trace shows what failed with it. Memory is
 * bounded by the requests in flight: what is held hangs on their spans, in no table.
 */
export class FailedRequests implements SpanProcessor {
  private readonly held = new WeakMap<object, Held>();

  constructor(private readonly next: SpanProcessor) {}

  onStart(span: Span, parentContext: Context): void {
    this.next.onStart(span, parentContext);
    if (isSampled(span)) return;
    const parent = trace.getSpan(parentContext);
    this.held.set(span, (parent && this.held.get(parent)) ?? { root: span, spans: [] });
  }

  onEnd(span: ReadableSpan): void {
    const held = this.held.get(span);
    if (held === undefined) {
      this.next.onEnd(span);
    } else if (held.root === span) {
      held.failed = span.status.code === SpanStatusCode.ERROR;
      if (held.failed) for (const part of [...held.spans, span]) this.send(part);
      held.spans = [];
    } else if (held.failed === undefined) {
      if (held.spans.length < MAX_HELD) held.spans.push(span);
    } else if (held.failed) {
      // Work that goes on after the answer.
      this.send(span);
    }
  }

  forceFlush(): Promise<void> {
    return this.next.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.next.shutdown();
  }

  private send(span: ReadableSpan): void {
    span.spanContext().traceFlags |= TraceFlags.SAMPLED;
    this.next.onEnd(span);
  }
}

function isSampled(span: ReadableSpan): boolean {
  return (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;
}
