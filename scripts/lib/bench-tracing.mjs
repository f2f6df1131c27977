// What tracing costs the services: requests per second and CPU time, for a request that is answered from memory, where
// tracing weighs most, and for an order, which goes through both services to DynamoDB's API in memory. All variants run
// side by side and are loaded in turn, so that a busy moment of the machine falls on all of them.
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { LocalServices } from './local-services.mjs';
import { buildService, installService } from './services.mjs';
import { startTraceReceiver } from './trace-receiver.mjs';

const ratio = { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.05' };
const VARIANTS = {
  'no tracing': () => ({}),
  '5 %, failures not kept': (url) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: url, ...ratio }),
  '5 % and every failure': (url) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: url, TRACE_SAMPLE_PERCENT: '5' }),
  '100 %': (url) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: url, TRACE_SAMPLE_PERCENT: '100' }),
};
const LOADS = {
  page: { count: 3_000, warmUp: 6_000, path: '/api/products' },
  order: { count: 250, warmUp: 500, path: '/api/orders', body: { items: [{ productId: 'enamel-mug', quantity: 1 }] } },
};
/** Requests under way at a time. */
const CONCURRENCY = 16;
/** Where Linux says what a process has used, in hundredths of a second. */
const usageOf = (pid) => `/proc/${pid}/stat`;

/** Prints, for each variant, medians of `runs` runs and their ratio to the run without tracing just before. */
export async function benchTracing(runs, row) {
  for (const name of ['orders', 'storefront']) {
    installService(name);
    buildService(name);
  }
  const receiver = await startTraceReceiver({ decode: false });
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
  const running = [];
  try {
    for (const [name, variables] of Object.entries(VARIANTS)) {
      const services = new LocalServices(
        (ending) => console.error(ending),
        () => undefined,
      );
      running.push({ name, services });
      // The log as it is in an environment, whose lines carry the trace's id. A busy machine must not end in retries.
      const patience = { LOG_LEVEL: 'info', ORDERS_TIMEOUT_MS: '20000', ORDERS_DEADLINE_MS: '20000' };
      const { storefront } = await services.start({ variables: { ...patience, ...variables(receiver.url) } });
      running.at(-1).url = storefront;
      for (const load of Object.values(LOADS)) await send(agent, storefront, load, load.warmUp);
    }
    const samples = await inTurn(running, agent, runs);
    const kinds = Object.keys(LOADS);
    row('tracing', ...kinds.flatMap((kind) => [kind, 'CPU of both']));
    for (const { name } of running) {
      const cells = kinds.flatMap((kind) => {
        const { all } = samples.find((one) => one.name === name && one.kind === kind);
        const [perSecond, relative, cpu] = ['perSecond', 'relative', 'cpu'].map((key) => median(all, key));
        return [`${Math.round(perSecond)}/s, ${relative.toFixed(2)} x`, cpu > 0 ? `${Math.round(cpu)} µs` : 'unknown'];
      });
      row(name, ...cells);
    }
  } finally {
    for (const { services } of running) await services.stop();
    agent.destroy();
    await receiver.close();
  }
}

async function inTurn(running, agent, runs) {
  const samples = running.flatMap(({ name }) => Object.keys(LOADS).map((kind) => ({ name, kind, all: [] })));
  for (let run = 0; run < runs; run += 1) {
    for (const [kind, load] of Object.entries(LOADS)) {
      const round = [];
      // Each run begins with another, as whoever comes first after a change of load has a disadvantage.
      for (const { name, services, url } of running.map((_, index) => running[(index + run) % running.length])) {
        const before = cpuOf(services.pids);
        const perSecond = load.count / (await send(agent, url, load, load.count));
        round.push({ name, perSecond, cpu: (cpuOf(services.pids) - before) / load.count });
      }
      const base = round.find(({ name }) => name === running[0].name).perSecond;
      for (const { name, perSecond, cpu } of round) {
        const sample = samples.find((one) => one.name === name && one.kind === kind);
        sample.all.push({ perSecond, cpu, relative: perSecond / base });
      }
    }
  }
  return samples;
}

function median(samples, key) {
  return samples.map((one) => one[key]).toSorted((a, b) => a - b)[Math.floor(samples.length / 2)];
}

/** Microseconds of CPU time that processes have used; 0 where the system does not say. */
function cpuOf(pids) {
  if (!existsSync(usageOf(process.pid))) return 0;
  const ticks = pids.map((pid) => readFileSync(usageOf(pid), 'utf8').split(') ')[1].split(' '));
  return ticks.reduce((sum, fields) => sum + (Number(fields[11]) + Number(fields[12])) * 10_000, 0);
}

/** Sends `count` requests and resolves to the seconds that took. Rejects if one is not answered well. */
async function send(agent, url, load, count) {
  const start = performance.now();
  let left = count;
  const worker = async () => {
    while (left-- > 0) await one(agent, url, load);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return (performance.now() - start) / 1_000;
}

function one(agent, url, { path, body }) {
  return new Promise((resolve, reject) => {
    const text = body && JSON.stringify(body);
    const headers = text && {
      'content-type': 'application/json',
      'content-length': text.length,
      'idempotency-key': randomUUID(),
    };
    request(new URL(path, url), { agent, method: text ? 'POST' : 'GET', headers }, (response) => {
      response.resume().on('end', () => {
        if (response.statusCode < 300) resolve();
        else reject(new Error(`${path} was answered with ${response.statusCode}`));
      });
    })
      .on('error', reject)
      .end(text);
  });
}
