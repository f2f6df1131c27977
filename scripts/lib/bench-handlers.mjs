// What the Lambda handlers weigh and how long they take to load, for npm run bench.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

const lib = fileURLToPath(new URL('../../lib', import.meta.url));
/** Loads a module and ends, as a client that was made could keep the process alive. */
const LOAD = `try { require(process.argv[1]); process.exit(); }
catch (error) { console.error(error.message); process.exit(1); }`;
/** Good where a handler wants a text, and where it wants a JSON list of names. */
const SOME_VALUE = '["x"]';

/**
 * Prints, for each handler, the size of its bundle, and the time of a fresh process that loads it as a ratio to one that
 * loads nothing just before.
 *
 * @param work a directory for files that may go
 * @param row prints a line of cells
 */
export async function benchHandlers(work, runs, row) {
  const options = await shippedOptions(work);
  const handlers = readdirSync(lib, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.lambda.ts'))
    .sort()
    .map((entry) => prepared(entry, options, work));
  const empty = { args: ['-e', 'process.exit()'], env: environment(work), all: [] };
  for (let run = 0; run < runs; run += 1) {
    for (const handler of handlers) {
      const base = start(empty);
      const ms = start(handler);
      empty.all.push({ ms: base, relative: 1 });
      handler.all.push({ ms, relative: ms / base });
    }
  }
  row('handler', 'bundle', 'cold start');
  row('(an empty process)', '', '1.00 x', `${Math.round(median(empty.all, 'ms'))} ms`);
  for (const { name, bytes, all } of handlers) {
    const relative = `${median(all, 'relative').toFixed(2)} x`;
    row(name, `${Math.round(bytes / 1024)} KB`, relative, `${Math.round(median(all, 'ms'))} ms`);
  }
}

/** The very options of the CDK app. */
async function shippedOptions(work) {
  const outfile = join(work, 'bundle-options.mjs');
  buildSync({ entryPoints: [join(lib, 'shared/bundle-options.ts')], outfile, format: 'esm' });
  return (await import(pathToFileURL(outfile))).BUNDLE_OPTIONS;
}

/** A handler's bundle, with whatever variables and files it asks for when it is loaded. */
function prepared(entry, options, work) {
  const name = basename(entry, '.lambda.ts');
  const directory = join(work, 'handlers', entry);
  const outfile = join(directory, 'index.js');
  mkdirSync(directory, { recursive: true });
  const build = (target) => buildSync({ ...options, target, entryPoints: [join(lib, entry)], outfile });
  build(options.target);
  const { size: bytes } = statSync(outfile);
  // What ships is for Lambda's Node, which may be newer than this one.
  const own = Number(process.versions.node.split('.')[0]);
  if (own < Number(options.target.replace('node', ''))) build(`node${own}`);

  const handler = { name, bytes, args: ['-e', LOAD, outfile], env: environment(directory), all: [] };
  const given = new Set();
  for (;;) {
    const { status, stderr } = spawn(handler);
    if (status === 0) return handler;
    const variables = /missing environment variables: (.+)/.exec(stderr)?.[1].split(', ') ?? [];
    const [, file] = /ENOENT: .*, open '(.+)'/.exec(stderr) ?? [];
    const asked = [...variables, file].filter((one) => one !== undefined && !given.has(one));
    if (asked.length === 0 || !(file ?? outfile).startsWith(directory + sep)) {
      throw new Error(`${entry} cannot be loaded: ${stderr}`);
    }
    for (const variable of variables) handler.env[variable] = SOME_VALUE;
    if (file) writeFileSync(file, '{}');
    for (const one of asked) given.add(one);
  }
}

/** Nothing of this machine's, so that no setting of it makes a start faster or slower. */
function environment(directory) {
  return {
    AWS_REGION: 'eu-central-1',
    LAMBDA_TASK_ROOT: directory,
    // Lambda's Node is new enough for the SDK, and says nothing.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

/** Milliseconds of a process, from its start to its end. */
function start(command) {
  const before = performance.now();
  const { status, stderr } = spawn(command);
  const ms = performance.now() - before;
  if (status !== 0) throw new Error(`${command.name} cannot be loaded: ${stderr}`);
  return ms;
}

function spawn({ args, env }) {
  return spawnSync(process.execPath, args, { env, encoding: 'utf8' });
}

function median(samples, key) {
  return samples.map((one) => one[key]).toSorted((a, b) => a - b)[Math.floor(samples.length / 2)];
}
