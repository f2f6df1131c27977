import { type Deployment, deploymentsOf } from '../delivery-events/deployments';
import type { DeliveryEvent } from '../delivery-events/events';
import { suspectOf } from '../delivery-events/suspect';
import { LISTED_DEPLOYMENTS } from './constants';
import type { Context, ListedDeployment, Place } from './incident';

/**
 * What changed before an incident: the newest deployments that had begun by then, the suspect among them.
 *
 * @param events of the service, of any kind and in any order
 * @param at when the incident began, or paged
 */
export function contextOf(events: Iterable<DeliveryEvent>, { environment }: Place, at: string): Context {
  const deployments = deploymentsOf(events).filter(
    (deployment) => deployment.environment === environment && Date.parse(deployment.startedAt) <= Date.parse(at),
  );
  const suspect = suspectOf(deployments, at);
  const newest = deployments.slice(-LISTED_DEPLOYMENTS);
  // A deployment that has run for days began before those after it.
  const listed = suspect && !newest.includes(suspect) ? [suspect, ...newest.slice(1)] : newest;
  return { at, deployments: listed.map(toListed).reverse(), suspect: suspect?.execution ?? null };
}

function toListed(deployment: Deployment): ListedDeployment {
  const { execution, commit, author, subject, strategy, outcome, startedAt, endedAt } = deployment;
  return { execution, commit, author, subject, strategy, outcome, startedAt, endedAt };
}
