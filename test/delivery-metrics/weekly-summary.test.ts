import { reportOf } from '../../lib/delivery-metrics/model';
import { weeklySummary } from '../../lib/delivery-metrics/weekly-summary';
import { deployment } from './history';

const since = new Date('2026-10-31T00:00:00Z');
const until = new Date('2026-11-30T00:00:00Z');
const on = (day: number) => new Date(Date.UTC(2026, 10, day));
const context = { delivery: 'shop', dashboardUrl: 'https://console.example/dashboard' };

const summary = (events: Parameters<typeof reportOf>[0], production = ['prod']) =>
  weeklySummary(reportOf(events, { since, until, production }), context);

test('says the week in production against the one before, and where each service stands', () => {
  const { subject, text } = summary([
    ...deployment({ n: 1, at: on(10) }),
    ...deployment({ n: 2, at: on(18) }),
    ...deployment({ n: 3, at: on(25), outcome: 'failed' }),
    ...deployment({ n: 4, at: on(26) }),
  ]);
  expect(subject).toBe('shop: delivery from 2026-11-23 to 2026-11-29');
  expect(text).toBe(
    `Deployments to prod: 2 (1 the week before), 1 failed, 0 incidents

The last 30 days:
  web
    Deployment frequency            0.1 a day (medium)
    Lead time for changes           1 d (high)
    Change fail rate                25 % (low)
    Failed deployment recovery time 0 s (elite)
    Deployment rework rate          0 %

Dashboard: https://console.example/dashboard
Tiers: DORA, Accelerate State of DevOps Report 2024, page 13
`,
  );
});

test('adds all services up where there are several', () => {
  const { text } = summary([
    ...deployment({ n: 1, at: on(10) }),
    ...deployment({ n: 2, at: on(11), service: 'orders' }),
  ]);
  expect(text.match(/^ {2}\S.*$/gm)).toEqual(['  all services', '  orders', '  web']);
});

test('a delivery without production shows its environments', () => {
  const { text } = summary(deployment({ n: 1, at: on(10), environment: 'dev' }), []);
  expect(text).toContain('This delivery has no production environment');
  expect(text.match(/^ {2}\S.*$/gm)).toEqual(['  dev']);
});

test('a week without anything says so', () => {
  const { text } = summary([]);
  expect(text).toContain('Deployments to prod: 0 (0 the week before), none failed, 0 incidents');
  expect(text).toContain('  no deployments');
});
