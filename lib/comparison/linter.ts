import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * What was found of mistakes, written down: not everybody has cfn-lint, CloudFormation's rules take seconds, and a synth of
 * changed code more. It is true as long as the hash is that of the templates and of the CDK that are there.
 */
export interface Looked {
  /** Of the templates, and of the CDK's version, which brings CloudFormation's rules. */
  readonly hash: string;
  /** For each mistake in the code what a synth says. */
  readonly synth: readonly (readonly string[])[];
  /** For each template what CloudFormation's rules say. */
  readonly schema: readonly (readonly string[])[];
  /** For example `cfn-lint 1.51.0`. */
  readonly linter: string;
  /** For each template the rules of cfn-lint that it breaks. */
  readonly rules: readonly (readonly string[])[];
}

export function hashOf(templates: readonly string[], cdkVersion: string): string {
  return createHash('sha256')
    .update(JSON.stringify([cdkVersion, ...templates]))
    .digest('hex')
    .slice(0, 16);
}

/**
 * Has cfn-lint look at templates, without this project's exceptions. Undefined where it is not installed.
 *
 * @throws if it does not end as it does when it has looked
 */
export function linted(templates: readonly string[]): Pick<Looked, 'linter' | 'rules'> | undefined {
  const version = spawnSync('cfn-lint', ['--version'], { encoding: 'utf8' });
  if (version.error) return undefined;
  const directory = mkdtempSync(join(tmpdir(), 'slipway-lint-'));
  try {
    const files = templates.map((_, index) => `${index}.yaml`);
    for (const [index, file] of files.entries()) writeFileSync(join(directory, file), templates[index]!);
    const { status, stdout, stderr } = spawnSync('cfn-lint', ['--format', 'json', '--template', ...files], {
      cwd: directory,
      encoding: 'utf8',
    });
    // Its exit code is a sum of 2 for errors, 4 for warnings and 8 for information; 1 is a failure of its own.
    if (status === null || status % 2 === 1) throw new Error(`cfn-lint ended with ${status}: ${stderr}`);
    const findings: readonly LintFinding[] = JSON.parse(stdout);
    const rulesOf = (file: string) => findings.filter(({ Filename }) => Filename === file).map(({ Rule }) => Rule.Id);
    return {
      linter: version.stdout.trim(),
      rules: files.map((file) => [...new Set(rulesOf(file))].sort()),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

interface LintFinding {
  readonly Filename: string;
  readonly Rule: { readonly Id: string };
}
