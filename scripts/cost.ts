/** `npm run cost -- [-c config=NAME] [--load RATE] [--releases COUNT]`: what a configuration costs. With `--help` it says how. */
import { join } from 'node:path';
import { loadDelivery } from '../lib/config/load';
import { runCost } from '../lib/cost/cli';
import { synthesizeDelivery } from '../test/support/app';

const PROJECT = join(__dirname, '..');

// The strict synth validates the templates.
process.env['CDK_VALIDATION'] = 'false';

// Who reads the first lines alone, as head does, is no failure.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1));

process.exitCode = runCost(process.argv.slice(2), {
  // What a person states counts before what the terminal says.
  columns: Number(process.env['COLUMNS']) || process.stdout.columns,
  loadDelivery: (name) => loadDelivery(name, PROJECT),
  synthesize: synthesizeDelivery,
  print: (text) => console.log(text),
  say: (line) => console.error(line),
});
