import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '../../lib/config/problem';
import type { DeliveryEvent } from '../../lib/delivery-events/events';
import { EventStore } from '../../lib/delivery-events/store';
import { runDora } from '../../lib/delivery-metrics/cli';
import type { Report } from '../../lib/delivery-metrics/report';
import { LocalDynamo } from '../support/dynamo';
import { shop } from '../support/templates';
import { deployment } from './history';

const PROJECT = join(__dirname, '../..');
const NOW = new Date('2026-11-20T12:00:00Z');
const dynamo = LocalDynamo.forTests();
let directory: string;
let file: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'slipway-dora-'));
  file = join(directory, 'events.jsonl');
});
afterAll(() => rmSync(directory, { recursive: true }));

const day = (text: string) => new Date(`2026-11-${text}T10:00:00Z`);
const EVENTS: readonly DeliveryEvent[] = [
  ...deployment({ n: 1, at: day('02'), environment: 'prod' }),
  ...deployment({ n: 2, at: day('09'), environment: 'prod-us' }),
  ...deployment({ n: 3, at: day('10'), environment: 'dev' }),
  ...deployment({ n: 4, at: day('11'), environment: 'prod', service: 'orders', outcome: 'failed' }),
];
const textOf = (events: readonly DeliveryEvent[]) => events.map((event) => `${JSON.stringify(event)}\n`).join('');

async function run(...argv: string[]) {
  const printed: string[] = [];
  const said: string[] = [];
  const written: Record<string, string> = {};
  const asked: unknown[] = [];
  const code = await runDora(argv, {
    now: NOW,
    terminal: { colors: false },
    loadDelivery: (name) => {
      if (name !== 'shop') throw new ConfigurationError([{ path: 'services', message: 'are missing' }], name);
      return shop();
    },
    store: (table, region) => {
      asked.push([table, region]);
      return new EventStore(dynamo().client, table);
    },
    writeFile: (name, text) => {
      if (name.startsWith('/none/')) throw new Error(`ENOENT: no such file or directory, open '${name}'`);
      written[name] = text;
    },
    print: (text) => printed.push(text),
    say: (line) => said.push(line),
  });
  return { code, printed, said, written, asked };
}

async function reported(...argv: string[]): Promise<Report> {
  const { code, printed, said } = await run(...argv, '--json');
  expect({ code, said }).toEqual({ code: 0, said: [] });
  return JSON.parse(printed[0]!);
}
const deploymentsOf = ({ delivery }: Report) => delivery.metrics.deployments;

describe('from a file', () => {
  beforeEach(() => writeFileSync(file, textOf(EVENTS)));

  test('production is what is called so, and the end is that of the last day', async () => {
    const report = await reported('--from', file);
    expect(report.production).toEqual(['prod', 'prod-us']);
    expect([report.since, report.until]).toEqual(['2026-08-14T00:00:00.000Z', '2026-11-12T00:00:00.000Z']);
    expect(deploymentsOf(report)).toBe(3);
  });

  test('production is what a person says it is', async () => {
    expect(deploymentsOf(await reported('--from', file, '--production', 'dev, prod'))).toBe(3);
    expect(deploymentsOf(await reported('--from', file, '--production', 'dev'))).toBe(1);
  });

  test('production is what a configuration says it is', async () => {
    expect((await reported('--from', file, '--delivery', 'shop')).production).toEqual(
      shop()
        .environments.filter(({ production }) => production)
        .map(({ name }) => name),
    );
  });

  test('one service, or one environment in place of production', async () => {
    const orders = await reported('--from', file, '--service', 'orders');
    expect(orders.services.map(({ service }) => service)).toEqual(['orders']);
    const dev = await reported('--from', file, '--environment', 'dev');
    expect([dev.production, deploymentsOf(dev), dev.environments.length]).toEqual([['dev'], 1, 1]);
  });

  test.each([
    [['--since', '2d'], '2026-11-10T00:00:00.000Z', '2026-11-12T00:00:00.000Z'],
    [['--since', '2026-11-05'], '2026-11-05T00:00:00.000Z', '2026-11-12T00:00:00.000Z'],
    [['--since', '1d', '--until', '2026-11-09T12:30Z'], '2026-11-08T12:30:00.000Z', '2026-11-09T12:30:00.000Z'],
  ])('%j is from %s to %s', async (options, since, until) => {
    expect(await reported('--from', file, ...options)).toMatchObject({ since, until });
  });

  test('what a line says counts, not how lines end or which are empty', async () => {
    writeFileSync(file, `\ufeff\n${textOf(EVENTS).replaceAll('\n', '\r\n\n').trimEnd()}`);
    expect(deploymentsOf(await reported('--from', file))).toBe(3);
  });

  test('a file that is read in several pieces is the same file', async () => {
    writeFileSync(file, textOf(Array.from({ length: 500 }, () => EVENTS).flat()));
    expect(readFileSync(file).length).toBeGreaterThan(2 ** 20);
    expect(deploymentsOf(await reported('--from', file))).toBe(3);
  });

  test('the terminal gets a table, and a page is written in place of it', async () => {
    const { code, printed } = await run('--from', file);
    expect(code).toBe(0);
    expect(printed[0]).toMatch(
      /^Delivery metrics of .*events\.jsonl\n2026-08-14 to 2026-11-11, production is prod, prod-us/,
    );
    const page = await run('--from', file, '--html', 'x.html');
    expect(page).toMatchObject({ code: 0, printed: [], said: [`x.html: Delivery metrics of ${file}, as a page`] });
    expect(page.written['x.html']).toMatch(/^<!doctype html>/);
  });

  test.each([
    [['--service', 'cafe'], /--service must be one that .* tells of: orders, web \(got "cafe"\)/],
    [['--environment', 'qa'], /--environment must be one that .* tells of: dev, prod, prod-us \(got "qa"\)/],
    [['--production', 'prod,live'], /--production must be one that .*: dev, prod, prod-us \(got "live"\)/],
    [['--until', '2020-01-01', '--since', '2026-01-01'], /more than nothing .*got 2026-01-01T.* to 2020-01-01T/],
    [['--since', '9999d'], /at most 3660 days/],
    [['--since', 'yesterday'], /--since must be days such as 90d, a date .* \(got "yesterday"\)/],
    [['--since', '0d'], /--since must be one day at least \(got "0d"\)/],
    [['--until', '2026-02-31'], /--until must be a date .* \(got "2026-02-31"\)/],
    [['--production', 'a,,b'], /--production must be names with commas between/],
    [['--environment', 'dev', '--production', 'prod'], /only one of --environment and --production/],
    [['--json', '--html', 'x'], /only one of --json and --html/],
    [['--table', 'x'], /only one of --from and --table/],
    [['--service', ''], /--service must be a text that is not empty/],
    [['--servce', 'x'], /Unknown option '--servce': allowed are --from, --table, /],
    [['orders'], /only options are allowed \(got "orders"\)/],
  ])('%j is refused', async (options, message) => {
    const { code, printed, said } = await run('--from', file, ...options);
    expect([code, printed]).toEqual([2, []]);
    expect(said[0]).toMatch(message);
    expect(said[1]).toBe('npm run dora -- --help says what there is.');
  });
});

