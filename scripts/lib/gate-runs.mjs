// Runs the programs of the gates as a build does: bundled as they ship, in processes of their own.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import programs from '../../lib/build/programs-asset.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Everything that a run leaves is in here. */
export const workspace = mkdtempSync(join(tmpdir(), 'slipway-gates-'));

const shipped = join(workspace, 'shipped');
mkdirSync(shipped);
programs.bundlePrograms(shipped);

/** The tools by their lock file, kept until it changes; or why they cannot be had. */
export function installTools() {
  const lock = readFileSync(join(shipped, 'tools/package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex').slice(0, 16);
  const directory = join(root, 'node_modules/.cache/slipway-gates', hash);
  mkdirSync(directory, { recursive: true });
  cpSync(join(shipped, 'tools'), directory, { recursive: true });
  // npm writes this file at the end of every installation.
  if (existsSync(join(directory, 'node_modules/.package-lock.json'))) return { directory };
  try {
    const options = ['--ignore-scripts', '--no-audit', '--no-fund'];
    execFileSync('npm', ['ci', ...options], { cwd: directory, encoding: 'utf8', stdio: 'pipe' });
    return { directory };
  } catch (error) {
    const reason = String(error.stderr ?? error).match(/npm error (code .*)/)?.[1] ?? String(error.message);
    return { missing: `npm cannot install the tools of the gates: ${reason}` };
  }
}

let count = 0;

/** A directory of a run's own. */
export function newDirectory() {
  const directory = join(workspace, `run-${count++}`);
  mkdirSync(directory);
  return directory;
}

/** Runs one of the programs that ship. */
export async function runProgram(name, { cwd, env }) {
  const isolated = {
    PATH: process.env.PATH,
    HOME: workspace,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEBUILD',
    AWS_SECRET_ACCESS_KEY: 'build-secret',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  const child = spawn(process.execPath, [join(shipped, `${name}.js`)], { cwd, env: { ...isolated, ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const [code] = await once(child, 'close');
  const reports = env.REPORTS_DIRECTORY && join(env.REPORTS_DIRECTORY, 'gates.xml');
  const report = reports && existsSync(reports) ? readFileSync(reports, 'utf8') : '';
  return { code, output, report };
}

/** A Git repository with these files in one commit. */
export function commit(directory, files) {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), content);
  }
  const identity = ['-c', 'user.name=Self-test', '-c', 'user.email=self-test@example.com'];
  const git = (...args) => execFileSync('git', [...identity, ...args], { cwd: directory, stdio: 'pipe' });
  git('init', '--quiet');
  git('add', '--all', '--force');
  git('commit', '--quiet', '--message', 'source');
  return directory;
}

/** The files of a sample service, as they are now and without what Git ignores. */
export function serviceFiles(name) {
  const directory = join(root, 'services', name);
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const files = execFileSync('git', list, { cwd: directory, encoding: 'utf8' }).split('\0').filter(Boolean);
  const present = files.filter((file) => existsSync(join(directory, file)));
  return Object.fromEntries(present.map((file) => [file, readFileSync(join(directory, file))]));
}

/** The coverage that the tests of a sample service have left, or undefined. */
export function serviceCoverage(name) {
  const file = join(root, 'services', name, 'reports/cobertura-coverage.xml');
  return existsSync(file) ? file : undefined;
}
