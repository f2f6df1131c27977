import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { commonVariables, readEnvironment, required, tracesWanted } from '../src/platform/environment.js';
import { remembered } from '../src/platform/health.js';
import { amazonTrace } from '../src/platform/server.js';

// What src/platform does for every service; the same file in each.

const schema = z.object({ ...commonVariables, NAME: required('the name') });
const read = (env: Record<string, string>) => readEnvironment(schema, { NAME: 'x', ...env });

describe('the environment', () => {
  it('has defaults that suit production', () => {
    expect(read({})).toMatchObject({ PORT: 8080, HOST: '0.0.0.0', LOG_LEVEL: 'info' });
  });

  it('leaves time for a shutdown before the orchestrator loses its patience after 30 s', () => {
    const { SHUTDOWN_DELAY_MS, SHUTDOWN_TIMEOUT_MS } = read({});
    expect(SHUTDOWN_DELAY_MS + SHUTDOWN_TIMEOUT_MS).toBeLessThan(28_000);
  });

  it.each(['-1', '1.5', '65536', '8080x', ' '])('refuses "%s" as a port', (PORT) => {
    expect(() => read({ PORT })).toThrow(`PORT must be a whole number between 0 and 65535 (got "${PORT}")`);
  });

  it('reports all problems, and an empty variable as one that is not set', () => {
    expect(() => readEnvironment(schema, { NAME: '', LOG_LEVEL: 'loud' })).toThrow(
      /^ {2}LOG_LEVEL must be one of .* \(got "loud"\)\n {2}NAME is required: the name \(got nothing\)$/,
    );
  });

  it('never shows credentials of an address that it refuses', () => {
    const bad = 'https://user:hunter2@receiver/';
    expect(() => read({ OTEL_EXPORTER_OTLP_ENDPOINT: bad })).toThrow('(got "https://***@receiver/")');
  });

  it('refuses a protocol of traces that the service does not speak', () => {
    expect(() => read({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' })).toThrow('must be one of http/protobuf (got "grpc")');
  });
});

describe('the variables of sampling', () => {
  it.each(['0', '5', '0.5', '100'])('take %s percent', (TRACE_SAMPLE_PERCENT) => {
    expect(read({ TRACE_SAMPLE_PERCENT }).TRACE_SAMPLE_PERCENT).toBe(Number(TRACE_SAMPLE_PERCENT));
  });

  it.each(['-1', '101', '5%', '1e1', 'all'])('refuse "%s" percent', (TRACE_SAMPLE_PERCENT) => {
    const message = `TRACE_SAMPLE_PERCENT must be a number between 0 and 100 (got "${TRACE_SAMPLE_PERCENT}")`;
    expect(() => read({ TRACE_SAMPLE_PERCENT })).toThrow(message);
  });

  it('refuse a sampler that the service does not have', () => {
    expect(() => read({ OTEL_TRACES_SAMPLER: 'jaeger_remote' })).toThrow(
      /OTEL_TRACES_SAMPLER must be one of always_on, .*, xray \(got "jaeger_remote"\)/,
    );
  });

  it.each(['0.05', '1', 'endpoint=http://localhost:2000'])('take %s as the argument of a sampler', (argument) => {
    expect(read({ OTEL_TRACES_SAMPLER_ARG: argument }).OTEL_TRACES_SAMPLER_ARG).toBe(argument);
  });

  it.each(['2', 'endpoint=localhost:2000', 'endpoint=http://me:secret@host'])('refuse the argument %s', (argument) => {
    expect(() => read({ OTEL_TRACES_SAMPLER_ARG: argument })).toThrow(
      'OTEL_TRACES_SAMPLER_ARG must be a ratio from 0 to 1, or endpoint=http://HOST:PORT for the sampler xray',
    );
  });
});

describe('traces', () => {
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };

  it.each([
    [{}, false],
    [endpoint, true],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4318/v1/traces' }, true],
    [{ OTEL_TRACES_EXPORTER: 'otlp' }, true],
    [{ ...endpoint, OTEL_TRACES_EXPORTER: 'none' }, false],
    [{ ...endpoint, OTEL_SDK_DISABLED: 'true' }, false],
  ])('with %j are wanted: %s', (env, wanted) => {
    expect(tracesWanted(read(env))).toBe(wanted);
  });
});

describe("the load balancer's id of a request", () => {
  it.each([
    ['Root=1-5759e988-bd862e3fe1be46a994272793', '1-5759e988-bd862e3fe1be46a994272793'],
    [
      'Self=1-67891234-12456789abcdef012345678;Root=1-5759e988-bd862e3fe1be46a994272793',
      '1-5759e988-bd862e3fe1be46a994272793',
    ],
    ['Root=1-5759e988', undefined],
    ['something else', undefined],
    [undefined, undefined],
  ])('of %j is %s', (header, id) => {
    expect(amazonTrace(header).amzn_trace_id).toBe(id);
  });
});

describe('a remembered check', () => {
  it('is made once for simultaneous and for soon repeated questions', async () => {
    const check = vi.fn(async () => undefined);
    const ask = remembered(check, 1_000, 1_000);
    await Promise.all([ask(), ask()]);
    await ask();
    expect(check).toHaveBeenCalledTimes(1);
  });

  it('is made again after its time, so that a dependency that came back is noticed', async () => {
    const check = vi.fn<() => Promise<void>>().mockRejectedValueOnce(new Error('down')).mockResolvedValueOnce();
    const ask = remembered(check, 20, 1_000);
    await expect(ask()).rejects.toThrow('down');
    await new Promise((resolve) => setTimeout(resolve, 40));
    await expect(ask()).resolves.toBeUndefined();
  });

  it('fails when there is no answer in time', async () => {
    await expect(remembered(() => new Promise(() => undefined), 1_000, 20)()).rejects.toThrow('no answer within 20 ms');
  });
});
