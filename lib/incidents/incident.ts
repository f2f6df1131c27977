/** What is remembered of incidents. All times are ISO 8601 in UTC, with milliseconds, so that text sorts as time does. */

/** Words of OpsCenter, whose severities are 1–4. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** `page` wakes somebody, `ticket` waits for working hours. */
export type AlarmKind = 'page' | 'ticket';

/** How severe an incident is before a person has looked. */
export const SEVERITY_OF: Readonly<Record<AlarmKind, Severity>> = { page: 'high', ticket: 'low' };

/** A service in an environment: it has one incident at a time. */
export interface Place {
  readonly environment: string;
  readonly service: string;
}

/** One of a place's alarms went on or off. No data is off. */
export interface AlarmChange {
  readonly alarm: string;
  readonly kind: AlarmKind;
  readonly state: 'alarm' | 'ok';
  readonly at: string;
}

/** A time in which something fired. */
export interface Period {
  readonly from: string;
  /** Undefined while it lasts. */
  readonly to?: string;
}

/** Who did something, and when. */
export interface Act {
  readonly by: string;
  readonly at: string;
}

/** A deployment, as far as a reader of an incident wants to know. */
export interface ListedDeployment {
  /** The pipeline's execution. */
  readonly execution: string;
  readonly commit?: string;
  readonly author?: string;
  readonly subject?: string;
  readonly strategy?: string;
  readonly outcome: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
}

/** What changed before. */
export interface Context {
  /** The time that it was asked for: see {@link suspectedAt}. */
  readonly at: string;
  /** The newest first. */
  readonly deployments: readonly ListedDeployment[];
  /** The execution whose deployment is suspected, or null for none. */
  readonly suspect: string | null;
}

/** What users had of it, from the load balancer's metrics. */
export interface Impact {
  readonly requests: number;
  /** Of them, those that the service answered with a 5xx or not at all. */
  readonly errors: number;
  /** The end of the incident as far as this is counted: it may have come back since. */
  readonly until: string;
}

/** What the outside has heard so far: what is missing is done, what is there is not done again. */
export interface Done {
  readonly opsItem?: { readonly id: string; readonly status: OpsItemStatus; readonly severity: Severity };
  /** What people were told last. */
  readonly message?: Told;
  readonly chat?: Told;
  /** Of {@link Incident.pages}: those whose begin and whose end are on the event bus. */
  readonly opened: number;
  readonly resolved: number;
}

export type OpsItemStatus = 'Open' | 'InProgress' | 'Resolved';

export interface Told {
  readonly status: Status;
  readonly severity: Severity;
}

export type Status = 'open' | 'resolved';

export interface Incident extends Place {
  /** Counted for its place, from 1. */
  readonly number: number;
  /** At least one, in order; the last one without an end is the one that lasts. */
  readonly periods: readonly Period[];
  /** Of these periods those in which the service paged, each from its first page on; none for what is a ticket alone. */
  readonly pages: readonly Period[];
  /** Names of all that have fired. */
  readonly alarms: readonly string[];
  readonly severity: Severity;
  /** What a person found it to be. */
  readonly chosen?: Act & { readonly severity: Severity };
  readonly acknowledged?: Act;
  readonly notes: readonly (Act & { readonly text: string })[];
  /** A person has ended it while alarms fired. */
  readonly closed?: Act;
  /** Undefined until it is known. */
  readonly context?: Context;
  readonly impact?: Impact;
  readonly done: Done;
}

/** An incident with all that its alarms said. */
export interface IncidentRecord extends Incident {
  readonly changes: readonly AlarmChange[];
}

/** What is remembered of a place: what its alarms said lately, and its newest incident. */
export interface PlaceState extends Place {
  /** In order of time. */
  readonly changes: readonly AlarmChange[];
  readonly incident?: Incident;
  /** When a person last ended an incident although alarms fired: those are over for a record. */
  readonly closedAt?: string;
  /** Whoever tells the outside of the incident keeps others from doing it at the same time. */
  readonly lease?: { readonly holder: string; readonly until: string };
}

/** `prod/orders/3`, by which people and events know it; no name has a slash. */
export function idOf({ environment, service, number }: Pick<Incident, keyof Place | 'number'>): string {
  return `${environment}/${service}/${number}`;
}

/** The parts of an id, or undefined for what is none. */
export function parseId(id: string): (Place & { readonly number: number }) | undefined {
  const [, environment, service, number] = /^([^/\s]+)\/([^/\s]+)\/([1-9]\d{0,8})$/.exec(id) ?? [];
  if (environment === undefined || service === undefined) return undefined;
  return { environment, service, number: Number(number) };
}

export function statusOf({ periods }: Pick<Incident, 'periods'>): Status {
  return periods.at(-1)!.to === undefined ? 'open' : 'resolved';
}

export function openedAt({ periods }: Pick<Incident, 'periods'>): string {
  return periods[0]!.from;
}

/** When the service first paged; undefined for what is a ticket alone. */
export function pagedAt({ pages }: Pick<Incident, 'pages'>): string | undefined {
  return pages[0]?.from;
}

/**
 * The time before which a suspect is looked for: of a page that one, as a ticket may have been open for days and several
 * deployments by then.
 */
export function suspectedAt(incident: Pick<Incident, 'pages' | 'periods'>): string {
  return pagedAt(incident) ?? openedAt(incident);
}

/** What changed before, or undefined while that is not known: what was asked for at another time is not it. */
export function knownContext(incident: Pick<Incident, 'pages' | 'periods' | 'context'>): Context | undefined {
  return incident.context?.at === suspectedAt(incident) ? incident.context : undefined;
}

/** Undefined while it lasts. */
export function resolvedAt({ periods }: Pick<Incident, 'periods'>): string | undefined {
  return periods.at(-1)!.to;
}

/** Smaller is worse. */
export function rankOf(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}
