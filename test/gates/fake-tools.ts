import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Starts like each tool, and ends as the test says. */
const HEAD = `
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { resolve, join } = require('node:path');
const args = process.argv.slice(2);
const setting = JSON.parse(readFileSync(join(__dirname, 'setting.json')));
const text = existsSync('Dockerfile') ? readFileSync('Dockerfile', 'utf8') : undefined;
writeFileSync(join(__dirname, 'call.json'), JSON.stringify({ cwd: process.cwd(), args, text }));
if (setting.message) console.error(setting.message);
if (setting.code) process.exit(setting.code);
`;

/** As secretlint 12 does: writes an entry for each file, with its text, and looks away where it is told to. */
const SECRETLINT = `${HEAD}
const results = args.slice(args.indexOf('--') + 1).map((file) => {
  const lines = readFileSync(file, 'utf8').split('\\n');
  const messages = lines.flatMap((text, index) =>
    text.includes('PLANTED') && !text.includes('secretlint-disable-line')
      ? [{ message: 'found ' + text, ruleId: 'rule', messageId: 'Planted', loc: { start: { line: index + 1, column: 0 } } }]
      : []);
  return { filePath: resolve(file), sourceContent: lines.join('\\n'), messages };
});
writeFileSync(args[args.indexOf('--output') + 1], JSON.stringify(results));
`;

const PRINTS = `${HEAD}\nprocess.stdout.write(setting.output);\nprocess.exitCode = setting.exit ?? 0;\n`;
const WRITES = `${HEAD}\nwriteFileSync(args[args.indexOf('--output') + 1], setting.output);\n`;

const SCRIPTS = {
  secretlint: ['secretlint/bin/secretlint.js', SECRETLINT],
  eslint: ['eslint/bin/eslint.js', PRINTS],
  cdxgen: ['@cyclonedx/cdxgen/bin/cdxgen.js', WRITES],
  'dockerfile-utils': ['dockerfile-utils/bin/dockerfile-utils', PRINTS],
} as const;

type Tool = keyof typeof SCRIPTS;

/** A directory in which scripts of the tools' names say what a test wants; the real ones run in the gates' self-test. */
export class FakeTools {
  constructor(readonly directory: string) {
    for (const tool of Object.keys(SCRIPTS) as Tool[]) {
      const [path, script] = SCRIPTS[tool];
      mkdirSync(dirname(this.path(path)), { recursive: true });
      writeFileSync(this.path(path), script);
    }
    this.set('secretlint', {});
    this.set('dockerfile-utils', { output: '[]' });
    this.prints('cdxgen', { bomFormat: 'CycloneDX', specVersion: '1.6', components: [{ purl: 'pkg:npm/good@1' }] });
    this.prints('eslint', { version: '2.1.0', runs: [{ artifacts: [{}], results: [] }] });
  }

  /** What a tool prints or writes. */
  prints(tool: Tool, output: object): void {
    this.set(tool, { output: JSON.stringify(output) });
  }

  /** Makes a tool fail. */
  fails(tool: Tool, code: number, message: string): void {
    this.set(tool, { code, message });
  }

  /** How a tool was called the last time, and what Dockerfile it saw. */
  lastCall(tool: Tool): { readonly cwd: string; readonly args: readonly string[]; readonly text?: string } {
    return JSON.parse(readFileSync(join(dirname(this.path(SCRIPTS[tool][0])), 'call.json'), 'utf8'));
  }

  private set(tool: Tool, setting: object): void {
    writeFileSync(join(dirname(this.path(SCRIPTS[tool][0])), 'setting.json'), JSON.stringify(setting));
  }

  private path(script: string): string {
    return join(this.directory, 'node_modules', script);
  }
}
