import { linesOf } from '../../support/dashboard/body';
import { problemsIn } from '../../support/dashboard/problems';
import { shop } from '../../support/templates';
import { DashboardPlace } from './place';

const delivery = shop((input) => {
  input.environments = [{ name: 'dev' }, { name: 'prod', production: true, network: { cidr: '10.1.0.0/16' } }];
  input.services = [input.services[0]!, { ...input.services[0]!, name: 'stock', listenerPort: 8081 }];
});
const body = new DashboardPlace(delivery).body('shop-delivery-metrics');
const graphs = body.widgets.filter(({ type }) => type === 'metric');
const titles = body.widgets.flatMap(({ properties }) => /^## (.*)/.exec(properties.markdown ?? '')?.[1] ?? []);

test('all that it shows can be shown', () => {
  expect(problemsIn(body)).toEqual([]);
});

test('production comes first', () => {
  expect(titles).toEqual(['prod', 'dev']);
});

test('each environment has the five metrics and the deployments, with a line for each service', () => {
  expect(graphs.slice(0, 6).map(({ properties }) => properties.title)).toEqual([
    'Deployment frequency',
    'Lead time for changes',
    'Change fail rate',
    'Failed deployment recovery time',
    'Deployment rework rate',
    'Deployments that ended',
  ]);
  for (const graph of graphs.slice(0, 5)) {
    const lines = linesOf(graph).filter(({ visible }) => visible !== false);
    expect(lines.map(({ label }) => label)).toEqual(['web', 'stock']);
  }
});

test('durations and the limits of their tiers are in hours', () => {
  const [leadTime] = graphs.filter(({ properties }) => properties.title === 'Lead time for changes');
  expect(linesOf(leadTime!).flatMap((line) => (line.kind === 'expression' ? line.expression : []))).toEqual([
    'seconds0 / 3600',
    'seconds1 / 3600',
  ]);
  // Less than a day.
  expect(leadTime!.properties.annotations!.horizontal).toEqual([
    expect.objectContaining({ value: 24, label: 'elite' }),
  ]);
});

test('failed deployments are added up over the services', () => {
  const [ended] = graphs.filter(({ properties }) => properties.title === 'Deployments that ended');
  const failed = linesOf(ended!).find(({ label }) => label === 'failed, of all');
  expect(failed).toMatchObject({ expression: 'FILL(SUM([failed0, failed1]), 0)', period: 86400, color: '#d62728' });
});

test('the limits of all tiers stand in words, with their source', () => {
  const markdown = body.widgets.map(({ properties }) => properties.markdown ?? '').join('\n');
  expect(markdown).toContain('| Lead time | less than 1 day | 7 days | 30 days |');
  expect(markdown).toContain('| Deployment frequency | more than 1 a day | every 7 days | every 30 days |');
  expect(markdown).toContain('| Recovery time | less than 1 hour | 1 day |');
  expect(markdown).toMatch(/\[DORA, .*2024.*\]\(https:/);
});
