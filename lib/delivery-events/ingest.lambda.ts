/** Puts what EventBridge tells of the delivery on record: as it came into the archive, what it means into the table. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { attempt, describe } from '../build/programs/problem';
import { readVariables } from '../build/programs/program';
import { EventArchive } from './archive';
import { INGEST_VARIABLES } from './constants';
import { normalise, parseRawEvent } from './normalise';
import { PLACES_FILE, type Places } from './places';
import { EventStore } from './store';

const variables = readVariables(process.env, INGEST_VARIABLES);
const places: Places = JSON.parse(readFileSync(join(__dirname, PLACES_FILE), 'utf8'));
const archive = new EventArchive(new S3Client({}), variables.bucketName);
const store = new EventStore(new DynamoDBClient({}), variables.tableName);

/** What fails is told apart from the rest of its batch, and comes again; in the end it is a dead letter. */
export async function handler({ Records: records }: SQSEvent): Promise<SQSBatchResponse> {
  const results = await Promise.all(
    records.map(async (record) => {
      try {
        await keep(record);
        return [];
      } catch (error) {
        console.error(`${record.messageId}: ${describe(error)}`);
        return [{ itemIdentifier: record.messageId }];
      }
    }),
  );
  return { batchItemFailures: results.flat() };
}

async function keep({ body }: SQSRecord): Promise<void> {
  const raw = parseRawEvent(await attempt('read the message', async () => JSON.parse(body)));
  // First of all, whatever it means: what is kept as it came can be read again by better code.
  await archive.put(raw);
  for (const event of normalise(raw, places)) {
    const isNew = await store.put(event);
    console.log(`${event.id}${isNew ? '' : ' (known)'}`);
  }
}
