import fc from 'fast-check';
import { EventArchive } from '../../lib/delivery-events/archive';
import type { DeliveryEvent } from '../../lib/delivery-events/events';
import { normalise, type RawEvent } from '../../lib/delivery-events/normalise';
import { replay } from '../../lib/delivery-events/replay';
import { EventStore } from '../../lib/delivery-events/store';
import { LocalDynamo } from '../support/dynamo';
import { S3Server } from '../support/s3-server';
import { alarm, codeDeploy, ecs, own, PLACES, pipelineAction, push } from './raw-events';

const TABLE = 'events';
const BUCKET = 'archive';

const dynamo = LocalDynamo.forTests();
const s3 = S3Server.forTests();
let store: EventStore;
let archive: EventArchive;

beforeEach(async () => {
  await dynamo().createTable(TABLE, 'service', 'at#id');
  store = new EventStore(dynamo().client, TABLE);
  archive = new EventArchive(s3.client, BUCKET);
});

afterEach(() => dynamo().deleteTable(TABLE));

async function wipe(): Promise<void> {
  await dynamo().deleteTable(TABLE);
  await dynamo().createTable(TABLE, 'service', 'at#id');
}

const list = async (events: AsyncIterable<DeliveryEvent>) => {
  const found: DeliveryEvent[] = [];
  for await (const event of events) found.push(event);
  return found;
};

/** One event a minute, of alternating environments. */
const deployments = (count: number, service = 'web'): DeliveryEvent[] =>
  Array.from({ length: count }, (_, index) => ({
    kind: 'deployment-started',
    id: `deployment-started/${index}`,
    at: `2026-11-25T13:${String(index).padStart(2, '0')}:00.000Z`,
    service,
    environment: index % 2 ? 'prod' : 'dev',
    execution: `e${index}`,
    attempt: `a${index}`,
  }));

/** Several of each kind, over three days. */
const RAW: RawEvent[] = [
  pipelineAction(),
  pipelineAction({ state: 'SUCCEEDED' }, { time: '2026-11-25T13:40:00Z' }),
  push({}, { time: '2026-11-24T08:00:00Z' }),
  codeDeploy(),
  ecs({}, { time: '2026-11-26T00:00:00Z' }),
  alarm('ALARM'),
  alarm('OK', { state: { value: 'OK', timestamp: '2026-11-25T14:00:00.000+0000' } }),
  own({
    kind: 'incident-resolved',
    id: 'incident-resolved/1',
    at: '2026-11-25T14:01:00Z',
    service: 'web',
    environment: 'prod',
    incident: '1',
  }),
  push({ repositoryName: 'another' }),
].map((raw, index) => ({ ...raw, id: `event-${index}` }));

describe('the table', () => {
  test('says once that an event is new, and keeps the first', async () => {
    const [event] = deployments(1) as [DeliveryEvent];
    expect(await store.put(event)).toBe(true);
    expect(await store.put({ ...event })).toBe(false);
    expect(await dynamo().itemsOf(TABLE)).toEqual([
      {
        service: 'web',
        'at#id': '2026-11-25T13:00:00.000Z#deployment-started/0',
        kind: 'deployment-started',
        environment: 'dev',
        event: JSON.stringify(event),
        // 400 days after it happened, whenever it is written.
        expires: Date.parse('2027-12-30T13:00:00Z') / 1000,
      },
    ]);
  });

  test('keeps apart what happened at the same time', async () => {
    const events = deployments(2).map((event) => ({ ...event, at: '2026-11-25T13:00:00.000Z' }));
    for (const event of events) await store.put(event);
    expect(await list(store.of('web', { since: '2026-11-25' }))).toEqual(events);
  });

  test('has the events of a service in their order, of a time alone', async () => {
    const events = deployments(6);
    for (const event of [...events].reverse()) await store.put(event);
    await store.put({ ...events[3]!, service: 'orders' });
    const span = { since: '2026-11-25T13:01:00Z', until: '2026-11-25T13:04:00Z' };
    expect(await list(store.of('web', span))).toEqual(events.slice(1, 4));
    expect(await list(store.of('web', { since: '2026-11-25T13:04:00Z' }))).toEqual(events.slice(4));
  });

  test("has the newest events about an environment's deployments first, and no others", async () => {
    const events = deployments(8);
    for (const event of events) await store.put(event);
    for (const event of [push(), alarm('ALARM')].flatMap((raw) => normalise(raw, PLACES))) await store.put(event);
    const prod = events.filter(({ id }) => Number(id.at(-1)) % 2 === 1).reverse();
    const place = { service: 'web', environment: 'prod' };
    expect(await store.latestDeployments(place, 3, { since: '2026-11-01' })).toEqual(prod.slice(0, 3));
    expect(await store.latestDeployments(place, 10, { since: '2026-11-25T13:03:00Z' })).toEqual(prod.slice(0, 3));
    expect(await store.latestDeployments(place, 1, { since: '2026-11-01', until: '2026-11-25T13:04:00Z' })).toEqual([
      events[3],
    ]);
  });

  test('gives back all that it has', async () => {
    for (const event of [...deployments(3), ...deployments(3, 'orders')]) await store.put(event);
    expect(await list(store.all())).toHaveLength(6);
  });

  test('does not take a failure for an event that is known', async () => {
    await expect(new EventStore(dynamo().client, 'another').put(deployments(1)[0]!)).rejects.toThrow(
      expect.objectContaining({ name: 'ResourceNotFoundException' }),
    );
  });
});

