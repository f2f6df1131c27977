import {
  type Attributes,
  type Context,
  isSpanContextValid,
  type SpanKind,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { type Sampler, SamplingDecision, type SamplingResult } from '@opentelemetry/sdk-trace-node';

const RECORD_AND_SAMPLED: SamplingResult = { decision: SamplingDecision.RECORD_AND_SAMPLED };
const RECORD: SamplingResult = { decision: SamplingDecision.RECORD };

/** What is known of a trace when it begins. Texts are empty where something is not known. */
export interface Beginning {
  readonly method: string;
  readonly path: string;
  readonly host: string;
}

/** Says whether a trace that begins now, in milliseconds of Unix time, is one of those that are sent. */
export type Choice = (beginning: Beginning, now: number) => boolean;

/** Lets a number of calls pass in each second of the clock. */
export class PerSecond {
  private second = 0;
  private passed = 0;

  /** Whether this call at `now`, in milliseconds, is among the first `limit` of its second. */
  passes(limit: number, now: number): boolean {
    const second = Math.floor(now / 1_000);
    if (second !== this.second) {
      this.second = second;
      this.passed = 0;
    }
    if (this.passed >= limit) return false;
    this.passed += 1;
    return true;
  }
}

/** Chooses the first trace of each second, and `percent` of the others. `random` gives numbers from 0 to below 1. */
export function firstAndPercent(percent: number, random: () => number = Math.random): Choice {
  const first = new PerSecond();
  return (_, now) => first.passes(1, now) || random() * 100 < percent;
}

/**
 * Takes the decision where a trace begins; what belongs to a trace follows it. Whatever is not sent is recorded all the
 * same, for the case that it fails (`FailedRequests`).
 */
export class ChoosingSampler implements Sampler {
  /**
   * @param choose asked once for a trace
   * @param trustCallers whether a caller's "this is sampled" counts. Where anyone may call it must not, as traces cost
   */
  constructor(
    private readonly choose: Choice,
    private readonly trustCallers: boolean,
  ) {}

  shouldSample(
    parentContext: Context,
    _traceId: string,
    _name: string,
    _kind: SpanKind,
    attributes: Attributes,
  ): SamplingResult {
    const parent = trace.getSpanContext(parentContext);
    if (parent !== undefined && isSpanContextValid(parent)) {
      if ((parent.traceFlags & TraceFlags.SAMPLED) === 0) return RECORD;
      if (!parent.isRemote || this.trustCallers) return RECORD_AND_SAMPLED;
    }
    return this.choose(beginningOf(attributes), Date.now()) ? RECORD_AND_SAMPLED : RECORD;
  }

  toString(): string {
    return 'ChoosingSampler';
  }
}

function beginningOf(attributes: Attributes): Beginning {
  const text = (name: string) => (typeof attributes[name] === 'string' ? attributes[name] : '');
  return { method: text('http.request.method'), path: text('url.path'), host: text('server.address') };
}
