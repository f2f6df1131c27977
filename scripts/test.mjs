// usage: test.mjs [--slow] [what jest takes…]
// Runs the tests that take less than a minute together on two cores, and says what it leaves out: files *.slow.test.ts and
// the tests of the services, which are run with --slow. Files that are named are run, slow or not.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const given = process.argv.slice(2).filter((argument) => argument !== '--slow');
const isSlow = process.argv.includes('--slow');
/** Options of jest whose value may stand behind them, and is no file then. */
const WITH_VALUE = ['-t', '--testNamePattern', '-w', '--maxWorkers'];
const isNamed = given.some((one, index) => !one.startsWith('-') && !WITH_VALUE.includes(given[index - 1]));
const SLOW = '\\.slow\\.test\\.ts$';

/** Runs Node in the project's directory, and ends with it if it fails. */
function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

run(
  // Synthesis makes much that is soon of no use: with more room for it V8 looks for it less often.
  '--max-semi-space-size=64',
  join(root, 'node_modules/jest/bin/jest.js'),
  '--silent',
  ...(isSlow ? [`--testPathPatterns=${SLOW}`] : isNamed ? [] : [`--testPathIgnorePatterns=${SLOW}`]),
  ...given,
);
if (isSlow) run(join(root, 'scripts/test-services.mjs'), 'test');
else if (!isNamed) {
  const slow = readdirSync(join(root, 'test'), { recursive: true }).filter((file) => new RegExp(SLOW).test(file));
  console.log(`Left out: ${slow.length} slow files and the tests of the services, which npm run test:slow runs.`);
}
