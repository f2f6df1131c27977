import type { Properties } from '../template';
import { childrenOf, ruleHolds } from './alarm-rule';
import type { State } from './alarm-state';
import { MetricAlarm } from './metric-alarm';
import type { Recording } from './recording';

/** Properties of alarms as a template has them, without intrinsic functions. */
export interface Alarms {
  readonly metric: readonly Properties[];
  readonly composite: readonly Properties[];
}

/** A new state, and the minute in which CloudWatch found it. */
export interface Transition {
  readonly minute: number;
  readonly state: State;
}

/**
 * What alarms make of a recording, minute by minute, as CloudWatch's user guide says: an alarm is evaluated every minute over
 * windows that end then; one that looks back for more than a day every hour, at its beginning. Minute 1 has seen minute 0.
 *
 * @returns for each alarm how its state changed, its first state included
 */
export function simulate(alarms: Alarms, recording: Recording, minutes: { from?: number; to: number }): History {
  const states = new Map<string, State>();
  const history = new History();
  const enter = (name: string, state: State, minute: number) => {
    if (states.get(name) !== state) history.add(name, { minute, state });
    states.set(name, state);
  };
  const metric = alarms.metric.map((properties) => new MetricAlarm(properties));
  const composite = inOrder(alarms.composite);
  for (let minute = minutes.from ?? 1; minute <= minutes.to; minute += 1) {
    for (const alarm of metric) {
      if (states.has(alarm.name) && !alarm.isEvaluatedAt(minute)) continue;
      enter(alarm.name, alarm.stateAt(minute, recording, states.get(alarm.name) ?? 'INSUFFICIENT_DATA'), minute);
    }
    for (const { AlarmName, AlarmRule } of composite) {
      enter(AlarmName, ruleHolds(AlarmRule, states) ? 'ALARM' : 'OK', minute);
    }
  }
  return history;
}

/** The changes of all alarms. */
export class History {
  private readonly changes = new Map<string, Transition[]>();

  add(name: string, transition: Transition): void {
    this.changes.set(name, [...(this.changes.get(name) ?? []), transition]);
  }

  /** @throws if there is no such alarm */
  of(name: string): readonly Transition[] {
    const changes = this.changes.get(name);
    if (!changes) throw new Error(`No alarm ${name} among ${[...this.changes.keys()]}`);
    return changes;
  }

  /** From when to when the alarm was on; the last end is undefined where it still is. */
  spansOf(name: string): (readonly [from: number, to: number | undefined])[] {
    const changes = this.of(name);
    return changes.flatMap(({ minute, state }, index) =>
      state === 'ALARM' ? [[minute, changes[index + 1]?.minute] as const] : [],
    );
  }
}

/** Children before those that name them. */
function inOrder(composites: readonly Properties[]): Properties[] {
  const names = new Set(composites.map(({ AlarmName }) => AlarmName));
  const rest = [...composites];
  const ordered: Properties[] = [];
  while (rest.length > 0) {
    const done = new Set(ordered.map(({ AlarmName }) => AlarmName));
    const next = rest.findIndex(({ AlarmRule }) =>
      childrenOf(AlarmRule).every((name) => !names.has(name) || done.has(name)),
    );
    if (next < 0) throw new Error('Composite alarms name each other in a circle');
    ordered.push(...rest.splice(next, 1));
  }
  return ordered;
}