describe('what cannot be read is said, with the line', () => {
  const good = textOf(EVENTS);
  test.each([
    ['no JSON', `${good}{"kind": `, /line 13: must be an event as JSON \(got "\{\\"kind\\": "\)/],
    [
      'another kind',
      `{"kind":"deployed"}\n${good}`,
      /line 1: kind must be one of branch-pushed, .* \(got "deployed"\)/,
    ],
    ['no event', `${good}\n\n42\n`, /line 15: an event must be an object \(got 42\)/],
    [
      'a member is wrong',
      good.replace('"succeeded"', '"fine"'),
      /line 3: outcome of deployment-ended must be one of suc/,
    ],
    ['nothing', '\n\n', /has no events: it must have one at least/],
  ])('%s', async (_, text, message) => {
    writeFileSync(file, text);
    const { code, said } = await run('--from', file);
    expect([code, said]).toEqual([1, [expect.stringMatching(message)]]);
    expect(said[0]!.startsWith('error: ')).toBe(true);
  });

  test('what a line has in it does not reach the terminal', async () => {
    writeFileSync(file, '{"kind":"\u009b2J"}\n');
    expect((await run('--from', file)).said[0]).toMatch(/\(got " 2J"\)$/);
  });

  test('no file, a directory, and no place to write', async () => {
    expect((await run('--from', join(directory, 'none'))).said[0]).toMatch(/^error: cannot read .*none: .*ENOENT/);
    expect((await run('--from', directory)).said[0]).toMatch(/it must be a file$/);
    writeFileSync(file, good);
    expect((await run('--from', file, '--html', '/none/x')).said[0]).toMatch(/^error: cannot write \/none\/x: ENOENT/);
  });
});

test('a configuration that is wrong is told as everywhere else', async () => {
  expect(await run('--delivery', 'cafe')).toMatchObject({
    code: 1,
    said: ['error: 1 problem in cafe:\n  - services: are missing'],
  });
});

describe('from a table', () => {
  const TABLE = 'shop-delivery-events';
  beforeEach(async () => {
    await dynamo().createTable(TABLE, 'service', 'at#id');
    const store = new EventStore(dynamo().client, TABLE);
    for (const event of EVENTS) await store.put(event);
  });
  afterEach(() => dynamo().deleteTable(TABLE));

  test('all of it is read, and the end is now', async () => {
    const report = await reported('--table', TABLE, '--since', '30d');
    expect([report.until, deploymentsOf(report)]).toEqual([NOW.toISOString(), 3]);
    expect(report.services.map(({ service }) => service)).toEqual(['orders', 'web']);
  });

  test("a configuration says which table, where, and whose events: its own services'", async () => {
    const { asked, printed } = await run('--delivery', 'shop', '--json');
    expect(asked).toEqual([[TABLE, shop().tools.region]]);
    const names = shop().services.map(({ name }) => name);
    const { places }: Report = JSON.parse(printed[0]!);
    const known = [...new Set(EVENTS.map(({ service }) => service))].filter((name) => names.includes(name));
    expect([...new Set(places.map(({ service }) => service))]).toEqual(known.sort());
    expect(known).not.toEqual([]);
  });

  test('a table that there is not', async () => {
    const { code, said } = await run('--table', 'other');
    expect([code, said]).toEqual([1, [expect.stringMatching(/^error: cannot read the table other: ResourceNotFound/)]]);
  });
});

test('help is no failure, and without anything one hears what is missing', async () => {
  const { code, printed } = await run('--help');
  expect([code, printed[0]]).toEqual([0, expect.stringContaining('--from FILE')]);
  expect((await run()).said[0]).toMatch(/^error: one of --from, --table and --delivery must say where the events are/);
});

test('the script itself reads the sample, without colours where nobody looks', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/dora.ts', '--from', 'samples/delivery-events.jsonl'],
    { cwd: PROJECT, encoding: 'utf8' },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/\nstorefront\n {2}Deployment frequency +0\.2 a day {2}high +\S{13} {2}18 of 19 deployments/);
  expect(stdout).not.toContain('\u001b');
});
