import { reportOf } from '../../lib/delivery-metrics/model';
import { sparkline } from '../../lib/delivery-metrics/sparkline';
import { type Terminal, terminalReport } from '../../lib/delivery-metrics/terminal-report';
import { widthOf } from '../../lib/shared/terminal-text';
import { deployment } from './history';

const until = new Date('2026-01-22T00:00:00Z');
const at = (day: number) => new Date(Date.UTC(2026, 0, day, 10));
const EVENTS = [
  ...deployment({ n: 1, at: at(2) }),
  ...deployment({ n: 2, at: at(9), outcome: 'failed' }),
  ...deployment({ n: 3, at: at(10) }),
  ...deployment({ n: 4, at: at(16), service: '注文' }),
  ...deployment({ n: 5, at: at(17), environment: 'dev\u001b[2J' }),
];
const PLAIN: Terminal = { colors: false };

function shown(terminal = PLAIN, production = ['prod'], events = EVENTS): string[] {
  const report = reportOf(events, { since: new Date('2026-01-01T00:00:00Z'), until, production });
  return terminalReport(report, 'Title', terminal).split('\n');
}

test('each metric has its value, tier, trend and what it is from', () => {
  // Two of three in 21 days; each commit was a day old when the deployment began, which took an hour: 25 h.
  const web = shown(
    PLAIN,
    ['prod'],
    EVENTS.filter(({ service }) => service === 'web'),
  );
  expect(web.slice(0, 9)).toEqual([
    'Title',
    '2026-01-01 to 2026-01-21, production is prod',
    '',
    '  METRIC                                 VALUE  TIER    3 WEEKS  FROM',
    'web',
    '  Deployment frequency             0.095 a day  medium  ██▁      2 of 3 deployments',
    '  Lead time for changes                    1 d  high    ██·      2 commits, 90 % within 1 d',
    '  Change fail rate                        33 %  low     ▁█·      1 of 3 deployments',
    '  Failed deployment recovery time          0 s  elite   ·▁·      1 recovered',
  ]);
});

test('all services come first where there are several, and all blocks share their columns', () => {
  const lines = shown();
  expect(lines.filter((line) => /^\S/.test(line)).slice(2, 6)).toEqual(['all services', 'web', '注文', 'environments']);
  const rows = lines.filter((line) => line.startsWith('  Change fail rate'));
  expect(new Set(rows.map((line) => line.indexOf('%'))).size).toBe(1);
  expect(rows).toHaveLength(3);
});

test('what is too wide for the terminal leaves out its last columns', () => {
  const widths = [200, 80, 60].map((columns) => {
    const rows = shown({ colors: false, columns }).filter((line) => /^ {2}(METRIC|[A-Z][a-z])/.test(line));
    return [rows[0]!.trim().split(/ {2,}/).length, Math.max(...rows.map(widthOf)) <= columns];
  });
  expect(widths).toEqual([
    [5, true],
    [4, true],
    [3, true],
  ]);
});

test('more weeks than have room are those until the end', () => {
  const report = reportOf(EVENTS, { since: new Date('2024-01-01T00:00:00Z'), until, production: ['prod'] });
  const heading = terminalReport(report, 'Title', PLAIN).split('\n')[3];
  expect(heading).toContain('26 WEEKS');
});

test('colours are for terminals, and change no width', () => {
  const colored = shown({ colors: true });
  expect(colored.join('\n')).toContain('\u001b[31mlow\u001b[0m');
  const uncolored = (line: string) =>
    line.split('\u001b[').map((part, index) => part.replace(index > 0 ? /^\d+m/ : '', ''));
  expect(colored.map((line) => uncolored(line).join(''))).toEqual(shown());
});

test('no name in an event draws in the terminal', () => {
  const text = shown().join('\n');
  expect(text).toContain('dev [2J');
  expect(text).not.toContain('\u001b');
});

test('without production there are the environments, and it is said', () => {
  const lines = shown(PLAIN, []);
  expect(lines[1]).toBe('2026-01-01 to 2026-01-21, no production environment');
  expect(lines[3]).toBe('environments');
  expect(lines.join('\n')).not.toContain('METRIC');
});

test.each([
  [[0, 1, 2, 7], '▁▂▃█'],
  [[undefined, 5, undefined], '·█·'],
  [[0, 0], '▁▁'],
  [[], ''],
])('the trend of %j is %s', (values, trend) => {
  expect(sparkline(values)).toBe(trend);
});