describe('the archive', () => {
  test('has an event under its day and its id, as it came', async () => {
    await archive.put(RAW[0]!);
    expect([...s3.objects]).toEqual([[`${BUCKET}/2026/11/25/event-0.json`, JSON.stringify(RAW[0])]]);
  });

  test('gives back what happened from a day on, whatever the hour', async () => {
    for (const raw of RAW) await archive.put(raw);
    const since = async (time?: string) => {
      const ids: string[] = [];
      for await (const { id } of archive.since(time)) ids.push(id);
      return ids.sort();
    };
    const all = RAW.map(({ id }) => id);
    expect(await since()).toEqual(all);
    expect(await since('2026-11-25T23:00:00Z')).toEqual(all.filter((id) => id !== 'event-2'));
    expect(await since('2026-11-26')).toEqual(['event-4']);
  });

  test('says which object it could not read', async () => {
    s3.objects.set(`${BUCKET}/2026/11/25/x.json`, '{');
    const reading = async () => {
      for await (const _ of archive.since()) throw new Error('it was read');
    };
    await expect(reading()).rejects.toThrow(/^cannot read 2026\/11\/25\/x\.json of archive: SyntaxError/);
  });
});

describe('a replay', () => {
  async function ingest(raws: readonly RawEvent[]): Promise<void> {
    for (const raw of raws) {
      await archive.put(raw);
      for (const event of normalise(raw, PLACES)) await store.put(event);
    }
  }

  test('gives the state that any order and any repetition of the events gave', async () => {
    await ingest(RAW);
    const expected = await dynamo().itemsOf(TABLE);
    expect(expected).toHaveLength(9);
    const orders = fc.shuffledSubarray([...RAW, ...RAW], { minLength: 2 * RAW.length });
    await fc.assert(
      fc.asyncProperty(orders, async (raws) => {
        await wipe();
        s3.objects.clear();
        await ingest(raws);
        expect(await dynamo().itemsOf(TABLE)).toEqual(expected);
        await wipe();
        expect(await replay(archive, store, PLACES)).toEqual({ read: RAW.length, added: 9, known: 0, problems: [] });
        expect(await dynamo().itemsOf(TABLE)).toEqual(expected);
      }),
      { numRuns: 3 },
    );
  });

  test('over what is there changes nothing', async () => {
    await ingest(RAW);
    const before = await dynamo().itemsOf(TABLE);
    expect(await replay(archive, store, PLACES)).toEqual({ read: RAW.length, added: 0, known: 9, problems: [] });
    expect(await dynamo().itemsOf(TABLE)).toEqual(before);
  });

  test('names what it cannot read, and reads the rest', async () => {
    await ingest(RAW);
    await archive.put({ ...own({ kind: 'x' }), id: 'poison' });
    await wipe();
    const { added, problems } = await replay(archive, store, PLACES);
    expect(added).toBe(9);
    expect(problems).toEqual([expect.stringMatching(/^poison: .*Delivery Event poison: kind must be one of /)]);
  });

  test('of the last days leaves the days before alone', async () => {
    await ingest(RAW);
    await wipe();
    expect(await replay(archive, store, PLACES, '2026-11-26T12:00:00Z')).toMatchObject({ read: 1, added: 1 });
  });
});
