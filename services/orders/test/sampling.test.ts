import { ROOT_CONTEXT, type SpanContext, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SamplingDecision,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { describe, expect, it } from 'vitest';
import { FailedRequests } from '../src/platform/failed-requests.js';
import { type Beginning, ChoosingSampler, firstAndPercent } from '../src/platform/sampling.js';

// What src/platform does for every service; the same file in each.

const REQUEST: Beginning = { method: 'GET', path: '/', host: 'shop' };
const NOON = Date.UTC(2026, 0, 1, 12);

describe('the first of each second and a share of the others', () => {
  it('is the first one alone where the share is nothing', () => {
    const choose = firstAndPercent(0, () => 0);
    const times = [0, 1, 999, 1_000, 1_500, 3_000];
    expect(times.map((ms) => choose(REQUEST, NOON + ms))).toEqual([true, false, false, true, false, true]);
  });

  it('is everything where the share is all', () => {
    const choose = firstAndPercent(100, () => 0.999_999);
    expect([1, 2, 3].every(() => choose(REQUEST, NOON))).toBe(true);
  });

  it('is that share of what comes after the first', () => {
    let count = 0;
    const choose = firstAndPercent(5, () => (count++ % 100) / 100);
    choose(REQUEST, NOON);
    expect(Array.from({ length: 1_000 }, () => choose(REQUEST, NOON)).filter(Boolean)).toHaveLength(50);
  });
});

describe('the sampler', () => {
  const parent = (traceFlags: number, isRemote: boolean): SpanContext => ({
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    traceFlags,
    isRemote,
  });
  const { SAMPLED, NONE } = TraceFlags;
  const { RECORD, RECORD_AND_SAMPLED } = SamplingDecision;

  it.each([
    ['a new trace that is chosen', undefined, true, false, RECORD_AND_SAMPLED],
    ['a new trace that is not chosen', undefined, false, true, RECORD],
    [
      "a caller's trace, not chosen, of callers that are trusted",
      parent(SAMPLED, true),
      false,
      true,
      RECORD_AND_SAMPLED,
    ],
    ["a caller's trace, not chosen, of callers that are not", parent(SAMPLED, true), false, false, RECORD],
    ["a caller's trace, chosen, of callers that are not", parent(SAMPLED, true), true, false, RECORD_AND_SAMPLED],
    ["a caller's trace that is not sampled", parent(NONE, true), true, true, RECORD],
    ['a part of a request that is sampled', parent(SAMPLED, false), false, false, RECORD_AND_SAMPLED],
    ['a part of a request that is not', parent(NONE, false), true, true, RECORD],
  ])('decides about %s', (_, above, chosen, trustCallers, decision) => {
    const context = above ? trace.setSpanContext(ROOT_CONTEXT, above) : ROOT_CONTEXT;
    const sampler = new ChoosingSampler(() => chosen, trustCallers);
    expect(sampler.shouldSample(context, 'id', 'GET', SpanKind.SERVER, {}).decision).toBe(decision);
  });

  it('tells what chooses which request it is about', () => {
    const seen: Beginning[] = [];
    const sampler = new ChoosingSampler((beginning) => seen.push(beginning) > 0, true);
    const attributes = { 'http.request.method': 'POST', 'url.path': '/orders', 'server.address': 'orders' };
    sampler.shouldSample(ROOT_CONTEXT, 'id', 'POST', SpanKind.SERVER, attributes);
    sampler.shouldSample(ROOT_CONTEXT, 'id', 'work', SpanKind.INTERNAL, {});
    expect(seen).toEqual([
      { method: 'POST', path: '/orders', host: 'orders' },
      { method: '', path: '', host: '' },
    ]);
  });
});

describe('of requests that are not sampled', () => {
  function tracing(chosen = false) {
    const exporter = new InMemorySpanExporter();
    const provider = new NodeTracerProvider({
      sampler: new ChoosingSampler(() => chosen, true),
      spanProcessors: [new FailedRequests(new SimpleSpanProcessor(exporter))],
    });
    const tracer = provider.getTracer('test');
    const start = (name: string, above?: ReturnType<typeof tracer.startSpan>) =>
      tracer.startSpan(name, {}, above ? trace.setSpan(ROOT_CONTEXT, above) : ROOT_CONTEXT);
    const fail = (span: ReturnType<typeof start>) => span.setStatus({ code: SpanStatusCode.ERROR }).end();
    return { start, fail, sent: () => exporter.getFinishedSpans().map(({ name }) => name), exporter };
  }

  it('one that ends well is not sent, though a part of it failed', () => {
    const { start, fail, sent } = tracing();
    const request = start('request');
    fail(start('attempt', request));
    request.end();
    expect(sent()).toEqual([]);
  });

  it('one that fails is sent whole, as sampled', () => {
    const { start, fail, sent, exporter } = tracing();
    const request = start('request');
    const call = start('call', request);
    start('query', call).end();
    call.end();
    fail(request);
    expect(sent()).toEqual(['query', 'call', 'request']);
    const flags = exporter.getFinishedSpans().map((span) => span.spanContext().traceFlags);
    expect(flags).toEqual([1, 1, 1]);
  });

  it('what goes on after the answer is sent if the request failed, and only then', () => {
    const { start, fail, sent } = tracing();
    const [bad, good] = [start('bad'), start('good')];
    const [afterBad, afterGood] = [start('after bad', bad), start('after good', good)];
    fail(bad);
    good.end();
    afterBad.end();
    afterGood.end();
    expect(sent()).toEqual(['bad', 'after bad']);
  });

  it('two at the same time are kept apart, also in one trace', () => {
    const { start, fail, sent } = tracing();
    const caller = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 0 };
    const remote = trace.wrapSpanContext({ ...caller, isRemote: true });
    const [first, second] = [start('first', remote), start('second', remote)];
    start('of first', first).end();
    start('of second', second).end();
    fail(first);
    second.end();
    expect(sent()).toEqual(['of first', 'first']);
  });

  it('one with a great many parts is sent with as many as are kept', () => {
    const { start, fail, sent } = tracing();
    const request = start('request');
    for (let count = 0; count < 1_000; count += 1) start('part', request).end();
    fail(request);
    expect(sent()).toHaveLength(65);
  });

  it('nothing is held up of one that is sampled', () => {
    const { start, sent } = tracing(true);
    const request = start('request');
    start('part', request).end();
    expect(sent()).toEqual(['part']);
    request.end();
    expect(sent()).toEqual(['part', 'request']);
  });
});
