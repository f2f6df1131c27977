// What the scripts know about the sample services under services/.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../services', import.meta.url));

/** The names of all services. */
export const serviceNames = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'package.json')));

/** Where a service's files are. */
export const servicePath = (name) => join(folder, name);

/** Runs a command in a service's folder. Returns its exit code and, unless it is shown, its output. */
export function runIn(name, command, args, { show = false } = {}) {
  const result = spawnSync(command, args, {
    cwd: servicePath(name),
    encoding: 'utf8',
    stdio: show ? 'inherit' : 'pipe',
  });
  if (result.error) throw result.error;
  return { code: result.status ?? 1, output: `${result.stdout ?? ''}${result.stderr ?? ''}` };
}

/** Starts a command in a service's folder, with `variables` beside the environment. Resolves to exit code and output. */
export async function startIn(name, command, args, variables = {}) {
  const env = { ...process.env, ...variables };
  const child = spawn(command, args, { cwd: servicePath(name), env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const [code] = await once(child, 'close');
  return { code: code ?? 1, output };
}

/** Installs a service's dependencies if that was not done since its lock file changed. */
export function installService(name) {
  const lock = join(servicePath(name), 'package-lock.json');
  if (!existsSync(lock)) {
    console.log(`${name}: no package-lock.json, so nothing is installed`);
    return;
  }
  // npm writes this file at the end of every installation.
  const installed = join(servicePath(name), 'node_modules', '.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  console.log(`${name}: installing dependencies`);
  orThrow(name, 'npm ci', runIn(name, 'npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']));
}

/** Compiles a service. */
export function buildService(name) {
  orThrow(name, 'npm run build', runIn(name, 'npm', ['run', '--silent', 'build']));
}

function orThrow(name, what, { code, output }) {
  if (code !== 0) throw new Error(`${name}: "${what}" failed:\n${output}`);
}
