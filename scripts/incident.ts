/**
 * Incidents in a terminal: `npm run incident -- list|show|ack|note|severity|resolve|review`. With `--help` it says how.
 */
import { writeFile } from 'node:fs/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { STSClient } from '@aws-sdk/client-sts';
import { runProgram } from '../lib/build/programs/program';
import { callerName } from '../lib/incidents/caller';
import { runCli } from '../lib/incidents/cli';
import { AskedWrong } from '../lib/incidents/cli-arguments';
import { IncidentStore } from '../lib/incidents/store';
import { incidentsName } from '../lib/shared/names';
import { printable } from '../lib/shared/terminal-text';

// It says that Node 20 is old, in the middle of what was asked for.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

// Who reads the first lines alone, as head does, is no failure.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1));

void runProgram(async () => {
  try {
    const printed = await runCli(process.argv.slice(2), {
      store: (delivery) => new IncidentStore(new DynamoDBClient({}), incidentsName(delivery)),
      caller: () => callerName(new STSClient({})),
      now: () => new Date(),
      writeFile: (path, text) => writeFile(path, text),
    });
    console.log(printed);
  } catch (error) {
    if (!(error instanceof AskedWrong)) throw error;
    console.error(`error: ${printable(error.message)}`);
    process.exitCode = 2;
  }
});
