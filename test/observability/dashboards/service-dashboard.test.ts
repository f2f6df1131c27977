import { linesOf, type MetricLine } from '../../support/dashboard/body';
import { problemsIn } from '../../support/dashboard/problems';
import { resourcesIn } from '../../support/template';
import { shop } from '../../support/templates';
import { DashboardPlace } from './place';

const delivery = shop((input) => {
  input.environments[0]!.network = { natGateways: 2 };
  input.services = [
    {
      ...input.services[0]!,
      exposure: 'public',
      calls: ['stock'],
      objectives: { availability: 99.9, latency: { milliseconds: 300 } },
      alarms: { errorPercent: 2, p99Milliseconds: 700 },
      table: { partitionKey: 'id', indexes: [{ name: 'byPlace', partitionKey: 'place' }] },
    },
    { ...input.services[0]!, name: 'stock', listenerPort: 8081, controller: 'ecs' },
  ];
});
const place = new DashboardPlace(delivery);
const web = place.body('shop-dev-web');
const stock = place.body('shop-dev-stock');
const errorMetrics = new Set(['web', 'stock'].map((name) => `Slipway shop-dev-${name}-log-errors`));

const widget = (body: typeof web, title: string) => {
  const found = body.widgets.filter(({ properties }) => properties.title === title);
  if (found.length !== 1) throw new Error(`${found.length} widgets ${title} of ${titles(body)}`);
  return found[0]!;
};
const titles = (body: typeof web) => body.widgets.flatMap(({ properties }) => properties.title ?? []);
const metrics = (body: typeof web, title: string) =>
  linesOf(widget(body, title)).filter((line): line is MetricLine => line.kind === 'metric');
const text = (body: typeof web) => body.widgets.map(({ properties }) => properties.markdown ?? '').join('\n');

test.each([
  ['web', web],
  ['stock', stock],
])('%s: all that it shows can be shown', (_, body) => {
  expect(problemsIn(body, errorMetrics)).toEqual([]);
});

test('the four golden signals come first, in one row', () => {
  const signals = ['Traffic', 'Errors', 'Latency, slower side', 'Saturation'].map((title) => widget(web, title));
  expect(new Set(signals.map(({ y }) => y)).size).toBe(1);
  const graphs = web.widgets.filter(({ type }) => type === 'metric');
  expect(Math.min(...graphs.map(({ y }) => y))).toBe(signals[0]!.y);
});

test('each side is told from the other by its color, on every graph of sides', () => {
  for (const title of ['Traffic by side', 'Errors by side', 'p99 latency by side', 'Unhealthy tasks by side']) {
    const lines = linesOf(widget(web, title)).filter(({ visible }) => visible !== false);
    expect(lines.map(({ label, color }) => [label, color])).toEqual([
      ['blue', '#1f77b4'],
      ['green', '#2ca02c'],
    ]);
  }
});

test('what rolls a deployment back is a line in the same unit as the values', () => {
  const limits = (title: string) => widget(web, title).properties.annotations?.horizontal?.map(({ value }) => value);
  expect(limits('Errors by side')).toEqual([2]);
  expect(limits('p99 latency by side')).toEqual([700]);
  const [line] = linesOf(widget(web, 'p99 latency by side')).filter(({ kind }) => kind === 'expression');
  // The load balancer measures seconds.
  expect(line).toMatchObject({ expression: '1000 * bluep99' });
});

test('shows each alarm of its stack: those that call a person, and of all others those that are on', () => {
  const [calls, others] = web.widgets.filter(({ type }) => type === 'alarm').map(({ properties }) => properties);
  const namesIn = (arns: readonly string[] = []) => arns.map((arn) => arn.split(':alarm:')[1]).sort();
  const stack = place.stacks.find(({ name }) => name === 'shop-dev-web')!;
  const single = resourcesIn([stack], 'AWS::CloudWatch::Alarm').map(({ properties }) => properties['AlarmName']);
  expect(namesIn(calls!.alarms)).toEqual(['shop-dev-web-page', 'shop-dev-web-ticket']);
  expect(calls!.states).toBeUndefined();
  expect(namesIn(others!.alarms)).toEqual(single.sort());
  expect(single).toContain('shop-dev-web-green-errors');
  expect(others!.states).toEqual(['ALARM']);
});

