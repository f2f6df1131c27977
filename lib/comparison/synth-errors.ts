import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Replaced } from './caught';

/** What a synth reads. */
const SOURCES = ['bin', 'config', 'integrations', 'lib', 'services', 'cdk.json', 'package.json', 'tsconfig.json'];

/** What costs time and changes no template: code of functions is not bundled, nor copied. The CLI would not take it. */
const QUICK = { 'aws:cdk:bundling-stacks': [], 'aws:cdk:disable-asset-staging': true };

/**
 * What a strict synth of the sandbox says when files of the code are others: an empty list where it ends well. It is run for
 * real, in a copy of the project, and takes its time: first the app with its checks, then the CLI, which makes errors of
 * warnings.
 *
 * @param project its directory, with what npm installed
 */
export async function synthErrors(project: string, changed: readonly Replaced[]): Promise<readonly string[]> {
  const copy = mkdtempSync(join(tmpdir(), 'slipway-copy-'));
  try {
    for (const name of SOURCES) cpSync(join(project, name), join(copy, name), { recursive: true, filter: isSource });
    symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'));
    for (const file of changed) writeFileSync(join(copy, file.path), file.text);
    const { app, context } = JSON.parse(readFileSync(join(project, 'cdk.json'), 'utf8'));
    const child = spawn(`${app} && node_modules/.bin/cdk synth --strict --quiet --app cdk.out`, {
      shell: true,
      cwd: copy,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        CDK_VALIDATION: '',
        CDK_OUTDIR: 'cdk.out',
        CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...QUICK }),
      },
    });
    const [[status], said, printed] = await Promise.all([once(child, 'close'), text(child.stderr), text(child.stdout)]);
    if (status === 0) return [];
    const lines = `${said}\n${printed}`.split('\n').map((line) => line.trim());
    return [
      lines.find((line) => /^\w*Error: /.test(line)) ?? lines.find((line) => line !== '') ?? `exit code ${status}`,
    ];
  } finally {
    rmSync(copy, { recursive: true });
  }
}

/** What services have installed is none of a synth's business. */
function isSource(path: string): boolean {
  return !/\/(node_modules|dist)$/.test(path);
}
