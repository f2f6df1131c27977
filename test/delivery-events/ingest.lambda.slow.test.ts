import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SQSBatchResponse } from 'aws-lambda';
import { LocalDynamo } from '../support/dynamo';
import { bundleHandler, callBundle } from '../support/handler';
import { temporaryDirectory } from '../support/program';
import { S3Server } from '../support/s3-server';
import { alarm, own, PLACES, pipelineAction, push } from './raw-events';

const root = temporaryDirectory();
const dynamo = LocalDynamo.forTests();
const s3 = S3Server.forTests();
let bundle: string;

beforeAll(async () => {
  bundle = await bundleHandler('lib/delivery-events/ingest.lambda.ts', root);
  writeFileSync(join(root, 'places.json'), JSON.stringify(PLACES));
});

beforeEach(() => dynamo().createTable('events', 'service', 'at#id'));
afterEach(() => dynamo().deleteTable('events'));

/** Calls the handler with a batch of messages; an object is a message's JSON. Their ids are `m0`, `m1`, … */
async function ingest(bodies: readonly (object | string)[], table = 'events') {
  const Records = bodies.map((body, index) => ({
    messageId: `m${index}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  }));
  const { answer, log } = await callBundle(
    bundle,
    { Records },
    {
      home: root,
      env: {
        AWS_ENDPOINT_URL_DYNAMODB: dynamo().url,
        AWS_ENDPOINT_URL_S3: s3.url,
        AWS_MAX_ATTEMPTS: '1',
        EVENT_TABLE: table,
        EVENT_ARCHIVE: 'archive',
      },
    },
  );
  return { failed: (answer as SQSBatchResponse).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), log };
}

const kept = async () => (await dynamo().itemsOf('events')).map((item) => `${item['service']} ${item['kind']}`);

test('events come into the archive as they are and into the table as what they mean', async () => {
  const raws = [pipelineAction({}, { id: '1' }), push({}, { id: '2' }), alarm('ALARM', {}, { id: '3' })];
  expect((await ingest(raws)).failed).toEqual([]);
  expect(Object.fromEntries(s3.objects)).toEqual(
    Object.fromEntries(raws.map((raw) => [`archive/2026/11/25/${raw.id}.json`, JSON.stringify(raw)])),
  );
  expect((await kept()).sort()).toEqual([
    'orders branch-pushed',
    'web alarm-changed',
    'web branch-pushed',
    'web deployment-started',
  ]);
});

test('an event that comes twice is on record once, and the log says so', async () => {
  const raw = pipelineAction();
  const id = 'deployment-started/prod/57c50aea-1805-43a9-bef6-3662b6a83879';
  expect([...(await ingest([raw, raw])).log].sort()).toEqual([id, `${id} (known)`]);
  expect((await ingest([raw])).failed).toEqual([]);
  expect([(await kept()).length, s3.objects.size]).toEqual([1, 1]);
});

test('a poison message fails alone, and says why', async () => {
  const { failed, log } = await ingest([pipelineAction(), 'no JSON', { id: 1 }, own({ kind: 'x' })]);
  expect(failed).toEqual(['m1', 'm2', 'm3']);
  expect(await kept()).toEqual(['web deployment-started']);
  expect(log.filter((line) => /^m\d: /.test(line)).sort()).toEqual([
    expect.stringMatching(/^m1: Problem: cannot read the message: SyntaxError/),
    'm2: Problem: an event of EventBridge has a id (got 1)',
    expect.stringMatching(/^m3: Problem: Delivery Event .*: kind must be one of /),
  ]);
});

test('an event that nobody can read yet is in the archive all the same', async () => {
  await ingest([{ ...own({ kind: 'x' }), id: 'new' }]);
  expect([...s3.objects.keys()]).toEqual(['archive/2026/11/25/new.json']);
});

test('what is not in the archive is not in the table either, and comes again', async () => {
  s3.failWith = 503;
  expect((await ingest([pipelineAction()])).failed).toEqual(['m0']);
  expect(await kept()).toEqual([]);
});

test('what the table does not take comes again', async () => {
  expect((await ingest([pipelineAction()], 'another')).failed).toEqual(['m0']);
});

test('without its variables it does not start', async () => {
  const start = callBundle(bundle, { Records: [] }, { home: root, env: { EVENT_TABLE: 'events' } });
  await expect(start).rejects.toThrow('missing environment variables: EVENT_ARCHIVE');
});
