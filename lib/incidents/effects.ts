/** What the outside has yet to hear of an incident: a comparison of what is so with what has been done. */
import type { DeliveryEvent } from '../delivery-events/events';
import {
  type Done,
  type Incident,
  idOf,
  knownContext,
  type OpsItemStatus,
  rankOf,
  type Severity,
  statusOf,
  type Told,
} from './incident';

/** What a message is about. */
export type News = 'opened' | 'reopened' | 'raised' | 'resolved';

/** What people have to be told, or undefined for nothing. */
export function newsOf(incident: Incident, told: Told | undefined): News | undefined {
  const status = statusOf(incident);
  // What was over before anybody heard of it is one message.
  if (!told) return status === 'open' ? 'opened' : 'resolved';
  if (told.status !== status) return status === 'open' ? 'reopened' : 'resolved';
  return status === 'open' && rankOf(incident.severity) < rankOf(told.severity) ? 'raised' : undefined;
}

/** What people know once they have been told. */
export function toldOf(incident: Incident): Told {
  return { status: statusOf(incident), severity: incident.severity };
}

export function opsItemStatusOf(incident: Incident): OpsItemStatus {
  if (statusOf(incident) === 'resolved') return 'Resolved';
  return incident.acknowledged ? 'InProgress' : 'Open';
}

/** What the OpsItem is not yet: `create`, a change, or undefined. */
export function opsItemChange(
  incident: Incident,
): 'create' | { readonly id: string; readonly status: OpsItemStatus; readonly severity: Severity } | undefined {
  const { opsItem } = incident.done;
  if (!opsItem) return 'create';
  const [status, { severity }] = [opsItemStatusOf(incident), incident];
  return opsItem.status === status && opsItem.severity === severity ? undefined : { id: opsItem.id, status, severity };
}

/**
 * The delivery's own events that nobody has sent yet, in order, and what is done when they are sent. Metrics count failures
 * of a service: they hear of pages, and of tickets nothing.
 */
export function eventsOf(incident: Incident): {
  readonly events: readonly DeliveryEvent[];
  readonly done: Pick<Done, 'opened' | 'resolved'>;
} {
  const { pages, service, environment, done } = incident;
  const id = idOf(incident);
  const ended = pages.filter(({ to }) => to !== undefined).length;
  const events = pages.flatMap(({ from, to }, index): DeliveryEvent[] => {
    const number = index + 1;
    const common = { service, environment, incident: id };
    return [
      ...(number > done.opened
        ? [
            {
              ...common,
              id: `incident-opened/${id}/${number}`,
              at: from,
              kind: 'incident-opened' as const,
              suspect: knownContext(incident)?.suspect ?? null,
            },
          ]
        : []),
      ...(number > done.resolved && to !== undefined
        ? [{ ...common, id: `incident-resolved/${id}/${number}`, at: to, kind: 'incident-resolved' as const }]
        : []),
    ];
  });
  return { events, done: { opened: Math.max(done.opened, pages.length), resolved: Math.max(done.resolved, ended) } };
}

/** Whether the outside has heard everything. @param hasChat whether there are channels beside the messages */
export function isComplete(incident: Incident | undefined, hasChat: boolean): boolean {
  if (!incident) return true;
  const { done } = incident;
  return (
    knownContext(incident) !== undefined &&
    opsItemChange(incident) === undefined &&
    newsOf(incident, done.message) === undefined &&
    (!hasChat || newsOf(incident, done.chat) === undefined) &&
    eventsOf(incident).events.length === 0
  );
}
