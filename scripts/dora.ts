/** `npm run dora -- --from FILE|--table NAME|--delivery NAME`: the five DORA metrics. With `--help` it says how. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { loadDelivery } from '../lib/config/load';
import { EventStore } from '../lib/delivery-events/store';
import { runDora } from '../lib/delivery-metrics/cli';

const PROJECT = join(__dirname, '..');

// It says that Node 20 is old, in the middle of what was asked for.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

// Who reads the first lines alone, as head does, is no failure.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1));

void runDora(process.argv.slice(2), {
  now: new Date(),
  // https://no-color.org: set to anything but nothing.
  terminal: { colors: process.stdout.isTTY && !process.env['NO_COLOR'], columns: process.stdout.columns },
  loadDelivery: (name) => loadDelivery(name, PROJECT),
  store: (table, region) => new EventStore(new DynamoDBClient({ region }), table),
  writeFile: (file, text) => writeFileSync(file, text),
  print: (text) => console.log(text),
  say: (line) => console.error(line),
}).then((code) => {
  process.exitCode = code;
});
