import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ConfigurationError } from '../../lib/config/problem';
import { EventArchive } from '../../lib/delivery-events/archive';
import { runEvents } from '../../lib/delivery-events/cli';
import { EventStore } from '../../lib/delivery-events/store';
import { LocalDynamo } from '../support/dynamo';
import { S3Server } from '../support/s3-server';
import { shop } from '../support/templates';
import { own, push } from './raw-events';

const dynamo = LocalDynamo.forTests();
const s3 = S3Server.forTests();
const delivery = shop();
const NOW = new Date('2026-11-26T00:00:00Z');

beforeEach(() => dynamo().createTable('shop-delivery-events', 'service', 'at#id'));
afterEach(() => dynamo().deleteTable('shop-delivery-events'));

async function events(...argv: string[]) {
  const said: string[] = [];
  const written: (string | undefined)[] = [];
  const regions = new Set<string>();
  const code = await runEvents(argv, {
    now: NOW,
    loadDelivery: (name) => {
      if (name !== 'shop') throw new ConfigurationError([{ path: '', message: 'does not exist' }], name);
      return delivery;
    },
    account: async () => '111111111111',
    region: async () => 'eu-central-1',
    store: (table, region) => {
      regions.add(region);
      return new EventStore(dynamo().client, table);
    },
    archive: (bucket, region) => {
      regions.add(region);
      return new EventArchive(s3.client, bucket);
    },
    write: (file, text) => written.push(file, text),
    say: (line) => said.push(line),
  });
  expect([...regions].every((region) => region === 'eu-central-1')).toBe(true);
  return { code, said, written };
}

const BUCKET = 'shop-events-111111111111-eu-central-1';
const raws = ['2026-11-25T10:00:00Z', '2026-11-20T10:00:00Z', '2026-01-20T10:00:00Z'].map((time, index) =>
  push({ repositoryName: 'shop-web' }, { id: `e${index}`, time }),
);

async function fill(): Promise<void> {
  const archive = new EventArchive(s3.client, BUCKET);
  for (const raw of raws) await archive.put(raw);
}

test("a replay reads the delivery's archive into its table, and says what it did", async () => {
  await fill();
  expect(await events('replay', '--delivery', 'shop')).toEqual({
    code: 0,
    said: [`${BUCKET} → shop-delivery-events: 3 read, 3 added, 0 known already, 0 not read`],
    written: [],
  });
  expect((await events('replay', '--delivery', 'shop', '--since', '2d')).said).toEqual([
    `${BUCKET} → shop-delivery-events: 1 read, 0 added, 1 known already, 0 not read`,
  ]);
});

test('a replay that could not read something says what, and fails', async () => {
  await new EventArchive(s3.client, 'other').put({ ...own({ kind: 'x' }), id: 'poison' });
  const { code, said } = await events('replay', '--delivery', 'shop', '--bucket', 'other');
  expect(code).toBe(1);
  expect(said[0]).toMatch(/^not read: poison: .*kind must be one of/);
});

test('an export has an event a line, the oldest first, of ninety days', async () => {
  await fill();
  await events('replay', '--delivery', 'shop');
  const { code, said, written } = await events('export', '--delivery', 'shop', '--out', 'events.jsonl');
  expect({ code, said, file: written[0] }).toEqual({ code: 0, said: ['events.jsonl: 2 events'], file: 'events.jsonl' });
  const lines = written[1]!.trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).at)).toEqual(['2026-11-20T10:00:00.000Z', '2026-11-25T10:00:00.000Z']);
  expect((await events('export', '--delivery', 'shop', '--since', '2026-01-01')).written[1]!.split('\n')).toHaveLength(
    4,
  );
});

test('help is no failure', async () => {
  const { code, said } = await events('--help');
  expect(code).toBe(0);
  expect(said[0]).toContain('npm run events -- replay');
});

test.each([
  [[], 2, 'the command must be replay or export (got nothing)'],
  [['wipe', '--delivery', 'shop'], 2, 'the command must be replay or export (got wipe)'],
  [['replay'], 2, '--delivery must name a configuration (got nothing)'],
  [['replay', '--force'], 2, "Unknown option '--force'"],
  [
    ['export', '--delivery', 'shop', '--since', 'yesterday'],
    2,
    '--since must be days such as 90d, or a date such as 2026-11-25 (got "yesterday")',
  ],
  [['export', '--delivery', 'cafe'], 1, '1 problem in cafe:\n  - does not exist'],
  [
    ['export', '--delivery', 'shop', '--table', 'another'],
    1,
    'ResourceNotFoundException: Requested resource not found',
  ],
])('%j ends with %d and a reason', async (argv, code, reason) => {
  const answer = await events(...argv);
  expect(answer.code).toBe(code);
  expect(answer.said[0]).toContain(`error: ${reason}`);
  expect(answer.said[0]!.includes('npm run events --')).toBe(code === 2);
});

test('the command itself starts', () => {
  const script = join(__dirname, '../../scripts/events.ts');
  const tsx = join(__dirname, '../../node_modules/.bin/tsx');
  const { status, stderr } = spawnSync(tsx, [script, '--help'], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining('npm run events -- replay') });
});
