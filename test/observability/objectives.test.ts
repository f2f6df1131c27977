import type { ObjectivesInput } from '../../lib/config/input';
import type { Properties } from '../support/template';
import { shop } from '../support/templates';
import { Place } from './place';

function objectivesOf(objectives: ObjectivesInput): Properties[] {
  const place = new Place(shop(({ services: [web] }) => Object.assign(web!, { objectives })));
  return place.synthesizedAlarms.metric.filter(({ AlarmName }) => /-(availability|latency)-/.test(AlarmName));
}

const alarms = objectivesOf({ availability: 99.95, latency: { milliseconds: 300, percent: 97 } });

const metricsOf = (alarm: Properties): Properties[] =>
  alarm['Metrics'].flatMap(({ Id, MetricStat }: Properties) => (MetricStat ? [{ Id, ...MetricStat }] : []));

test('each promise has a long and a short window for each burn rate', () => {
  const rows = alarms.map((alarm) => [alarm['AlarmName'], alarm['Threshold'], metricsOf(alarm)[0]!['Period'] / 60]);
  expect(rows).toEqual(
    ['availability', 'latency'].flatMap((name) => [
      [`shop-dev-web-${name}-fast-1h`, 14.4, 60],
      [`shop-dev-web-${name}-fast-5m`, 14.4, 5],
      [`shop-dev-web-${name}-slow-6h`, 6, 360],
      [`shop-dev-web-${name}-slow-30m`, 6, 30],
      [`shop-dev-web-${name}-ticket-3d`, 1, 4320],
      [`shop-dev-web-${name}-ticket-6h`, 1, 360],
    ]),
  );
});

test('the budget is what the promise leaves, free of binary fractions', () => {
  const budgets = alarms.map(({ Metrics }) => /all \/ ([\d.]+)/.exec(Metrics[0].Expression)?.[1]);
  expect(new Set(budgets.slice(0, 6))).toEqual(new Set(['0.05']));
  expect(new Set(budgets.slice(6))).toEqual(new Set(['3']));
});

test('a long window wants five bad requests, a short one wants one', () => {
  const fewest = alarms.map(({ Metrics }) => /bad > ([\d.]+)/.exec(Metrics[0].Expression)?.[1]);
  expect(fewest).toEqual(Array.from({ length: 6 }, () => ['4.5', '0.5']).flat());
});

test('latency is the share of the answers within the promised time, in seconds', () => {
  const latency = alarms.find(({ AlarmName }) => AlarmName === 'shop-dev-web-latency-fast-1h')!;
  expect(metricsOf(latency).map(({ Id, Stat, Metric }) => [Id, Metric.MetricName, Stat])).toEqual([
    ['blueAnswers', 'TargetResponseTime', 'SampleCount'],
    ['blueInTime', 'TargetResponseTime', 'PR(:0.3)'],
    ['greenAnswers', 'TargetResponseTime', 'SampleCount'],
    ['greenInTime', 'TargetResponseTime', 'PR(:0.3)'],
  ]);
});

test('alarms are charged by their metrics: sixty for both promises', () => {
  // docs/decisions/0010-burn-rates-in-metric-math.md says what that costs.
  expect(alarms.flatMap(metricsOf)).toHaveLength(6 * 6 + 6 * 4);
});

test('each says what burns, how fast, and where the runbook goes on', () => {
  expect(alarms[0]!['AlarmDescription']).toBe(
    'At the rate of the last 1h the error budget of web in dev (99.95 % of the requests without an error) is used up ' +
      'in two days. docs/runbook.md#an-error-budget-burns-fast',
  );
  expect(alarms[10]!['AlarmDescription']).toBe(
    'At the rate of the last 3d the error budget of web in dev (97 % of the answers within 300 ms) is used up ' +
      'before its 30 days are over. docs/runbook.md#an-error-budget-runs-low',
  );
});

test('what is not promised has no alarm', () => {
  const names = objectivesOf({ availability: 99.9 }).map(({ AlarmName }) => AlarmName);
  expect(names).toHaveLength(6);
  expect(names.filter((name) => name.includes('latency'))).toEqual([]);
  expect(objectivesOf({})).toEqual([]);
});
