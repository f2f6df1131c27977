// npm run bench [-- --runs 5]: what a synth costs, what tracing costs the services, how long the handlers take to load,
// what the delivery metrics cost. Figures of one run are compared with each other, never with those of another day:
// machines differ, ratios stay. Nothing here passes or fails.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { benchDelivery } from './lib/bench-delivery.mjs';
import { benchHandlers } from './lib/bench-handlers.mjs';
import { benchTracing } from './lib/bench-tracing.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const runs = Number(parseArgs({ options: { runs: { type: 'string', default: '5' } } }).values.runs);
if (!(Number.isInteger(runs) && runs > 0)) {
  console.error('--runs must be a whole number over 0');
  process.exit(1);
}
// Inside node_modules, so that the copy of the app finds its packages.
const work = mkdtempSync(join(root, 'node_modules', '.bench-'));
const memoryHook = join(work, 'memory.cjs');
const memoryLog = join(work, 'memory.log');
writeFileSync(
  memoryHook,
  `process.on('exit', () => require('node:fs').appendFileSync(${JSON.stringify(memoryLog)},
    process.resourceUsage().maxRSS + '\\n'));`,
);

try {
  await main();
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function main() {
  const compiled = await compile();
  const commands = {
    'cdk synth (as shipped)': () => synth(root, { config: 'sandbox' }),
    'cdk synth (precompiled)': () =>
      synth(compiled, { config: join(compiled, 'config/sandbox.js'), app: 'node bin/slipway.js' }),
    'cdk synth (no validation)': () => synth(root, { config: 'sandbox', env: { CDK_VALIDATION: 'false' } }),
    'cdk --version': () => measure(root, ['--version']),
  };
  console.log(`sandbox, median of ${runs} runs in turn:`);
  const medians = interleaved(commands);
  const base = medians['cdk synth (precompiled)'].ms;
  for (const [name, { ms, mb }] of Object.entries(medians)) {
    row(name, `${(ms / 1000).toFixed(2)} s`, `${(ms / base).toFixed(2)} x precompiled`, `${mb} MB`);
  }

  console.log('\nsize:');
  row('delivery', 'synth', 'resources', 'ms a resource', 'memory', 'largest template');
  size('sandbox', { config: 'sandbox' });
  size('workshop', { config: 'workshop' });
  for (const services of [2, 20, 100])
    size(`${services} services x 3`, { config: generated(services) }, services > 20 ? 1 : 3);

  console.log(`\nthe services on Node ${process.versions.node}, median of ${runs} runs in turn:`);
  await benchTracing(runs, row);

  console.log(`\nthe Lambda handlers as they ship, on Node ${process.versions.node}, median of ${runs} runs in turn:`);
  await benchHandlers(work, runs, row);

  console.log('\nthe delivery metrics, on one processor:');
  await benchDelivery(work, row);
}

/** The same app without TypeScript: each file's JavaScript beside it, where Node finds it first. */
async function compile() {
  const copy = join(work, 'app');
  for (const directory of ['bin', 'lib', 'config'])
    cpSync(join(root, directory), join(copy, directory), { recursive: true });
  cpSync(join(root, 'cdk.json'), join(copy, 'cdk.json'));
  symlinkSync(join(root, 'services'), join(copy, 'services'));
  const files = readdirSync(copy, { recursive: true, encoding: 'utf8' });
  const entryPoints = files.filter((file) => /^(bin|lib|config)\/.*\.ts$/.test(file)).map((file) => join(copy, file));
  await build({ entryPoints, outbase: copy, outdir: copy, platform: 'node', format: 'cjs', target: 'node20' });
  return copy;
}

/** A delivery of many services in three environments; each has a listener port of its own. */
function generated(count) {
  const file = join(work, `services-${count}.json`);
  const service = (_, index) => ({
    name: `s${index}`,
    directory: join(root, 'services/orders'),
    listenerPort: 2000 + index,
    calls: index % 10 === 0 ? [] : [`s${index - (index % 10)}`],
    ...(index % 4 === 0 && { table: { partitionKey: 'id' } }),
  });
  const environments = ['dev', 'test', 'prod'].map((name, index) => ({
    name,
    network: { cidr: `10.${index}.0.0/16` },
    production: name === 'prod',
  }));
  writeFileSync(
    file,
    JSON.stringify({ name: 'bench', environments, services: Array.from({ length: count }, service) }),
  );
  return file;
}

function size(name, options, times = Math.min(runs, 3)) {
  const output = join(work, 'out');
  const { ms, mb } = interleaved({ it: () => synth(root, { ...options, output }) }, times).it;
  const templates = readdirSync(output)
    .filter((file) => file.endsWith('.template.json'))
    .map((file) => readFileSync(join(output, file), 'utf8'))
    .map((text) => ({ bytes: text.length, resources: Object.keys(JSON.parse(text).Resources).length }));
  const resources = templates.reduce((sum, template) => sum + template.resources, 0);
  const most = (key) => Math.max(...templates.map((template) => template[key]));
  rmSync(output, { recursive: true });
  row(
    name,
    `${(ms / 1000).toFixed(1)} s`,
    `${resources} in ${templates.length} stacks`,
    (ms / resources).toFixed(1),
    `${mb} MB`,
    `${most('resources')} resources, ${Math.round(most('bytes') / 1024)} KB`,
  );
}

function synth(cwd, { config, app, env, output = join(work, 'out') }) {
  return measure(
    cwd,
    [
      'synth',
      '--quiet',
      '--no-notices',
      '--context',
      `config=${config}`,
      '--output',
      output,
      ...(app ? ['--app', app] : []),
    ],
    env,
  );
}

function measure(cwd, args, env = {}) {
  writeFileSync(memoryLog, '');
  mkdirSync(work, { recursive: true });
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'node_modules/aws-cdk/bin/cdk'), ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env, NODE_OPTIONS: `--require ${memoryHook}` },
  });
  const ms = performance.now() - start;
  if (status !== 0) throw new Error(`cdk ${args.join(' ')}: ${stderr}`);
  // The largest of the processes: the CLI and the app never peak together.
  const kilobytes = Math.max(...readFileSync(memoryLog, 'utf8').trim().split('\n').map(Number));
  return { ms, mb: Math.round(kilobytes / 1024) };
}

/** Each command in turn, again and again, so that a busy moment of the machine falls on all of them. */
function interleaved(commands, times = runs) {
  const results = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let run = 0; run < times; run++) {
    for (const [name, command] of Object.entries(commands)) results[name].push(command());
  }
  const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  return Object.fromEntries(
    Object.entries(results).map(([name, all]) => [
      name,
      { ms: median(all.map(({ ms }) => ms)), mb: Math.max(...all.map(({ mb }) => mb)) },
    ]),
  );
}

function row(first, ...cells) {
  console.log(`  ${first.padEnd(26)}${cells.map((cell) => String(cell).padEnd(20)).join('')}`.trimEnd());
}
