// usage: test-services.mjs SCRIPT…
// Runs npm scripts (test, lint) of every service under services/, each with its own tools, the services side by side.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
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
  for (const script of process.argv.slice(2)) {
    const start = performance.now();
    const { code, output } = await startIn(name, 'npm', ['run', '--silent', script]);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const tests = /Tests\s+(.*)/.exec(stripVTControlCharacters(output))?.[1];
    console.log(`${name} ${script}: ${code === 0 ? 'passed' : 'FAILED'} in ${seconds} s${tests ? ` (${tests})` : ''}`);
    if (code === 0) continue;
    console.error(output);
    return false;
  }
  return true;
}

const differing = differingPlatformFiles();
if (differing.length > 0) console.error(`src/platform is not the same in all services: ${differing.join(', ')}`);
for (const name of serviceNames) installService(name);
const passed = await Promise.all(serviceNames.map(run));
process.exit(differing.length === 0 && passed.every(Boolean) ? 0 : 1);
