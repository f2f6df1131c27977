import { Duration } from 'aws-cdk-lib';
import { type RunbookAnchor, RunbookSection } from '../shared/runbook';

/**
 * A speed at which an error budget must not burn. 1 is the speed that uses up the budget of 30 days in 30 days, so that at
 * 14.4 it is gone after two.
 */
export interface BurnRate {
  readonly name: 'fast' | 'slow' | 'ticket';
  /** Above it in both windows is too fast. */
  readonly rate: number;
  /** Enough of the budget is gone to be worth a person's time. */
  readonly long: Duration;
  /** It still burns: the alarm is over soon after its cause is. */
  readonly short: Duration;
  /** Whether a person is called at once; else it can wait for working hours. */
  readonly pages: boolean;
  /** What a person sees, after the budget's name. */
  readonly symptom: string;
  readonly section: RunbookAnchor;
}

/**
 * The windows that Google's Site Reliability Workbook recommends ("Alerting on SLOs", table of recommended time windows and
 * burn rates): 2 percent of the budget in an hour, 5 percent in six, 10 percent in three days.
 */
export const BURN_RATES: readonly BurnRate[] = [
  {
    name: 'fast',
    rate: 14.4,
    long: Duration.hours(1),
    short: Duration.minutes(5),
    pages: true,
    symptom: 'is used up in two days',
    section: RunbookSection.FAST_BURN,
  },
  {
    name: 'slow',
    rate: 6,
    long: Duration.hours(6),
    short: Duration.minutes(30),
    pages: true,
    symptom: 'is used up in five days',
    section: RunbookSection.SLOW_BURN,
  },
  {
    name: 'ticket',
    rate: 1,
    long: Duration.days(3),
    short: Duration.hours(6),
    pages: false,
    symptom: 'is used up before its 30 days are over',
    section: RunbookSection.BUDGET_LOW,
  },
];

/**
 * Bad requests that a long window takes for a burning budget, at least: with little traffic one of them is a large share. One
 * user's request and its repetitions are fewer (the SDKs of AWS try three times).
 */
export const FEWEST_BAD_REQUESTS = 5;

/** As people write it: `5m`, `1h`, `3d`. */
export function windowName(window: Duration): string {
  const minutes = window.toMinutes();
  if (minutes % 1440 === 0) return `${minutes / 1440}d`;
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
}
