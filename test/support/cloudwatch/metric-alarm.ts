import type { Properties } from '../template';
import { type Evaluation, EXTRA_POINTS, type MissingData, type State, stateFrom } from './alarm-state';
import { type Formula, metricMath, type Operand, type Value } from './metric-math';
import { type MetricKey, metricId, type Recording } from './recording';

const DAY = 24 * 60;
/** Metrics of a math expression in an alarm ("Alarms on math expressions" in the user guide). */
const MOST_METRICS = 10;

/** Periods between two minutes, the latter not included. */
type Periods = readonly (readonly [from: number, to: number])[];

/** What a query has in these periods. */
type Query = (recording: Recording, periods: Periods) => Operand;

/** A metric alarm of a template. @throws where CloudWatch would refuse it */
export class MetricAlarm {
  readonly name: string;
  /** Minutes. */
  private readonly period: number;
  private readonly evaluation: Evaluation;
  private readonly query: Query;
  private readonly isMultiDay: boolean;

  constructor(alarm: Properties) {
    this.name = alarm['AlarmName'];
    const queries = queriesOf(alarm);
    const stats = queries.flatMap(({ MetricStat }) => MetricStat ?? []);
    const periods = new Set(stats.map(({ Period }) => Period));
    if (periods.size !== 1) throw new Error(`${this.name}: all metrics must have one period (got ${[...periods]})`);
    if (stats.length > MOST_METRICS)
      throw new Error(`${this.name}: at most ${MOST_METRICS} metrics (got ${stats.length})`);
    this.period = [...periods][0] / 60;
    const evaluationPeriods: number = alarm['EvaluationPeriods'];
    const minutes = this.period * evaluationPeriods;
    const most = this.period < 60 ? DAY : 7 * DAY;
    if (minutes > most) throw new Error(`${this.name}: looks back ${minutes} minutes, at most ${most} are allowed`);
    this.isMultiDay = minutes > DAY;
    this.evaluation = {
      isBreaching: comparison(alarm),
      evaluationPeriods,
      datapointsToAlarm: alarm['DatapointsToAlarm'] ?? evaluationPeriods,
      missingData: (alarm['TreatMissingData'] ?? 'missing') as MissingData,
    };
    const returned = queries.filter(({ ReturnData }) => ReturnData !== false);
    if (returned.length !== 1) throw new Error(`${this.name}: one query is watched (got ${returned.length})`);
    this.query = queryOf(returned[0]!, queries);
  }

  /** Whether CloudWatch looks at it in this minute: those that look back for more than a day only when an hour begins. */
  isEvaluatedAt(minute: number): boolean {
    return !this.isMultiDay || minute % 60 === 0;
  }

  stateAt(minute: number, recording: Recording, current: State): State {
    const end = this.isMultiDay ? minute - (minute % 60) : minute;
    const periods = Array.from({ length: this.evaluation.evaluationPeriods + EXTRA_POINTS }, (_, index) => {
      const to = end - index * this.period;
      return [to - this.period, to] as const;
    });
    return stateFrom(this.points(recording, periods), this.evaluation, current);
  }

  private points(recording: Recording, periods: Periods): readonly Value[] {
    const points = this.query(recording, periods);
    if (typeof points !== 'object') throw new Error(`${this.name}: a number is no series`);
    return points;
  }
}

/** An alarm on one metric as an alarm on a list of them. */
function queriesOf(alarm: Properties): readonly Properties[] {
  if (alarm['Metrics']) return alarm['Metrics'];
  const { Namespace, MetricName, Dimensions = [], Period, Statistic, ExtendedStatistic } = alarm;
  const Metric = { Namespace, MetricName, Dimensions };
  return [{ Id: 'm1', MetricStat: { Metric, Period, Stat: Statistic ?? ExtendedStatistic } }];
}

function queryOf({ MetricStat, Expression }: Properties, queries: readonly Properties[]): Query {
  if (MetricStat) {
    const id = metricId(keyOf(MetricStat.Metric));
    return (recording, periods) => periods.map(([from, to]) => recording.statistic(id, MetricStat.Stat, from, to));
  }
  const formula: Formula = metricMath(Expression);
  const names: string[] = Expression.match(/\b[a-z]\w*/g) ?? [];
  const needed = new Map(names.map((name) => [name, queryOf(named(name, queries), queries)]));
  return (recording, periods) => formula((name) => needed.get(name)!(recording, periods));
}

function named(name: string, queries: readonly Properties[]): Properties {
  const query = queries.find(({ Id }) => Id === name);
  if (!query) throw new Error(`No query ${name}`);
  return query;
}

function keyOf({ Namespace, MetricName, Dimensions }: Properties): MetricKey {
  const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }: Properties) => [Name, Value]));
  return { namespace: Namespace, name: MetricName, dimensions };
}

function comparison({ ComparisonOperator, Threshold }: Properties): (value: number) => boolean {
  switch (ComparisonOperator) {
    case 'GreaterThanThreshold':
      return (value) => value > Threshold;
    case 'GreaterThanOrEqualToThreshold':
      return (value) => value >= Threshold;
    case 'LessThanThreshold':
      return (value) => value < Threshold;
    case 'LessThanOrEqualToThreshold':
      return (value) => value <= Threshold;
    default:
      throw new Error(`No comparison ${ComparisonOperator}`);
  }
}
