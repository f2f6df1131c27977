import { ruleHolds } from './alarm-rule';
import { type MissingData, type State, stateFrom } from './alarm-state';
import { MetricAlarm } from './metric-alarm';
import { metricMath, type Value } from './metric-math';
import { metricId, Recording } from './recording';

/** The tables of "Configuring how CloudWatch alarms treat missing data": X breaches, 0 does not, - is missing; the latest is last. */
describe.each([
  [3, '0 - X - X', ['OK', 'OK', 'OK', 'OK']],
  [3, '0 - - - -', ['OK', 'OK', 'OK', 'OK']],
  [3, '- - - - -', ['INSUFFICIENT_DATA', 'as before', 'ALARM', 'OK']],
  [3, '0 X X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  [3, '- - X - -', ['ALARM', 'as before', 'ALARM', 'OK']],
  [2, '0 - X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  [2, '0 0 X 0 X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  [2, '0 - X - -', ['OK', 'OK', 'ALARM', 'OK']],
  [2, '- - - - 0', ['OK', 'OK', 'ALARM', 'OK']],
  [2, '- - - X -', ['ALARM', 'as before', 'ALARM', 'OK']],
] as const)('%i of 3 points, which are %s', (datapointsToAlarm, points, expected) => {
  const latestFirst = points
    .split(' ')
    .reverse()
    .map((point) => (point === '-' ? undefined : point === 'X' ? 1 : 0));
  const treatments: readonly MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];

  test.each(treatments.map((missingData, index) => [missingData, expected[index]!] as const))(
    '%s: %s',
    (missingData, state) => {
      const isBreaching = (value: number) => value > 0;
      const evaluation = { isBreaching, datapointsToAlarm, evaluationPeriods: 3, missingData };
      for (const current of ['OK', 'ALARM'] as const) {
        expect(stateFrom(latestFirst, evaluation, current)).toBe(state === 'as before' ? current : state);
      }
    },
  );
});

describe('metric math', () => {
  const series: Record<string, Value[]> = {
    some: [6, undefined],
    all: [1, 2],
    zero: [0, 0],
    none: [undefined, undefined],
  };
  const reckon = (expression: string) => metricMath(expression)((name) => series[name]!);

  test.each([
    ['1 + 2 * 3 - 4 / 2', 5],
    ['(1 + 2) * 3', 9],
    ['8 - 3 - 2', 3],
    ['some > 5.5', [1, undefined]],
    ['all + 1 <= 2', [1, 0]],
    ['all + some', [7, undefined]],
    ['all + none', [undefined, undefined]],
    ['all / zero', [undefined, undefined]],
    ['SUM([all, some, none])', [7, 2]],
    ['SUM([none, none])', [undefined, undefined]],
    ['MAX([all, some, none])', [6, 2]],
    ['MAX([none])', [undefined, undefined]],
    ['DIFF(all)', [-1, undefined]],
    ['DIFF(some)', [undefined, undefined]],
    ['SUM([all, 2 * all]) - all', [2, 4]],
    ['FILL(some, 4)', [6, 4]],
    ['FILL(none, 4)', [undefined, undefined]],
    ['FILL(none, 4) + FILL(some, 4)', [undefined, undefined]],
    ['FILL(SUM([some, none]), 0)', [6, 0]],
    ['IF(all > 1, 2, 3)', [3, 2]],
    ['IF(zero, none, 3)', [3, 3]],
    ['IF(all, some, 3)', [6, undefined]],
    ['IF(none, 2, 3)', [undefined, undefined]],
  ])('%s', (expression, value) => {
    expect(reckon(expression)).toEqual(value);
  });

  test.each(['MAX(some)', 'FILL(some)', 'SUM(some)', 'SUM([some)', '[some]', 'some some', '(some', 'some +', ')'])(
    'refuses %s',
    (expression) => {
      expect(() => reckon(expression)).toThrow();
    },
  );
});

describe('a recording', () => {
  const key = { namespace: 'N', name: 'm', dimensions: { A: '1', B: '2' } };
  const recording = new Recording();
  recording.record(key, [
    [[1, 2]],
    [],
    [
      [3, 1],
      [5, 1],
    ],
  ]);
  const statistic = (name: string, from = 0, to = 3) => recording.statistic(metricId(key), name, from, to);

  test.each([
    ['Sum', 10],
    ['SampleCount', 4],
    ['Average', 2.5],
    ['Maximum', 5],
    ['PR(:1)', 50],
    ['PR(:4)', 75],
    ['p50', 1],
    ['p99', 5],
  ])('has the %s of all samples', (name, value) => {
    expect(statistic(name)).toBe(value);
  });

  test('has nothing where nothing was sent, before its beginning and after its end', () => {
    for (const [from, to] of [
      [1, 2],
      [-5, 0],
      [3, 9],
    ] as const)
      expect(statistic('Sum', from, to)).toBeUndefined();
  });

  test('knows a metric by its dimensions, in any order', () => {
    expect(recording.statistic(metricId({ ...key, dimensions: { B: '2', A: '1' } }), 'Sum', 0, 3)).toBe(10);
    expect(recording.statistic(metricId({ ...key, dimensions: { A: '1' } }), 'Sum', 0, 3)).toBeUndefined();
  });
});

describe('the rule of a composite alarm', () => {
  const states = new Map<string, State>([
    ['on', 'ALARM'],
    ['off', 'OK'],
    ['new', 'INSUFFICIENT_DATA'],
  ]);

  test.each([
    ['ALARM("on")', true],
    ['ALARM("arn:aws:cloudwatch:eu-central-1:111111111111:alarm:on")', true],
    ['ALARM("off") OR OK("off")', true],
    ['ALARM("off") AND OK("off")', false],
    ['NOT ALARM("on")', false],
    ['INSUFFICIENT_DATA("new") AND NOT ALARM("new")', true],
    ['ALARM("on") OR ALARM("off") AND ALARM("off")', true],
    ['(ALARM("on") OR ALARM("off")) AND (NOT (ALARM("on")))', false],
    ['FALSE OR TRUE', true],
  ])('%s', (rule, holds) => {
    expect(ruleHolds(rule, states)).toBe(holds);
  });

  test.each(['ALARM("other")', 'ALARM(on)', 'ALARM("on") ALARM("off")', '(ALARM("on")', 'AND'])(
    'refuses %s',
    (rule) => {
      expect(() => ruleHolds(rule, states)).toThrow();
    },
  );
});

describe('a metric alarm that CloudWatch would refuse', () => {
  const metric = (Id: string, Period: number, ReturnData: boolean) => ({
    Id,
    ReturnData,
    MetricStat: { Metric: { Namespace: 'N', MetricName: Id, Dimensions: [] }, Period, Stat: 'Sum' },
  });
  const common = { AlarmName: 'a', EvaluationPeriods: 1, Threshold: 0, ComparisonOperator: 'GreaterThanThreshold' };
  const sum = { Id: 'sum', Expression: 'm1 + m2', ReturnData: true };

  test.each([
    ['has metrics of two periods', { Metrics: [sum, metric('m1', 60, false), metric('m2', 300, false)] }],
    ['names a metric that it lacks', { Metrics: [sum, metric('m1', 60, false)] }],
    ['watches two queries', { Metrics: [metric('m1', 60, true), metric('m2', 60, true)] }],
    ['has eleven metrics', { Metrics: Array.from({ length: 11 }, (_, index) => metric(`m${index}`, 60, index === 0)) }],
    ['looks back for eight days', { EvaluationPeriods: 8, Metrics: [metric('m1', 86_400, true)] }],
    ['looks back for two days in short periods', { EvaluationPeriods: 96, Metrics: [metric('m1', 1_800, true)] }],
  ])('%s', (_, properties) => {
    expect(() => new MetricAlarm({ ...common, ...properties })).toThrow();
  });
});