test('a promise has its burn rates in the windows that page, and what is left of its budget', () => {
  const rates = linesOf(widget(web, 'Burn rate of availability')).filter(({ visible }) => visible !== false);
  expect(rates.map(({ label, period }) => [label, period])).toEqual([
    ['in 1h', 3600],
    ['in 6h', 6 * 3600],
  ]);
  const limits = widget(web, 'Burn rate of availability').properties.annotations!.horizontal!;
  expect(limits.map(({ value }) => value)).toEqual([14.4, 6]);
  const left = web.widgets.filter(({ properties }) => properties.title === 'Budget left');
  expect(left).toHaveLength(2);
  expect(left.map(({ properties }) => [properties.start, properties.setPeriodToTimeRange])).toEqual([
    ['-P30D', true],
    ['-P30D', true],
  ]);
});

test('a service that promises nothing has no promises', () => {
  expect(titles(stock).filter((title) => /Burn|Budget/.test(title))).toEqual([]);
  expect(text(stock)).not.toContain('Promises');
});

test('throttled requests are those of the table and of each index', () => {
  expect(
    metrics(web, 'Table: throttled').map(({ name, dimensions }) => [name, dimensions['GlobalSecondaryIndexName']]),
  ).toEqual([
    ['ReadThrottleEvents', undefined],
    ['ReadThrottleEvents', 'byPlace'],
    ['WriteThrottleEvents', undefined],
    ['WriteThrottleEvents', 'byPlace'],
  ]);
});

test('a called service is named with its metrics and its dashboard, a service that calls nobody has none', () => {
  expect(metrics(web, 'Tasks of called services').map(({ dimensions }) => dimensions['ServiceName'])).toEqual([
    'stock',
  ]);
  expect(text(web)).toMatch(/Calls \[stock\]\(https:[^)]*#dashboards\/dashboard\/shop-dev-stock\)/);
  expect(text(stock)).not.toContain('Calls');
  expect(text(stock)).not.toContain('What it depends on');
});

test('versions are counted as task sets under CodeDeploy and as deployments under ECS', () => {
  expect(metrics(web, 'Tasks').map(({ name }) => name)).toContain('TaskSetCount');
  expect(metrics(stock, 'Tasks').map(({ name }) => name)).toContain('DeploymentCount');
});

test('restarts are shown where a container has a restart policy: the collector of traced services under ECS', () => {
  expect(metrics(web, 'Starts').map(({ name }) => name)).toEqual(['PendingTaskCount']);
  expect(metrics(stock, 'Starts').map(({ name }) => name)).toEqual(['PendingTaskCount', 'RestartCount']);
});

test('links lead to dashboards that there are, to the log and to traces', () => {
  const targets = [...text(web).matchAll(/dashboards\/dashboard\/([\w-]+)/g)].map(([, name]) => name!);
  expect(targets).toContain('shop-dev');
  for (const name of targets) expect(place.body(name).widgets.length).toBeGreaterThan(0);
  expect(text(web)).toMatch(/\[Log\]\(https:[^)]*log-group\/shop-dev-web\.Logs/);
  // Markdown would end the address at a parenthesis.
  expect(text(web)).toContain('[Trace map](https://example.com/traces?filter=service%28a%29)');
  expect(text(web)).toContain('Runbook: `docs/runbook.md`');
});

test('periods are those of the alarms', () => {
  expect(web.periodOverride).toBe('inherit');
  expect(linesOf(widget(web, 'Errors by side')).every(({ period }) => period === 60)).toBe(true);
});
