import type { DeliveryEvent } from '../../lib/delivery-events/events';
import { EventStore } from '../../lib/delivery-events/store';
import { LocalDynamo } from '../support/dynamo';
import { bundleHandler, callBundle } from '../support/handler';
import { temporaryDirectory } from '../support/program';
import { deployment } from './history';

const root = temporaryDirectory();
const dynamo = LocalDynamo.forTests();
const HOUR = 3_600_000;
const daysAgo = (days: number) => new Date(Date.now() - days * 24 * HOUR);
let bundle: string;

beforeAll(async () => {
  bundle = await bundleHandler('lib/delivery-metrics/publish.lambda.ts', root);
});

beforeEach(async () => {
  await dynamo().createTable('events', 'service', 'at#id');
  const store = new EventStore(dynamo().client, 'events');
  for (const event of [...web, ...orders]) await store.put(event);
});
afterEach(() => dynamo().deleteTable('events'));

const web = [...deployment({ n: 1, at: daysAgo(10) }), ...deployment({ n: 2, at: daysAgo(2), outcome: 'failed' })];
const orders = deployment({ n: 1, at: daysAgo(5), service: 'orders' });

const inserted = (event: DeliveryEvent) => ({ dynamodb: { NewImage: { event: { S: JSON.stringify(event) } } } });

/** The lines of metrics that a call of the handler publishes. */
async function published(event: object, env: NodeJS.ProcessEnv = {}) {
  const { answer, log } = await callBundle(bundle, event, {
    home: root,
    env: {
      AWS_ENDPOINT_URL_DYNAMODB: dynamo().url,
      AWS_MAX_ATTEMPTS: '1',
      DELIVERY: 'shop',
      EVENT_TABLE: 'events',
      SERVICES: '["web","orders"]',
      PRODUCTION_ENVIRONMENTS: '["prod"]',
      ...env,
    },
  });
  const lines = log.filter((line) => line.startsWith('{"_aws"')).map((line) => JSON.parse(line));
  return { answer, lines };
}

test('the schedule publishes the metrics of every service', async () => {
  const { lines } = await published({});
  expect(lines.map(({ Service, LeadTime }) => [Service, LeadTime])).toEqual([
    ['orders', 25 * 3600],
    ['web', 25 * 3600],
  ]);
});

test('new items count what has ended, and publish the metrics of their service alone', async () => {
  const { lines } = await published({ Records: [inserted(web.at(-1)!)] });
  expect(lines).toMatchObject([
    { Service: 'web', Deployments: 1, FailedDeployments: 1 },
    { Service: 'web', ChangeFailRate: 50 },
  ]);
});

test('what cannot be read publishes nothing and fails, so that it is done once more', async () => {
  const { answer, lines } = await published({ Records: [inserted(web.at(-1)!)] }, { EVENT_TABLE: 'missing' });
  expect(answer).toEqual({ thrown: expect.stringContaining('resource not found') });
  expect(lines).toEqual([]);
});

test('a wrong list of services is refused with what was got', async () => {
  await expect(published({}, { SERVICES: '"web"' })).rejects.toThrow(
    'SERVICES must be a JSON list of names (got "web")',
  );
});
