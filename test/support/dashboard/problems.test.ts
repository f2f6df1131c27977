import type { DashboardBody, Widget } from './body';
import { problemsIn } from './problems';

const METRIC = [
  'AWS/ECS',
  'CPUUtilization',
  'ClusterName',
  'shop-dev',
  'ServiceName',
  'web',
  { label: 'CPU', id: 'cpu' },
];

function graph(change: Partial<Widget> = {}, properties: Widget['properties'] = {}): Widget {
  return {
    type: 'metric',
    x: 0,
    y: 0,
    width: 6,
    height: 6,
    ...change,
    properties: { title: 'CPU', region: 'eu-central-1', metrics: [METRIC], ...properties },
  };
}
const body = (...widgets: Widget[]): DashboardBody => ({ widgets });
const lines = (...metrics: unknown[][]) => body(graph({}, { metrics: metrics as Widget['properties']['metrics'] }));
const named = (name: string, ...dimensions: string[]) => lines(['AWS/ECS', name, ...dimensions, { label: 'x' }]);

test('a graph as it should be has none', () => {
  expect(problemsIn(body(graph(), graph({ x: 6 }), graph({ y: 6 })))).toEqual([]);
});

test.each<[string, DashboardBody, string]>([
  ['widgets on top of each other', body(graph(), graph({ x: 5, y: 5 })), 'two widgets at 5, 5'],
  ['a widget beyond the last column', body(graph({ x: 19 })), 'is not on the grid'],
  ['half a row', body(graph({ height: 5.5 })), 'is not on the grid'],
  ['a title without room', body(graph({ width: 3 }, { title: 'A long title' })), 'its title is cut'],
  ['no region', body(graph({}, { region: undefined })), 'has no region'],
  ['no lines', lines(), 'has 0 lines'],
  ['an alarm widget without alarms', body({ ...graph(), type: 'alarm' }), 'has 0 alarms'],
  ['an empty text', body({ ...graph(), type: 'text' }), 'is empty'],
  ['an unknown metric', named('CpuUtilization', 'ClusterName', 'a', 'ServiceName', 'b'), 'nobody publishes'],
  ['a dimension too few', named('CPUUtilization', 'ServiceName', 'b'), 'by ServiceName'],
  ['a period of half a minute', lines([...METRIC.slice(0, -1), { label: 'x', period: 90 }]), 'the period 90'],
  ['an id with a capital letter', lines([...METRIC.slice(0, -1), { label: 'x', id: 'Cpu' }]), 'Cpu is no id'],
  ['an id twice', lines(METRIC, METRIC), 'two lines are cpu'],
  ['an unknown id', lines(METRIC, [{ expression: 'cpu + memory', label: 'x' }]), 'there is no memory'],
  ['broken math', lines(METRIC, [{ expression: 'FILL(cpu', label: 'x' }]), 'FILL(cpu'],
  ['a line without a name', lines(METRIC.slice(0, -1)), 'has no name'],
  [
    'more lines than a dashboard may have',
    body(...Array.from({ length: 10 }, (_, index) => graph({ y: 6 * index }, { metrics: Array(251).fill(METRIC) }))),
    '2510 metrics',
  ],
  [
    'more widgets than a dashboard may have',
    body(...Array.from({ length: 501 }, (_, index) => graph({ y: 6 * index }))),
    '501 widgets',
  ],
])('%s', (_, broken, problem) => {
  expect(problemsIn(broken).join('\n')).toContain(problem);
});

test('a metric of our own is known where a filter publishes it', () => {
  const own = lines(['Slipway', 'shop-dev-web-log-errors', { label: 'x' }]);
  expect(problemsIn(own, new Set(['Slipway shop-dev-web-log-errors']))).toEqual([]);
  expect(problemsIn(own)).toEqual(['CPU: nobody publishes Slipway shop-dev-web-log-errors by no dimension']);
});
