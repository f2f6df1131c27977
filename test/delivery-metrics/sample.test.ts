import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { deploymentsOf } from '../../lib/delivery-events/deployments';
import type { DeliveryEvent } from '../../lib/delivery-events/events';
import { parseDeliveryEvent } from '../../lib/delivery-events/parse-event';
import { sampleText } from '../../scripts/lib/sample-history';

const FILE = join(__dirname, '../../samples/delivery-events.jsonl');
const text = readFileSync(FILE, 'utf8');
const events: DeliveryEvent[] = text
  .trimEnd()
  .split('\n')
  .map((line) => parseDeliveryEvent(JSON.parse(line)));
const deployments = deploymentsOf(events);
const inProduction = deployments.filter(({ environment }) => environment === 'prod');

test('the file is what the script makes: npx tsx scripts/sample-events.ts', () => {
  expect(text === sampleText()).toBe(true);
});

test('it has all kinds of events of about ninety days, none twice, in their order, in at most a megabyte', () => {
  expect(statSync(FILE).size).toBeLessThan(1_000_000);
  expect(new Set(events.map(({ kind }) => kind)).size).toBe(9);
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  const times = events.map(({ at }) => Date.parse(at));
  expect(times).toEqual([...times].sort((one, other) => one - other));
  expect((times.at(-1)! - times[0]!) / 86_400_000).toBeGreaterThan(80);
  expect((times.at(-1)! - times[0]!) / 86_400_000).toBeLessThan(92);
});

test('it has deployments that end in all ways, rollbacks, redeployments, hotfixes and retries', () => {
  const count = (is: (one: (typeof deployments)[number]) => boolean) => inProduction.filter(is).length;
  expect({
    failed: count(({ outcome }) => outcome === 'failed') > 0,
    stopped: count(({ outcome }) => outcome === 'stopped') > 0,
    succeeded: count(({ outcome }) => outcome === 'succeeded') > 20,
    rollbacks: count(({ kind }) => kind === 'rollback'),
    redeployments: count(({ kind }) => kind === 'redeployment'),
    hotfixes: count(({ hotfix }) => hotfix) >= 2,
    retried: count(({ attempts }) => attempts.length === 2),
    unclear: deployments.filter(({ outcome }) => outcome === 'running' || outcome === 'unknown').length,
  }).toEqual({
    failed: true,
    stopped: true,
    succeeded: true,
    rollbacks: 1,
    redeployments: 3,
    hotfixes: true,
    retried: 1,
    unclear: 0,
  });
});

test('what reaches production is an image that test has run, and nearly always one that dev had, too', () => {
  const digestsIn = (place: string) =>
    new Set(deployments.filter(({ environment }) => environment === place).map(({ digest }) => digest));
  const [dev, test] = [digestsIn('dev'), digestsIn('test')];
  // What production ran before the sample is known to it alone: the first one is no such image.
  const promoted = inProduction.filter(({ kind }) => kind === 'new');
  expect(promoted.filter(({ digest }) => !test.has(digest))).toEqual([]);
  const fromDev = promoted.filter(({ digest }) => dev.has(digest));
  expect(fromDev.length / promoted.length).toBeGreaterThan(0.6);
});

test('people work in the hours of people', () => {
  const hours = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    weekday: 'short',
    hourCycle: 'h23',
    timeZone: 'Europe/Berlin',
  });
  const pushed = events.filter(({ kind }) => kind === 'branch-pushed').map(({ at }) => hours.format(new Date(at)));
  expect(pushed.filter((when) => !/^(Mon|Tue|Wed|Thu|Fri),? (0[7-9]|1\d)$/.test(when))).toEqual([]);
});

test('each incident that a deployment is suspected of has one', () => {
  const executions = new Set(inProduction.map(({ execution }) => execution));
  const suspects = events.flatMap((event) => (event.kind === 'incident-opened' ? [event.suspect] : []));
  expect(suspects.filter((suspect) => suspect !== null && !executions.has(suspect))).toEqual([]);
  expect(suspects.map((suspect) => suspect !== null).sort()).toEqual([false, true, true, true]);
});
