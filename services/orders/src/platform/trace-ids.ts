import { type IdGenerator, RandomIdGenerator } from '@opentelemetry/sdk-trace-node';

/** Random ids, as W3C wants them and X-Ray takes them; and a way to begin a trace under an id that came with a request. */
export class TraceIds implements IdGenerator {
  private readonly random = new RandomIdGenerator();
  private given: string | undefined;

  /** Runs `start`; if that begins a trace, and an id is given, the trace gets it. */
  within<T>(traceId: string | undefined, start: () => T): T {
    this.given = traceId;
    try {
      return start();
    } finally {
      this.given = undefined;
    }
  }

  generateTraceId(): string {
    return this.given ?? this.random.generateTraceId();
  }

  generateSpanId(): string {
    return this.random.generateSpanId();
  }
}
