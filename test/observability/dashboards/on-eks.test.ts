import { type DashboardBody, linesOf, type MetricLine } from '../../support/dashboard/body';
import { problemsIn } from '../../support/dashboard/problems';
import { shop } from '../../support/templates';
import { DashboardPlace } from './place';

/** A service on EKS that calls one on each platform. */
const place = new DashboardPlace(
  shop((input) => {
    const [web] = input.services;
    input.services = [
      { ...web!, calls: ['stock', 'mail'] },
      { ...web!, name: 'stock', listenerPort: 8081, cpu: 1024, memory: 2048 },
      { ...web!, name: 'mail', listenerPort: 8082, platform: 'ecs' },
    ];
  }, 'eks'),
);
const web = place.body('shop-dev-web');
const environment = place.body('shop-dev');
const own = new Set(['web', 'stock', 'mail'].map((name) => `Slipway shop-dev-${name}-log-errors`));

const titled = (body: DashboardBody, title: string) => {
  const found = body.widgets.find(({ properties }) => properties.title === title);
  if (!found) throw new Error(`No ${title} among ${body.widgets.map(({ properties }) => properties.title)}`);
  return found;
};
const shown = (body: DashboardBody, title: string) =>
  linesOf(titled(body, title)).filter(({ visible }) => visible !== false);
const text = (body: DashboardBody) => body.widgets.map(({ properties }) => properties.markdown ?? '').join('\n');

test.each([
  ['the service', web],
  ['the environment', environment],
])('all that the dashboard of %s shows can be shown', (_, body) => {
  expect(problemsIn(body, own)).toEqual([]);
});

test('it speaks of pods, and of what users get against what is next', () => {
  expect(text(web)).toContain('## Pods and deployments');
  expect(text(web)).toContain('## Live against next');
  for (const title of ['Traffic by side', 'Errors by side', 'p99 latency by side', 'Unhealthy pods by side']) {
    expect(shown(web, title).map(({ label }) => label)).toEqual(['live', 'next']);
  }
  const words = web.widgets.flatMap(({ properties }) => [properties.title, properties.markdown]).join(' ');
  // Of the services that it calls one has tasks.
  expect(words.replace('Called: pods and tasks', '')).not.toMatch(/\btasks?\b|\bgreen\b/i);
});

test('it leads to the cluster and to the log under the name that the nodes know', () => {
  expect(text(web)).toMatch(/\[Cluster\]\(https:[^)]*\/eks\/home\?region=[^)]*#\/clusters\/shop-dev\)/);
  // The console's own way to write slashes in an address.
  expect(text(web)).toMatch(/\[Log\]\(https:[^)]*log-group\/\$252Fshop\$252Fdev\$252Fpods\$252Fweb\)/);
});

test('a called service is measured by what it runs on', () => {
  const dimensions = shown(web, 'CPU of called services').map((line) => (line as MetricLine).dimensions);
  expect(dimensions).toEqual([
    { ClusterName: 'shop-dev', Namespace: 'stock', PodName: 'stock' },
    { ClusterName: 'shop-dev', ServiceName: 'mail' },
  ]);
});

test('the environment shows pods and tasks side by side, and the nodes that the pods are on', () => {
  const numbers = environment.widgets.filter(({ properties }) => properties.view === 'singleValue');
  const labels = numbers.map((row) => linesOf(row).flatMap(({ label, visible }) => (visible === false ? [] : label)));
  expect(labels.map((row) => row[3])).toEqual(['Pods', 'Pods', 'Tasks']);
  expect(shown(environment, 'vCPUs that run').map((line) => 'expression' in line && line.expression)).toEqual([
    'pods0 * 0.25',
    'pods1 * 1',
    'tasks2 * 0.25',
  ]);
  const [nodes, ...others] = shown(environment, 'EKS nodes') as MetricLine[];
  expect(others).toEqual([]);
  // The average, which CloudWatch takes by itself.
  expect([nodes!.name, nodes!.label, nodes!.stat]).toEqual(['cluster_node_count', 'shop-dev', undefined]);
});

test('a deployment on EKS is in progress while its function is asked', () => {
  const metrics = linesOf(titled(environment, 'In progress, with their bake')).filter(
    (line): line is MetricLine => line.kind === 'metric',
  );
  expect(metrics.map(({ name, dimensions }) => [name, Object.values(dimensions)])).toEqual([
    ['Invocations', ['shop-dev-web-rollout']],
    ['Invocations', ['shop-dev-stock-rollout']],
    ['TaskSetCount', ['shop-dev', 'mail']],
  ]);
});
