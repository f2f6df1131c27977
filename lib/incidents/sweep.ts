/**
 * A look at everything, now and then: whether what is remembered is so, and whether everybody has heard of it. It finds what
 * no event tells: an alarm that is gone, an event that was lost, what a person has written into a record.
 */
import { describe } from '../build/programs/problem';
import { METRIC_DELAY_MINUTES } from './constants';
import type { WatchedAlarm } from './facts';
import { type AlarmChange, type Incident, type Place, type PlaceState, resolvedAt } from './incident';

/** Minutes after which nobody asks any more: a service without load has no metrics. */
const IMPACT_MINUTES = 24 * 60;

export interface SweepContext {
  readonly watched: readonly WatchedAlarm[];
  readonly states: () => Promise<readonly PlaceState[]>;
  /** How the alarms of one environment are. */
  readonly readAlarms: (watched: readonly WatchedAlarm[]) => Promise<readonly (AlarmChange & Place)[]>;
  readonly apply: (place: Place, change: AlarmChange) => Promise<void>;
  /** Writes down what is known when an incident is over: what users had of it, and how the deployments went on. */
  readonly lookBack: (incident: Incident) => Promise<void>;
  readonly tell: (place: Place) => Promise<unknown>;
  readonly now: () => Date;
}

/** @throws what failed, all of it in one error; what fails in one environment or place keeps nothing from the others */
export async function sweep(context: SweepContext): Promise<void> {
  const failures: unknown[] = [];
  const trying = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      failures.push(error);
    }
  };
  const before = new Map((await context.states()).map((state) => [keyOf(state), state]));
  for (const environment of new Set(context.watched.map((alarm) => alarm.environment))) {
    await trying(() => compareAlarms(environment, before, context));
  }
  for (const state of await context.states()) {
    if (!context.watched.some((alarm) => keyOf(alarm) === keyOf(state))) {
      await trying(() => endWithService(state, context));
    }
    await trying(async () => {
      await context.tell(state);
    });
    await trying(async () => {
      if (isImpactDue(state, context.now())) await context.lookBack(state.incident!);
    });
  }
  if (failures.length > 0) throw new AggregateError(failures, failures.map(describe).join('; '));
}

async function compareAlarms(
  environment: string,
  before: ReadonlyMap<string, PlaceState>,
  { watched, readAlarms, apply }: SweepContext,
): Promise<void> {
  const alarms = await readAlarms(watched.filter((alarm) => alarm.environment === environment));
  for (const { environment: _, service, ...change } of alarms) {
    const place = { environment, service };
    const known = lastState(before.get(keyOf(place)), change.alarm);
    if (known === change.state) continue;
    console.log(`${change.alarm} is ${change.state} since ${change.at}, and no event has said so`);
    await apply(place, change);
  }
}

/** Of an alarm that nobody has heard of yet nothing fires. */
function lastState(state: PlaceState | undefined, alarm: string): AlarmChange['state'] {
  return state?.changes.findLast((change) => change.alarm === alarm)?.state ?? 'ok';
}

/** A service that is no more in the configuration has no alarms either: nothing else would ever end its incident. */
async function endWithService(state: PlaceState, { apply, now }: SweepContext): Promise<void> {
  const { environment, service, changes } = state;
  for (const alarm of new Set(changes.map((change) => change.alarm))) {
    if (lastState(state, alarm) === 'ok') continue;
    const { kind } = changes.find((change) => change.alarm === alarm)!;
    await apply({ environment, service }, { alarm, kind, state: 'ok', at: now().toISOString() });
  }
}

/** Whether what users had of the incident has to be asked for: when CloudWatch knows it, and not for ever. */
function isImpactDue({ incident }: PlaceState, now: Date): boolean {
  const to = incident && resolvedAt(incident);
  if (!to || incident?.impact?.until === to) return false;
  const minutes = (now.getTime() - Date.parse(to)) / 60_000;
  return minutes >= METRIC_DELAY_MINUTES && minutes < IMPACT_MINUTES;
}

function keyOf({ environment, service }: Place): string {
  return `${environment}/${service}`;
}
