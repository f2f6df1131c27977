// Everything that has to hold before a change lands: types, lint, tests, a strict synth of every configuration with
// CloudFormation's own validation and cdk-nag, and cfn-lint over the templates. With --tested `npm test` is left out, for who
// has just run it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askedFlags } from './lib/asked.mjs';

const { tested } = askedFlags('npm run verify [-- --tested]', ['tested']);
const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => join(root, 'node_modules', '.bin', name);
// More than a person waits for at each `npm test`.
process.env.SLIPWAY_PROPERTY_RUNS ??= '40';
const output = mkdtempSync(join(tmpdir(), 'slipway-verify-'));
const results = [];

/** Runs one check; what it prints is shown only when it fails. */
function check(name, command, args) {
  const start = performance.now();
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const passed = status === 0;
  results.push(passed);
  console.log(`${passed ? 'passed' : 'FAILED'}  ${name} (${seconds} s)`);
  if (!passed) console.error(error ? String(error) : `${stdout}${stderr}`);
  // What a check could not do here has not been checked: it is told, though it fails nobody.
  const left = passed ? stdout.split('\n').filter((line) => line.startsWith('NOT RUN')) : [];
  for (const line of left) console.log(`        ${line}`);
  return passed;
}

/** A tool that npm does not bring. Missing is a failure: what was not checked has not passed. */
function has(command, howToInstall) {
  if (spawnSync(command, ['--version']).error === undefined) return true;
  results.push(false);
  console.error(`FAILED  ${command} is not installed: ${howToInstall}`);
  return false;
}

const configurations = readdirSync(join(root, 'config'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace(/\.ts$/, ''));

check('types', bin('tsc'), ['--project', root]);
check('lint and format', bin('biome'), ['check', '--error-on-warnings', '.']);
check('lint of the services', 'node', ['scripts/test-services.mjs', 'lint']);
if (tested) console.log('left out npm test: it has just been run');
else check('tests', 'npm', ['test', '--silent']);
// Without it, and without a word, the scripts of runbooks would not be run.
has('python3', 'apt-get install python3');
check('slow tests', 'npm', ['run', '--silent', 'test:slow']);
// After the tests, whose coverage it looks at.
check('self-test of the gates', 'npm', ['run', '--silent', 'gates:selftest']);
check('generated pages', 'npm', ['run', '--silent', 'docs', '--', '--check']);
for (const name of configurations) {
  const directory = join(output, name);
  const synthesized = check(`cdk synth --strict of ${name}`, bin('cdk'), [
    'synth',
    '--quiet',
    '--strict',
    '--no-notices',
    '--context',
    `config=${name}`,
    '--output',
    directory,
  ]);
  if (synthesized && has('cfn-lint', 'python3 -m pip install cfn-lint')) {
    check(`cfn-lint of ${name}`, 'cfn-lint', ['--template', ...templatesIn(directory)]);
  }
}
rmSync(output, { recursive: true });

const failed = results.filter((passed) => !passed).length;
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function templatesIn(directory) {
  const files = readdirSync(directory).filter((file) => file.endsWith('.template.json'));
  if (files.length === 0) throw new Error(`no templates in ${directory}`);
  return files.map((file) => join(directory, file));
}
