import { Problem } from '../build/programs/problem';
import type { DeliveryEvent } from './events';

/** A value of a kind: what it has to be, and whether it is. */
interface Check {
  readonly must: string;
  readonly holds: (value: unknown) => boolean;
}

const TEXT: Check = { must: 'a text that is not empty', holds: (value) => typeof value === 'string' && value !== '' };
const ANY_TEXT: Check = { must: 'a text', holds: (value) => typeof value === 'string' };
const OPTIONAL_TEXT: Check = {
  must: 'a text, or absent',
  holds: (value) => value === undefined || ANY_TEXT.holds(value),
};
const TEXT_OR_NULL: Check = { must: 'a text or null', holds: (value) => value === null || TEXT.holds(value) };
const MINUTES: Check = {
  must: 'a number that is not negative',
  holds: (value) => typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY,
};
const TIME: Check = { must: 'a time in ISO 8601 and UTC', holds: (value) => isTime(value) };
const COMMITS: Check = {
  must: 'a list of commits, each with hash and at',
  holds: (value) => Array.isArray(value) && value.every((commit) => TEXT.holds(commit?.hash) && TIME.holds(commit?.at)),
};

function oneOf(...allowed: readonly string[]): Check {
  return { must: `one of ${allowed.join(', ')}`, holds: (value) => allowed.includes(value as string) };
}

const HAPPENED = { id: TEXT, at: TIME, service: TEXT };
const HAPPENED_IN = { ...HAPPENED, environment: TEXT };
const OUTCOME = oneOf('succeeded', 'failed', 'stopped');

/** The members of each kind beside `kind`. Written by hand, as a schema library is many times larger than the handlers. */
const MEMBERS: { readonly [K in DeliveryEvent['kind']]: MembersOf<Extract<DeliveryEvent, { kind: K }>> } = {
  'branch-pushed': { ...HAPPENED, branch: TEXT, commit: TEXT },
  'release-prepared': {
    ...HAPPENED_IN,
    execution: TEXT,
    digest: TEXT,
    commit: TEXT,
    author: OPTIONAL_TEXT,
    subject: OPTIONAL_TEXT,
    commits: COMMITS,
    strategy: TEXT,
    bakeMinutes: MINUTES,
  },
  'deployment-started': { ...HAPPENED_IN, execution: TEXT, attempt: TEXT },
  'deployment-ended': { ...HAPPENED_IN, execution: TEXT, attempt: TEXT, outcome: OUTCOME, rollout: OPTIONAL_TEXT },
  'rollout-ended': { ...HAPPENED_IN, controller: oneOf('codedeploy', 'ecs'), rollout: TEXT, outcome: OUTCOME },
  'release-recorded': { ...HAPPENED_IN, execution: TEXT, digest: TEXT, commit: TEXT },
  'alarm-changed': { ...HAPPENED_IN, alarm: TEXT, state: oneOf('alarm', 'ok') },
  'incident-opened': { ...HAPPENED_IN, incident: TEXT, suspect: TEXT_OR_NULL },
  'incident-resolved': { ...HAPPENED_IN, incident: TEXT },
};

/** The compiler holds this to the contract: a member that is new there is missing here. */
type MembersOf<E> = { readonly [M in keyof Required<Omit<E, 'kind'>>]: Check };

/**
 * A delivery event out of JSON, with the members of its kind and no others: who sent it may be newer. Times come out in one
 * form, so that their order as texts is their order in time.
 */
export function parseDeliveryEvent(value: unknown): DeliveryEvent {
  if (typeof value !== 'object' || value === null)
    throw new Problem(`an event must be an object (got ${shown(value)})`);
  const given = value as Readonly<Record<string, unknown>>;
  const kind = given['kind'];
  const checks = Object.hasOwn(MEMBERS, String(kind)) ? MEMBERS[kind as DeliveryEvent['kind']] : undefined;
  if (typeof kind !== 'string' || !checks) {
    throw new Problem(`kind must be one of ${Object.keys(MEMBERS).join(', ')} (got ${shown(kind)})`);
  }
  const event: Record<string, unknown> = { kind };
  for (const [name, check] of Object.entries<Check>(checks)) {
    const member = given[name];
    if (!check.holds(member)) throw new Problem(`${name} of ${kind} must be ${check.must} (got ${shown(member)})`);
    if (member !== undefined) event[name] = check === TIME ? normalTime(member as string) : member;
  }
  if (kind === 'release-prepared') event['commits'] = (event['commits'] as readonly Commit[]).map(normalCommit);
  return event as unknown as DeliveryEvent;
}

interface Commit {
  readonly hash: string;
  readonly at: string;
}

function normalCommit({ hash, at }: Commit): Commit {
  return { hash, at: normalTime(at) };
}

/** CloudWatch writes `+0000` for `Z`. */
const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|\+00:?00)$/;

function isTime(value: unknown): value is string {
  return typeof value === 'string' && UTC.test(value) && !Number.isNaN(Date.parse(asZulu(value)));
}

function asZulu(time: string): string {
  return time.replace(/\+00:?00$/, 'Z');
}

function normalTime(time: string): string {
  return new Date(asZulu(time)).toISOString();
}

/** A time as AWS's events have it, in the form of delivery events. @param what it is, for the message */
export function parseTime(what: string, value: unknown): string {
  if (!isTime(value)) throw new Problem(`${what} must be ${TIME.must} (got ${shown(value)})`);
  return normalTime(value);
}

/** What came instead, short enough for a line of a log. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
