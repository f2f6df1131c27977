/** `npm run exercise -- NAME`: breaks something of this project in memory, and shows how it is caught. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../test/support/synthesized';
import { textOf } from './lib/exercises/exercise';
import { EXERCISES } from './lib/exercises/index';
import { surroundings } from './lib/pages';

// The strict synth validates the templates.
process.env['CDK_VALIDATION'] = 'false';
// Where synthesized templates are put, as in a test run.
const directory = mkdtempSync(join(tmpdir(), 'slipway-exercise-'));
process.env['SLIPWAY_TEST_RUN'] = directory;

void run(process.argv.slice(2))
  .then((code) => {
    process.exitCode = code;
  })
  .finally(() => rmSync(directory, { recursive: true }));

async function run([name, ...others]: readonly string[]): Promise<number> {
  const exercise = EXERCISES.find((one) => one.name === name);
  if (!exercise || others.length > 0) {
    console.error('npm run exercise -- NAME\n');
    for (const one of EXERCISES) console.error(`  ${one.name.padEnd(16)} ${one.breaks}`);
    return name === '--help' ? 0 : 2;
  }
  console.log(`${exercise.breaks}\n`);
  console.log(textOf(await exercise.run(surroundings(synthesize))));
  return 0;
}
