import type { Color } from './compute';
import { prefix } from './service';
import { stackName } from './stack';

/** How the names of the alarms end that incidents follow. */
export const INCIDENT_ALARM_END = { page: '-page', ticket: '-ticket' } as const;

/** The alarm that pages for a service: the incident of the service follows it. */
export function pageAlarmName(delivery: string, environment: string, service: string): string {
  return `${prefix(delivery, environment, service)}${INCIDENT_ALARM_END.page}`;
}

/** The alarm of a service that needs a person in working hours. */
export function ticketAlarmName(delivery: string, environment: string, service: string): string {
  return `${prefix(delivery, environment, service)}${INCIDENT_ALARM_END.ticket}`;
}

/** The alarm that is on as long as a service waits for its first release. */
export function firstReleaseAlarmName(delivery: string, environment: string, service: string): string {
  return `${prefix(delivery, environment, service)}-first-release`;
}

/** The six alarms of a service that roll a deployment back, as `RollbackAlarms` names them. */
export function rollbackAlarmNames(delivery: string, environment: string, service: string): string[] {
  const sides: readonly Color[] = ['blue', 'green'];
  return sides.flatMap((side) =>
    ['errors', 'latency', 'unhealthy-hosts'].map((what) => `${prefix(delivery, environment, service)}-${side}-${what}`),
  );
}

/** An alarm of a service beside those above, such as `availability-fast-1h`. */
export function serviceAlarmName(delivery: string, environment: string, service: string, alarm: string): string {
  return `${prefix(delivery, environment, service)}-${alarm}`;
}

/** The alarm that is on when any service of the environment pages; it stops a game day. */
export function environmentPageAlarmName(delivery: string, environment: string): string {
  return `${delivery}-${environment}-page`;
}

/** An alarm of the platform's own machinery; no environment may be called `toolchain`. */
export function platformAlarmName(delivery: string, name: string): string {
  return stackName(delivery, 'toolchain', name);
}
