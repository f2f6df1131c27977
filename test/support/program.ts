import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve, sep } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { build } from 'esbuild';

/** For Node, with {@link KEEPING} in its environment, so that it compiles a bundle once in a test run. */
export const KEEP_COMPILED = ['--require', join(__dirname, 'keep-compiled.js')];
export const KEEPING = { SLIPWAY_TEST_RUN: process.env['SLIPWAY_TEST_RUN'] };

/** What a program that ran to its end left behind. */
export interface ProgramResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A directory of its own below the system's temporary one, removed when the test file ends. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Bundles a program as the CDK app does, and returns the path of the one file that CodeBuild would run. */
export async function bundleProgram(source: string, directory: string): Promise<string> {
  const outfile = join(directory, basename(source).replace(/\.program\.ts$/, '.js'));
  await bundleOnce(source, outfile);
  return outfile;
}

/** Bundles for this machine's Node, once for all files of a test run; `outfile` is a copy of the file's own. */
export async function bundleOnce(source: string, outfile: string): Promise<void> {
  const kept = join(process.env['SLIPWAY_TEST_RUN']!, `${resolve(source).replaceAll(sep, '!')}.js`);
  if (!existsSync(kept)) {
    const own = `${kept}.${process.pid}`;
    await build({
      entryPoints: [source],
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      outfile: own,
    });
    // Renamed, so that a file that runs beside this one never reads half of it.
    renameSync(own, kept);
  }
  copyFileSync(kept, outfile);
}

/** Runs a bundled program in a process of its own, with nothing of this machine's configuration. */
export function runBundle(
  bundle: string,
  options: { readonly cwd?: string; readonly home: string; readonly env: NodeJS.ProcessEnv },
): Promise<ProgramResult> {
  const env = { ...isolated(options.home), ...options.env, ...KEEPING };
  return resultOf(spawn(process.execPath, [...KEEP_COMPILED, bundle], { cwd: options.cwd ?? options.home, env }));
}

/** Waits for the end of a process. */
export function resultOf(child: ChildProcessByStdio<Writable | null, Readable, Readable>): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** The environment of a build container: no user configuration, and credentials that are worth nothing. */
export function isolated(home: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: home,
    GIT_CONFIG_NOSYSTEM: '1',
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEBUILD',
    AWS_SECRET_ACCESS_KEY: 'build-secret',
    AWS_EC2_METADATA_DISABLED: 'true',
    // The warning says that Node 20 is old; it would be in every stderr that a test compares.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
