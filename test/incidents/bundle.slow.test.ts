import { statSync } from 'node:fs';
import { IncidentStore } from '../../lib/incidents/store';
import { AwsServer } from '../support/aws-server';
import { LocalDynamo } from '../support/dynamo';
import { bundleHandler, callBundle } from '../support/handler';
import { temporaryDirectory } from '../support/program';
import { at } from './changes';
import { alarmEvent, functionEnvironment } from './desk';

const root = temporaryDirectory();
const dynamo = LocalDynamo.forTests();
const server = AwsServer.forTests();
let bundle: string;

beforeAll(async () => {
  bundle = await bundleHandler('lib/incidents/incident.lambda.ts', root);
});

test('the function as it ships opens an incident', async () => {
  expect(statSync(bundle).size).toBeLessThan(6_000_000);
  await dynamo().createTable('incidents', 'place', 'part');
  await dynamo().createTable('events', 'service', 'at#id');
  server.on({
    CreateOpsItem: () => ({ OpsItemId: 'oi-1' }),
    Publish: () => ({ MessageId: 'a' }),
    PutEvents: () => ({ FailedEntryCount: 0, Entries: [{ EventId: 'a' }] }),
  });
  const body = JSON.stringify(alarmEvent('shop-prod-web-page', 'ALARM', at(0)));
  const env = {
    ...functionEnvironment(root),
    AWS_ENDPOINT_URL: server.url,
    AWS_ENDPOINT_URL_DYNAMODB: dynamo().url,
  };
  expect(await callBundle(bundle, { Records: [{ messageId: 'm0', body }] }, { home: root, env })).toEqual({
    answer: { batchItemFailures: [] },
    log: [`shop-prod-web-page alarm at ${at(0)}: prod/web/1 is open`],
  });
  expect(server.actions).toEqual(['CreateOpsItem', 'Publish', 'Publish', 'PutEvents']);
  expect(await new IncidentStore(dynamo().client, 'incidents').incidents()).toMatchObject([
    { number: 1, done: { opsItem: { id: 'oi-1' }, opened: 1 } },
  ]);
});
