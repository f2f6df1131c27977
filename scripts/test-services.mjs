// usage: test-services.mjs SCRIPT…
// Runs npm scripts (test, lint) of every service under services/, each with its own tools, the services side by side.
// After `test`, also the tests that their pipelines run against a deployed version, here against the sample services
// on this machine, and those of both services together.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { LocalServices } from './lib/local-services.mjs';
import { installService, serviceNames, servicePath, startIn } from './lib/services.mjs';

/**
 * The services are repositories of their own once they are delivered, so they share no package: each has a copy of
 * src/platform, if it wants one. Here, where all are in sight, the copies are kept the same.
 */
function differingPlatformFiles() {
  const folders = serviceNames.map((name) => join(servicePath(name), 'src', 'platform'));
  const [first, ...others] = folders
    .filter((folder) => existsSync(folder))
    .map((folder) => {
      return new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
    });
  if (first === undefined) return [];
  const names = new Set([first, ...others].flatMap((files) => [...files.keys()]));
  return [...names].filter((file) => others.some((files) => files.get(file) !== first.get(file)));
}

/** Runs the scripts of one service until one fails. Says whether all passed. */
async function run(name) {
  for (const script of scripts) {
    if (!(await passes(name, script))) return false;
  }
  return true;
}

/** Runs one script of a service, shows what it printed if it fails, and says whether it passed. */
async function passes(name, script, variables) {
  const start = performance.now();
  const { code, output } = await startIn(name, 'npm', ['run', '--silent', script], variables);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const tests = /Tests\s+(.*)/.exec(stripVTControlCharacters(output))?.[1];
  console.log(`${name} ${script}: ${code === 0 ? 'passed' : 'FAILED'} in ${seconds} s${tests ? ` (${tests})` : ''}`);
  if (code !== 0) console.error(output);
  return code === 0;
}

/** Runs the tests of a deployed version, with and without an address. Takes what `npm test` of each service has built. */
async function testsOfDeployedPass() {
  const services = new LocalServices((ending) => console.error(ending));
  try {
    const urls = await services.start();
    const results = await Promise.all([
      passes('orders', 'test:integration', { BASE_URL: urls.orders }),
      passes('storefront', 'test:acceptance', { BASE_URL: urls.storefront }),
      needsAddress('orders', 'test:integration'),
      needsAddress('storefront', 'test:acceptance'),
    ]);
    return results.every(Boolean);
  } finally {
    await services.stop();
  }
}

/** Without an address a test of a deployed version must not pass, and has to say what it misses. */
async function needsAddress(name, script) {
  const { code, output } = await startIn(name, 'npm', ['run', '--silent', script], { BASE_URL: '' });
  if (code !== 0 && output.includes('BASE_URL is required')) return true;
  console.error(`${name} ${script}: FAILED, as without BASE_URL it ended with ${code} and said:\n${output}`);
  return false;
}

/** Runs the tests of both services together, and shows what they printed if one fails. */
function testsOfBothPass() {
  const file = fileURLToPath(new URL('../test/services/one-trace.test.mjs', import.meta.url));
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--test', file], { encoding: 'utf8' });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const passed = /^. pass (\d+)$/m.exec(stdout)?.[1] ?? 'none';
  console.log(`both services: ${status === 0 ? 'passed' : 'FAILED'} in ${seconds} s (${passed} passed)`);
  if (status !== 0) console.error(`${stdout}${stderr}`);
  return status === 0;
}

const scripts = process.argv.slice(2);
if (scripts.length === 0) {
  console.error('usage: test-services.mjs SCRIPT…');
  process.exit(2);
}
const differing = differingPlatformFiles();
if (differing.length > 0) console.error(`src/platform is not the same in all services: ${differing.join(', ')}`);
for (const name of serviceNames) installService(name);
const passed = await Promise.all(serviceNames.map(run));
if (scripts.includes('test') && passed.every(Boolean)) passed.push(await testsOfDeployedPass(), testsOfBothPass());
process.exit(differing.length === 0 && passed.every(Boolean) ? 0 : 1);
