/** `npm run events -- replay|export --delivery NAME`: the record of what happened to a delivery's services. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { loadDelivery } from '../lib/config/load';
import { EventArchive } from '../lib/delivery-events/archive';
import { runEvents } from '../lib/delivery-events/cli';
import { EventStore } from '../lib/delivery-events/store';

const PROJECT = join(__dirname, '..');

// It says that Node 20 is old, in the middle of what was asked for.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

// Who reads the first lines alone, as head does, is no failure.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1));

runEvents(process.argv.slice(2), {
  now: new Date(),
  loadDelivery: (name) => loadDelivery(name, PROJECT),
  account: async () => (await new STSClient({}).send(new GetCallerIdentityCommand({}))).Account ?? '',
  region: async ({ tools }) => tools.region ?? new STSClient({}).config.region(),
  store: (table, region) => new EventStore(new DynamoDBClient({ region }), table),
  archive: (bucket, region) => new EventArchive(new S3Client({ region }), bucket),
  write: (file, text) => (file === undefined ? process.stdout.write(text) : writeFileSync(file, text)),
  // A terminal's reader has the events in one stream and what is said about them in the other.
  say: (line) => console.error(line),
}).then((code) => {
  process.exitCode = code;
});
