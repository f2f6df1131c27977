import type { Value } from './metric-math';

export type State = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export type MissingData = 'breaching' | 'notBreaching' | 'ignore' | 'missing';

/** How an alarm looks at its data points. */
export interface Evaluation {
  readonly isBreaching: (value: number) => boolean;
  readonly datapointsToAlarm: number;
  readonly evaluationPeriods: number;
  readonly missingData: MissingData;
}

/** Data points beyond those evaluated that CloudWatch looks at where some are missing: two in the examples of its guide. */
export const EXTRA_POINTS = 2;

/**
 * The state that follows from data points ("Configuring how CloudWatch alarms treat missing data" in the user guide).
 *
 * @param points the latest first, {@link EXTRA_POINTS} more than the evaluation periods
 */
export function stateFrom(points: readonly Value[], evaluation: Evaluation, current: State): State {
  const { isBreaching, datapointsToAlarm, evaluationPeriods, missingData } = evaluation;
  const isAlarm = (some: readonly boolean[]) => some.filter(Boolean).length >= datapointsToAlarm;
  const real = points.filter((point) => point !== undefined).map(isBreaching);
  // Where enough is there, what is missing does not matter.
  if (real.length >= evaluationPeriods) return isAlarm(real.slice(0, evaluationPeriods)) ? 'ALARM' : 'OK';
  const missing = evaluationPeriods - real.length;
  switch (missingData) {
    case 'breaching':
      return isAlarm([...real, ...Array<boolean>(missing).fill(true)]) ? 'ALARM' : 'OK';
    case 'notBreaching':
      return isAlarm(real) ? 'ALARM' : 'OK';
    default:
      if (real.length === 0) return missingData === 'ignore' ? current : 'INSUFFICIENT_DATA';
      if (isAlarm(real)) return 'ALARM';
      return isPremature(points, evaluation) ? (missingData === 'ignore' ? current : 'ALARM') : 'OK';
  }
}

/** Nothing but breaching and missing points since one that is old enough: an alarm although there are too few points. */
function isPremature(points: readonly Value[], { isBreaching, datapointsToAlarm }: Evaluation): boolean {
  const known = points.flatMap((point, index) =>
    point === undefined ? [] : [{ index, breaching: isBreaching(point) }],
  );
  return known.every(({ breaching }) => breaching) && known.at(-1)!.index >= datapointsToAlarm - 1;
}
