import type { DeliveryInput, ServiceInput } from '../../../lib/config/input';
import type { Writable } from '../../support/configs';
import { type DashboardBody, linesOf, type MetricLine } from '../../support/dashboard/body';
import { problemsIn } from '../../support/dashboard/problems';
import { shop } from '../../support/templates';
import { DashboardPlace } from './place';

const change = (delivery: Writable<DeliveryInput>) => {
  const [web] = delivery.services as [Writable<ServiceInput>];
  delivery.environments[0]!.network = { natGateways: 2 };
  delivery.services = [
    { ...web, exposure: 'public', objectives: { availability: 99.9 }, table: { partitionKey: 'id' } },
    { ...web, name: 'stock', listenerPort: 8081, controller: 'ecs', cpu: 1024, memory: 2048 },
  ];
};
const place = new DashboardPlace(shop(change));
const body = place.body('shop-dev');

const titled = (dashboard: DashboardBody, title: string) =>
  dashboard.widgets.filter(({ properties }) => properties.title === title);
const metricsOf = (title: string) =>
  titled(body, title)
    .flatMap((widget) => linesOf(widget))
    .filter((line): line is MetricLine => line.kind === 'metric');
const text = (dashboard: DashboardBody) =>
  dashboard.widgets.map(({ properties }) => properties.markdown ?? '').join('\n');

test('all that it shows can be shown', () => {
  expect(problemsIn(body)).toEqual([]);
});

test('each service has a row: its name with a link, five numbers and its page alarm', () => {
  const numbers = body.widgets.filter(({ properties }) => properties.view === 'singleValue');
  const rows = numbers.map(({ y }) => body.widgets.filter((widget) => widget.y === y));
  expect(rows.map((row) => row.map(({ type }) => type))).toEqual([
    ['text', 'metric', 'alarm'],
    ['text', 'metric', 'alarm'],
  ]);
  for (const [index, name] of ['web', 'stock'].entries()) {
    const [title, values, alarm] = rows[index]!;
    expect(title!.properties.markdown).toContain(`#dashboards/dashboard/shop-dev-${name})`);
    const shown = linesOf(values!).filter(({ visible }) => visible !== false);
    expect(shown.map(({ label }) => label)).toEqual(['Requests/min', '5xx, %', 'p99, ms', 'Tasks', 'Deploying']);
    expect(alarm!.properties.alarms![0]).toMatch(new RegExp(`:alarm:shop-dev-${name}-page$`));
  }
});

test('its alarms are those that speak for all others, a ticket only of services that promise something', () => {
  const shown = titled(body, 'Alarms').flatMap(({ properties }) => properties.alarms!);
  expect(shown.map((arn) => arn.split(':alarm:')[1])).toEqual([
    'shop-dev-web-page',
    'shop-dev-web-ticket',
    'shop-dev-stock-page',
  ]);
});

test("a service's measurements are found in its own stack", () => {
  const sides = metricsOfView('singleValue').filter(({ name }) => name === 'RequestCount');
  const groups = new Set(sides.map(({ dimensions }) => dimensions['TargetGroup']));
  expect(groups).toEqual(
    new Set(
      ['web', 'stock'].flatMap((name) =>
        ['blue', 'green'].map((side) => `shop-dev-${name}-${side}.TargetGroupFullName`),
      ),
    ),
  );
  expect(metricsOf('Log data').map(({ dimensions }) => dimensions['LogGroupName'])).toEqual([
    expect.stringMatching(/^shop-dev-web\.Logs/),
    expect.stringMatching(/^shop-dev-stock\.Logs/),
  ]);
});

function metricsOfView(view: string): MetricLine[] {
  return body.widgets
    .filter(({ properties }) => properties.view === view)
    .flatMap((widget) => linesOf(widget))
    .filter((line): line is MetricLine => line.kind === 'metric');
}

test('no stack is held up by it: nothing that it refers to is exported or imported', () => {
  const dashboards = place.stacks.find(({ name }) => name === 'shop-dev-observability')!;
  expect(JSON.stringify(dashboards.template)).toContain('Fn::GetStackOutput');
  expect(JSON.stringify(dashboards.template)).not.toContain('Fn::ImportValue');
});

test('size on the bill is tasks times what is configured for one', () => {
  const expressions = (title: string) =>
    titled(body, title)
      .flatMap((widget) => linesOf(widget))
      .flatMap((line) => (line.kind === 'expression' ? `${line.label}: ${line.expression}` : []));
  expect(expressions('vCPUs that run')).toEqual(['web: tasks0 * 0.25', 'stock: tasks1 * 1']);
  expect(expressions('Memory that runs')).toEqual(['web: tasks0 * 0.5', 'stock: tasks1 * 2']);
});

test('each byte through a NAT gateway counts once, whichever way it goes', () => {
  expect(metricsOf('NAT gateways').map(({ name }) => name)).toEqual([
    'BytesOutToDestination',
    'BytesOutToSource',
    'BytesOutToDestination',
    'BytesOutToSource',
  ]);
});

test('what there is none of is left out', () => {
  const small = new DashboardPlace(shop()).body('shop-dev');
  const titles = small.widgets.map(({ properties }) => properties.title);
  expect(titles).toContain('Log data');
  expect(titles).not.toContain('NAT gateways');
  expect(titles).not.toContain('DynamoDB');
  expect(problemsIn(small)).toEqual([]);
});

test('the delivery metrics have a line for each service, of the days that they are made for', () => {
  const lines = linesOf(titled(body, 'Lead time, hours')[0]!);
  expect(lines.filter(({ visible }) => visible !== false).map(({ label, period }) => [label, period])).toEqual([
    ['web', 86400],
    ['stock', 86400],
  ]);
  expect(lines.find(({ kind }) => kind === 'metric')).toMatchObject({
    dimensions: { Delivery: 'shop', Environment: 'dev', Service: 'web' },
  });
});

test.each([
  ['another account', { account: '222222222222', region: 'eu-central-1' }, false],
  ['another region', { account: '111111111111', region: 'us-east-1' }, true],
])('delivery metrics seen from %s', (_, environment, isShown) => {
  const elsewhere = new DashboardPlace(
    shop((delivery) => {
      delivery.tools = { account: '111111111111', region: 'eu-central-1' };
      Object.assign(delivery.environments[0]!, environment);
    }),
  ).body('shop-dev');
  const [table] = titled(elsewhere, 'Lead time, hours');
  expect(table !== undefined).toBe(isShown);
  if (table) expect(table.properties.region ?? '').toBe('us-east-1');
  if (table) expect(linesOf(table).find(({ kind }) => kind === 'metric')).toMatchObject({ region: 'eu-central-1' });
  else expect(text(elsewhere)).toMatch(/tools account: \[delivery metrics\]\(https:\/\/eu-central-1\./);
  expect(problemsIn(elsewhere)).toEqual([]);
});
