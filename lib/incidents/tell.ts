/** Tells the outside of an incident what it has not heard yet. The record says what that is, so that nothing is told twice. */
import { describe } from '../build/programs/problem';
import type { DeliveryEvent } from '../delivery-events/events';
import { eventsOf, isComplete, type News, newsOf, opsItemChange, toldOf } from './effects';
import {
  type Context,
  type Done,
  type Incident,
  type IncidentRecord,
  idOf,
  knownContext,
  type OpsItemStatus,
  type Place,
  type PlaceState,
  type Severity,
  suspectedAt,
} from './incident';
import { recordOf } from './model';
import type { IncidentStore } from './store';

/** All that is told, and to whom. Each call may fail, and is then made again later. */
export interface Outside {
  /** Asks what changed before the incident. @param at when it began, or paged */
  readonly context: (place: Place, at: string) => Promise<Context>;
  /** Makes the OpsItem of the incident, or finds the one that is there. */
  readonly createOpsItem: (record: IncidentRecord) => Promise<string>;
  readonly updateOpsItem: (
    item: { readonly id: string; readonly status: OpsItemStatus; readonly severity: Severity },
    record: IncidentRecord,
  ) => Promise<void>;
  readonly message: (news: News, record: IncidentRecord) => Promise<void>;
  /** Undefined where there are no channels. */
  readonly chat?: (news: News, record: IncidentRecord) => Promise<void>;
  readonly event: (event: DeliveryEvent) => Promise<void>;
}

export interface Telling {
  readonly store: IncidentStore;
  readonly outside: Outside;
  readonly now: () => Date;
  /** Who tells: one that is like no other's. */
  readonly holder: string;
  /** How long others leave the incident alone. */
  readonly seconds: number;
}

/** `busy` when somebody else is at it, and whoever asked has to look again later. */
export type Outcome = 'told' | 'busy';

/**
 * Tells everything that is missing. What fails keeps nothing else from being told.
 *
 * @throws what failed, all of it in one error
 */
export async function tell(place: Place, telling: Telling): Promise<Outcome> {
  const { store, outside, now, holder } = telling;
  const hasChat = outside.chat !== undefined;
  for (;;) {
    const state = await store.change(place, (before) => {
      if (isComplete(before.incident, hasChat) || isTaken(before, telling)) return undefined;
      const until = new Date(now().getTime() + telling.seconds * 1000).toISOString();
      return { state: { ...before, lease: { holder, until } } };
    });
    if (isComplete(state.incident, hasChat)) return 'told';
    if (state.lease?.holder !== holder) return 'busy';
    const failures = await tellAll(state, telling);
    const { incident } = await store.change(place, release(holder));
    if (failures.length > 0) throw new AggregateError(failures, failures.map(describe).join('; '));
    // Unless it has changed meanwhile, and whoever changed it has left it to this one.
    if (isComplete(incident, hasChat)) return 'told';
  }
}

function isTaken({ lease }: PlaceState, { holder, now }: Telling): boolean {
  return lease !== undefined && lease.holder !== holder && lease.until > now().toISOString();
}

const release = (holder: string) => (before: PlaceState) => {
  const { lease, ...state } = before;
  return lease?.holder === holder ? { state } : undefined;
};

/** What one step has told, to be remembered; undefined when there was nothing to tell. */
type Told = { readonly context?: Context; readonly done?: Partial<Done> } | undefined;
type Teller = (record: IncidentRecord, outside: Outside) => Promise<Told>;

const TELLERS: readonly Teller[] = [
  async (record, outside) =>
    // Again when a ticket becomes a page: something else may have been deployed by then.
    knownContext(record) ? undefined : { context: await outside.context(record, suspectedAt(record)) },
  async (record, outside) => {
    const change = opsItemChange(record);
    if (change !== 'create') return undefined;
    const id = await outside.createOpsItem(record);
    return { done: { opsItem: { id, status: 'Open', severity: record.severity } } };
  },
  async (record, outside) => {
    const change = opsItemChange(record);
    if (change === undefined || change === 'create') return undefined;
    await outside.updateOpsItem(change, record);
    return { done: { opsItem: change } };
  },
  async (record, outside) => {
    const news = newsOf(record, record.done.message);
    if (!news) return undefined;
    await outside.message(news, record);
    return { done: { message: toldOf(record) } };
  },
  async (record, outside) => {
    const news = newsOf(record, record.done.chat);
    if (!news || !outside.chat) return undefined;
    await outside.chat(news, record);
    return { done: { chat: toldOf(record) } };
  },
  async (record, outside) => {
    const { events, done } = eventsOf(record);
    if (events.length === 0) return undefined;
    // Metrics count on the suspect, which nobody would tell them later.
    if (!knownContext(record)) throw new Error(`${idOf(record)}: the suspect is not known yet`);
    for (const event of events) await outside.event(event);
    return { done };
  },
];

async function tellAll(leased: PlaceState, { store, outside }: Telling): Promise<unknown[]> {
  const failures: unknown[] = [];
  let state = leased;
  for (const teller of TELLERS) {
    try {
      const record = recordOf(state);
      const told = await teller(record, outside);
      if (told) state = await store.change(state, remember(record, told));
    } catch (error) {
      failures.push(error);
    }
  }
  return failures;
}

/** Others may have changed the incident while it was told of, and their changes stay. */
const remember = (record: IncidentRecord, told: NonNullable<Told>) => (before: PlaceState) => {
  const { incident } = before;
  // It has made way for the next one, and its own record is closed.
  if (incident?.number !== record.number) return undefined;
  const done = { ...incident.done, ...told.done };
  const next: Incident = { ...incident, ...(told.context && { context: told.context }), done };
  return { state: { ...before, incident: next } };
};
