import type { WatchedAlarm } from './facts';
import type { AlarmChange, Place } from './incident';

/** An event of EventBridge about an alarm, as far as it matters here ("Alarm events and EventBridge" in CloudWatch's guide). */
interface AlarmEvent {
  readonly account: string;
  readonly region: string;
  readonly detail: {
    readonly alarmName: string;
    readonly state: { readonly value: string; readonly timestamp: string };
  };
}

/**
 * What an event says of a place, or undefined for an alarm that no incident follows.
 *
 * @param event the body of the message, parsed
 * @throws if it is no event of an alarm
 */
export function readAlarmEvent(
  event: unknown,
  watched: readonly WatchedAlarm[],
): { readonly place: Place; readonly change: AlarmChange } | undefined {
  const { account, region, detail } = checked(event);
  const alarm = watched.find(
    (one) => one.name === detail.alarmName && one.account === account && one.region === region,
  );
  if (!alarm) return undefined;
  const { environment, service, kind, name } = alarm;
  const { value, timestamp } = detail.state;
  return {
    place: { environment, service },
    // Without data nothing fires.
    change: { alarm: name, kind, state: value === 'ALARM' ? 'alarm' : 'ok', at: timeOf(timestamp) },
  };
}

function checked(event: unknown): AlarmEvent {
  const { account, region, detail } = Object(event);
  const texts = [account, region, Object(detail).alarmName, Object(Object(detail).state).value];
  if (texts.some((text) => typeof text !== 'string' || text === '')) {
    throw new Error(
      'an event of an alarm must have account, region, detail.alarmName and detail.state.value ' +
        `(got ${JSON.stringify(event)?.slice(0, 500)})`,
    );
  }
  return event as AlarmEvent;
}

/** CloudWatch writes `2026-11-20T15:57:45.394+0000`. */
function timeOf(text: unknown): string {
  const time = new Date(String(text));
  if (typeof text !== 'string' || Number.isNaN(time.getTime())) {
    throw new Error(`detail.state.timestamp must be a time (got ${JSON.stringify(text)})`);
  }
  return time.toISOString();
}
