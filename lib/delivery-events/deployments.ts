import type { Deployment } from './deployment';
import { DeploymentLog } from './deployment-log';
import type { DeliveryEvent } from './events';
import type { TimedDeployment } from './timed-deployments';
import { iso } from './times';

export type * from './deployment';

/**
 * All deployments that the events tell of, oldest start first. The same events in any order and with any duplication give
 * the same deployments. Other kinds of events are ignored, so that a whole history may be given; the first deployment of a
 * part of it has nothing before it, and is `new`.
 *
 * @throws Error where an event's time is none
 */
export function deploymentsOf(events: Iterable<DeliveryEvent>): Deployment[] {
  const log = new DeploymentLog();
  for (const event of events) log.add(event);
  const all = [...log.places()].flatMap(({ service, environment, deployments }) =>
    deployments().map((deployment) => published(service, environment, deployment)),
  );
  return all.sort(byStart);
}

function published(service: string, environment: string, { prepared, ...timed }: TimedDeployment): Deployment {
  return {
    ...timed,
    service,
    environment,
    attempts: timed.attempts.map(({ startedAt, endedAt, wayBackAt, ...rest }) => ({
      ...rest,
      startedAt: iso(startedAt),
      endedAt: iso(endedAt),
      wayBackAt: iso(wayBackAt),
    })),
    author: prepared?.author,
    subject: prepared?.subject,
    strategy: prepared?.strategy,
    commits: prepared?.hashes.map((hash, index) => ({ hash, at: iso(prepared.times[index]!) })),
    startedAt: iso(timed.startedAt),
    trafficAt: iso(timed.trafficAt),
    endedAt: iso(timed.endedAt),
  };
}

/** For sorting: the oldest start first. */
export function byStart(one: Deployment, other: Deployment): number {
  return (
    compare(one.startedAt, other.startedAt) ||
    compare(one.service, other.service) ||
    compare(one.environment, other.environment) ||
    compare(one.execution, other.execution)
  );
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
