import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { attempt, Problem } from '../../build/programs/problem';
import { type CommandResult, runTool } from './command';

/** How many files one call gets: a command line has an end. */
const FILES_PER_CALL = 500;

/** The tools of the gates, as `npm ci` has installed them, with the settings beside them. */
export class Tools {
  constructor(private readonly directory: string) {}

  /** Looks for secrets in files, and returns what secretlint writes about each group of them. */
  async secretlint(cwd: string, files: readonly string[]): Promise<{ files: readonly string[]; output: string }[]> {
    const results: { files: readonly string[]; output: string }[] = [];
    for (let index = 0; index < files.length; index += FILES_PER_CALL) {
      const group = files.slice(index, index + FILES_PER_CALL);
      results.push({ files: group, output: await withOutput((output) => this.scan(cwd, group, output)) });
    }
    return results;
  }

  private async scan(cwd: string, files: readonly string[], output: string): Promise<void> {
    // A list of what to leave out, in the source, would let anything pass.
    const options = ['--no-glob', '--secretlintignore', '/dev/null', '--format', 'json'];
    const settings = ['--secretlintrc', join(this.directory, 'secretlintrc.json')];
    // Into a file: it ends before a pipe has taken more than 64 KiB.
    const args = [...options, ...settings, '--output', output, '--', ...files];
    const { code } = await this.run('secretlint/bin/secretlint.js', args, cwd);
    // What it prints may hold secrets, so it is told to nobody.
    if (code !== 0) throw new Problem(`secretlint failed with exit code ${code}`);
  }

  /** Analyses JavaScript and TypeScript, and returns SARIF. */
  async eslint(cwd: string): Promise<string> {
    const settings = ['--config', join(this.directory, 'eslint.config.mjs'), '--no-inline-config'];
    const format = ['--format', join(this.directory, 'sarif.mjs'), '--no-error-on-unmatched-pattern'];
    const result = await this.run('eslint/bin/eslint.js', [...settings, ...format, '.'], cwd);
    if (result.code > 1) throw failed('eslint', result);
    return result.stdout;
  }

  /** Lists the packages that a source names in manifests and lock files, and returns CycloneDX as JSON. */
  async cdxgen(cwd: string): Promise<string> {
    return withOutput(async (output) => {
      // It reads and runs nothing: no installation, no package manager of the source's.
      const options = ['--no-install-deps', '--no-babel', '--fail-on-error', '--spec-version', '1.6'];
      const args = [...options, '--output', output, cwd];
      // From elsewhere: a `.cdxgenrc` where it starts could leave packages out.
      const result = await this.run('@cyclonedx/cdxgen/bin/cdxgen.js', args, dirname(output));
      if (result.code !== 0) throw failed('cdxgen', result);
    });
  }

  /** Lints a Dockerfile, and returns a list of diagnostics as JSON. */
  async lintDockerfile(text: string): Promise<string> {
    return withDirectory(async (directory) => {
      // Comments that tell it to look away are made void, at the same places.
      await writeFile(join(directory, 'Dockerfile'), text.replaceAll('dockerfile-utils:', 'dockerfile-utils;'));
      const args = ['lint', '--json', 'Dockerfile'];
      const result = await this.run('dockerfile-utils/bin/dockerfile-utils', args, directory);
      if (result.code > 1) throw failed('dockerfile-utils', result);
      return result.stdout;
    });
  }

  private run(script: string, args: readonly string[], cwd: string): Promise<CommandResult> {
    return runTool(join(this.directory, 'node_modules', script), args, cwd);
  }
}

/** The text of a file that a tool writes, in a directory that has nothing else. */
async function withOutput(write: (file: string) => Promise<void>): Promise<string> {
  return withDirectory(async (directory) => {
    const file = join(directory, 'output.json');
    await write(file);
    return attempt('read what the tool wrote', () => readFile(file, 'utf8'));
  });
}

async function withDirectory<T>(action: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-tool-'));
  try {
    return await action(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function failed(tool: string, { code, stdout, stderr }: CommandResult): Problem {
  return new Problem(`${tool} failed with exit code ${code}: ${(stderr.trim() || stdout.trim()).slice(-1000)}`);
}
