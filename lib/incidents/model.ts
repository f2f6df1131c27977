import { REOPEN_MINUTES } from './constants';
import { firingIn, isNear, newestGroup, periodsOf, pruned, type Span, withChange } from './history';
import {
  type Act,
  type AlarmChange,
  type Incident,
  type IncidentRecord,
  openedAt,
  type Period,
  type PlaceState,
  pagedAt,
  rankOf,
  resolvedAt,
  SEVERITY_OF,
  type Severity,
} from './incident';

/** What a change makes of a place. */
export interface Applied {
  readonly state: PlaceState;
  /** The incident before, when a new one takes its place. */
  readonly archived?: IncidentRecord;
}

/**
 * What a place is after one of its alarms has changed. Changes may come twice and in any order: what belongs to one incident
 * makes the same incident of it. Only what is older than the newest incident by more than the window, and over, is too late
 * to be written down.
 */
export function applyChange(before: PlaceState, change: AlarmChange): Applied {
  const { incident } = before;
  if (incident && isPast(change, before, openedAt(incident))) return { state: before };
  const changes = withChange(before.changes, change);
  const periods = periodsOf(changes, before.closedAt);
  const group = newestGroup(periods);
  if (group.length === 0) return { state: { ...before, changes: pruned(changes, '') } };
  if (incident && belongsTo(incident, group)) {
    // Where an end becomes known late, what was one period is two, and both are of the incident that people know.
    const own = periods.filter((period) => group.includes(period) || period.to! >= openedAt(incident));
    const next = withFacts(incident, own, changes);
    return { state: { ...before, changes: pruned(changes, horizonOf(openedAt(next))), incident: next } };
  }
  const next = withFacts(newIncident(before), group, changes);
  return {
    state: { ...before, changes: pruned(changes, horizonOf(openedAt(next))), incident: next },
    archived: incident && recordOf(before),
  };
}

/** What is not kept any more cannot be told apart from what never was; only an alarm's last word counts at any age. */
function isPast({ alarm, at }: AlarmChange, { changes }: PlaceState, opened: string): boolean {
  return at < horizonOf(opened) && changes.some((other) => other.alarm === alarm && other.at > at);
}

/** Something older may belong to the incident still, and is older by the window at the most. */
function horizonOf(opened: string): string {
  return new Date(Date.parse(opened) - REOPEN_MINUTES * 60_000).toISOString();
}

function belongsTo(incident: Incident, group: readonly Period[]): boolean {
  const [end, groupEnd] = [resolvedAt(incident), group.at(-1)!.to];
  return (
    (end === undefined || isNear(end, group[0]!.from)) &&
    (groupEnd === undefined || isNear(groupEnd, openedAt(incident)))
  );
}

function newIncident({ environment, service, incident }: PlaceState): Incident {
  return {
    environment,
    service,
    number: (incident?.number ?? 0) + 1,
    periods: [],
    pages: [],
    alarms: [],
    severity: 'low',
    notes: [],
    done: { opened: 0, resolved: 0 },
  };
}

/** The incident as the alarms tell it. What it had begun with stays, also where its first changes are kept no longer. */
function withFacts(incident: Incident, spans: readonly Span[], changes: readonly AlarmChange[]): Incident {
  const periods = begunBy(
    incident.periods[0]?.from,
    spans.map(({ from, to }) => ({ from, to })),
  );
  const pages = spans.flatMap(({ paged, to }) => (paged === undefined ? [] : [{ from: paged, to }]));
  const { from } = periods[0]!;
  const fired = changes.filter(({ state, at }) => state === 'alarm' && at >= from);
  return {
    ...incident,
    periods,
    pages: pages.length > 0 ? begunBy(pagedAt(incident), pages) : incident.pages,
    alarms: [...new Set([...incident.alarms, ...fired.map(({ alarm }) => alarm)])].sort(),
    severity: severityOf(incident, fired),
  };
}

/** The periods, the first one from the time that was known before, where that is earlier. */
function begunBy(known: string | undefined, [first, ...others]: readonly Period[]): readonly Period[] {
  const { from, to } = first!;
  return [{ from: known !== undefined && known < from ? known : from, to }, ...others];
}

/** What a person chose holds until an alarm of a worse kind fires than had fired by then. */
function severityOf({ chosen, severity }: Incident, fired: readonly AlarmChange[]): Severity {
  const known = fired.filter(({ at }) => chosen && at <= chosen.at).map(({ kind }) => kind);
  const news = fired.filter(({ kind }) => !known.includes(kind));
  return [chosen?.severity ?? severity, ...news.map(({ kind }) => SEVERITY_OF[kind])].reduce(worse);
}

function worse(one: Severity, other: Severity): Severity {
  return rankOf(one) <= rankOf(other) ? one : other;
}

/** The place's newest incident with what its alarms said. @param state of a place that has one */
export function recordOf({ incident, changes }: PlaceState): IncidentRecord {
  const from = openedAt(incident!);
  return { ...incident!, changes: changes.filter(({ at }) => at >= from) };
}

/** Names of the incident's alarms that fire still, or again. */
export function firing({ changes, closed }: Pick<IncidentRecord, 'changes' | 'closed'>): string[] {
  return firingIn(changes, closed?.at);
}

/** A person takes care of it. The first one stays. */
export function acknowledge<T extends Incident>(incident: T, act: Act): T {
  return incident.acknowledged ? incident : { ...incident, acknowledged: act };
}

export function addNote<T extends Incident>(incident: T, act: Act, text: string): T {
  return { ...incident, notes: [...incident.notes, { ...act, text }] };
}

export function chooseSeverity<T extends Incident>(incident: T, act: Act, severity: Severity): T {
  return { ...incident, severity, chosen: { ...act, severity } };
}

/** A person ends it although alarms fire. They are heard again when they have been off and come back. */
export function close(state: PlaceState, act: Act): PlaceState {
  const incident = state.incident!;
  const ended = (periods: readonly Period[]) => periods.map(({ from, to = act.at }) => ({ from, to }));
  const [periods, pages] = [ended(incident.periods), ended(incident.pages)];
  return { ...state, closedAt: act.at, incident: { ...incident, closed: act, periods, pages } };
}
