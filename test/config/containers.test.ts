import type { ServiceSettingsInput } from '../../lib/config/input';
import type { Writable } from '../support/configs';
import { problemsAfter, wrong } from './problems';

type Settings = Writable<ServiceSettingsInput>;

/** The lines for one service with these settings in a delivery of dev, where tasks may have the agent, and prod. */
function problemsOf(settings: Settings, prod?: Settings, faultInjection = false): string[] {
  return problemsAfter((delivery) => {
    delivery.environments[0]!.faultInjection = faultInjection;
    delivery.environments.push({ name: 'prod', production: true, network: { cidr: '10.1.0.0/16' } });
    Object.assign(delivery.services[0]!, settings);
    if (prod !== undefined) delivery.services[0]!.environments = { prod };
  });
}

const sidecar = { name: 'proxy', image: 'public.ecr.aws/nginx/nginx:1.29.3' };
const sidecars = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ ...sidecar, name: `proxy${index}`, memory: 6 }));
const TOO_LITTLE = 'which leaves the service too little';

describe('the names of sidecars', () => {
  test('are different', () => {
    expect(problemsOf({ sidecars: [sidecar, sidecar] })).toEqual([
      "services[0].sidecars[1].name: is the same as services[0].sidecars[0].name (got 'proxy', allowed a name of its own)",
    ]);
  });

  test("are not the service's own", () => {
    expect(problemsOf({}, { sidecars: [{ ...sidecar, name: 'app' }] })).toEqual([
      "services[0].environments.prod.sidecars[0].name: is the service's own container (got 'app', allowed any other name)",
    ]);
  });

  test.each(['collector', 'ssm-agent'])("are not the platform's %s, even where it is not used", (name) => {
    expect(problemsOf({ tracing: false, sidecars: [{ ...sidecar, name }] })).toEqual([
      `services[0].sidecars[0].name: is a container of the platform (got '${name}', allowed any other name)`,
    ]);
  });
});

describe('the number of sidecars', () => {
  test('is nine where nothing is traced', () => {
    expect(problemsOf({ tracing: false, sidecars: sidecars(9) })).toEqual([]);
  });

  test('is one less beside a collector', () => {
    expect(problemsOf({ sidecars: sidecars(8) })).toEqual([]);
    expect(problemsOf({ sidecars: sidecars(9) })).toEqual([
      "services[0].sidecars: are too many beside the platform's collector (got a list of 9, allowed at most 8)",
    ]);
  });

  test('is one less where a single environment traces', () => {
    expect(problemsOf({ tracing: false, sidecars: sidecars(9) }, { tracing: {} })).toEqual([
      "services[0].sidecars: are too many beside the platform's collector in prod (got a list of 9, allowed at most 8)",
    ]);
  });

  test('is one less where faults are injected', () => {
    expect(problemsOf({ sidecars: sidecars(7) }, undefined, true)).toEqual([]);
    expect(problemsOf({ sidecars: sidecars(8) }, undefined, true)).toEqual([
      "services[0].sidecars: are too many beside the platform's collector, ssm-agent in dev " +
        '(got a list of 8, allowed at most 7)',
    ]);
    expect(problemsOf({ tracing: false, sidecars: sidecars(9) }, undefined, true)).toEqual([
      "services[0].sidecars: are too many beside the platform's ssm-agent in dev (got a list of 9, allowed at most 8)",
    ]);
  });

  test('is one mistake where it is too large everywhere', () => {
    expect(problemsOf({ sidecars: sidecars(9) }, undefined, true)).toHaveLength(1);
  });
});

describe('the memory of a task', () => {
  test('is enough for the service beside its sidecars', () => {
    expect(problemsOf({ tracing: false, sidecars: [{ ...sidecar, memory: 385 }] })).toEqual([
      `services[0].sidecars: may use 385 of the task's 512 MiB, ${TOO_LITTLE} (got 385, allowed at most 384)`,
    ]);
    expect(problemsOf({ tracing: false, sidecars: [{ ...sidecar, memory: 384 }] })).toEqual([]);
  });

  test('is enough for the service beside its sidecars and the collector', () => {
    expect(problemsOf({ sidecars: [{ ...sidecar, memory: 257 }] })).toEqual([
      `services[0].sidecars: may use 257 of the task's 512 MiB beside 128 of the platform's, ${TOO_LITTLE} ` +
        '(got 257, allowed at most 256)',
    ]);
    expect(problemsOf({ sidecars: [{ ...sidecar, memory: 256 }] })).toEqual([]);
  });

  test('is enough for the service beside a larger collector', () => {
    expect(problemsOf({ tracing: { collectorMemory: 385 } })).toEqual([
      `services[0].tracing.collectorMemory: may use 385 of the task's 512 MiB, ${TOO_LITTLE} (got 385, allowed at most 384)`,
    ]);
    expect(problemsOf({ tracing: { collectorMemory: 384 } })).toEqual([]);
  });

  test('is enough where a single environment has less', () => {
    expect(problemsOf({ memory: 2048, sidecars: [{ ...sidecar, memory: 1024 }] }, { memory: 1024 })).toEqual([
      `services[0].sidecars: may use 1024 of the task's 1024 MiB beside 128 of the platform's in prod, ${TOO_LITTLE} ` +
        '(got 1024, allowed at most 768)',
    ]);
    expect(problemsOf({ memory: 1024, tracing: { collectorMemory: 512 } }, { memory: 512 })).toEqual([
      `services[0].tracing.collectorMemory: may use 512 of the task's 512 MiB in prod, ${TOO_LITTLE} ` +
        '(got 512, allowed at most 384)',
    ]);
  });

  test('is enough where a single environment traces', () => {
    const settings: Settings = { tracing: false, sidecars: [{ ...sidecar, memory: 384 }] };
    expect(problemsOf(settings, { tracing: { collectorMemory: 64 } })).toEqual([
      `services[0].sidecars: may use 384 of the task's 512 MiB beside 64 of the platform's in prod, ${TOO_LITTLE} ` +
        '(got 384, allowed at most 320)',
    ]);
    expect(problemsOf({ ...settings, tracing: {} }, { tracing: false })).toHaveLength(1);
  });

  test("is enough for the agent's part where faults are injected", () => {
    expect(problemsOf({ sidecars: [{ ...sidecar, memory: 128 }] }, undefined, true)).toEqual([]);
    expect(problemsOf({ sidecars: [{ ...sidecar, memory: 129 }] }, undefined, true)).toEqual([
      `services[0].sidecars: may use 129 of the task's 512 MiB beside 256 of the platform's in dev, ${TOO_LITTLE} ` +
        '(got 129, allowed at most 128)',
    ]);
    expect(problemsOf({ tracing: { collectorMemory: 257 } }, undefined, true)).toEqual([
      `services[0].tracing.collectorMemory: may use 257 of the task's 512 MiB beside 128 of the platform's in dev, ` +
        `${TOO_LITTLE} (got 257, allowed at most 256)`,
    ]);
  });

  test('is one mistake where it is too little everywhere', () => {
    expect(problemsOf({ sidecars: [{ ...sidecar, memory: 385 }] }, undefined, true)).toHaveLength(1);
  });

  test('is not judged with a wrong value among its parts', () => {
    expect(problemsOf({ tracing: wrong('off'), sidecars: [{ ...sidecar, memory: 385 }] })).toHaveLength(1);
    expect(problemsOf({ tracing: { collectorMemory: 1 }, sidecars: [{ ...sidecar, memory: 385 }] })).toHaveLength(1);
  });
});
