import { createHash } from 'node:crypto';
import type { DeliveryEvent, Outcome, ReleasePrepared } from '../../lib/delivery-events/events';

/** A time of January 2026 in UTC: `03 10:00` is ten o'clock on the third. */
export function at(time: string, minutes = 0): string {
  return new Date(Date.parse(`2026-01-${time.replace(' ', 'T')}:00Z`) + minutes * 60_000).toISOString();
}

/** A hash as long as Git's of a short name. */
export function commit(name: string): string {
  return createHash('sha1').update(name).digest('hex');
}

export function digest(name: string): string {
  return `sha256:${createHash('sha256').update(name).digest('hex')}`;
}

/** One deployment that its events tell of completely. */
export interface Told {
  /** @default orders */
  readonly service?: string;
  /** @default prod */
  readonly environment?: string;
  /** The execution, and its only attempt unless stated. */
  readonly execution: string;
  readonly attempt?: string;
  /** The image's short name. */
  readonly image: string;
  /** Short names and times of the commits that it brings, newest first. The image is released from the first. */
  readonly commits?: readonly (readonly [name: string, time: string])[];
  readonly start: string;
  /** Undefined while it runs. */
  readonly end?: string;
  /** @default succeeded */
  readonly outcome?: Outcome;
  /** Minutes. @default 0 */
  readonly bake?: number;
}

/** The events of a deployment: prepared two minutes before, recorded one minute after where it succeeded. */
export function deployment(told: Told): DeliveryEvent[] {
  const {
    service = 'orders',
    environment = 'prod',
    execution,
    attempt = execution,
    start,
    end,
    outcome = 'succeeded',
  } = told;
  const place = { service, environment, execution };
  const id = (kind: string) => `${kind}/${service}/${environment}/${execution}/${attempt}`;
  const events: DeliveryEvent[] = [
    { ...prepared(told), id: id('prepared'), at: at(start, -2) },
    { ...place, kind: 'deployment-started', id: id('started'), at: at(start), attempt },
  ];
  if (end === undefined) return events;
  events.push({ ...place, kind: 'deployment-ended', id: id('ended'), at: at(end), attempt, outcome });
  if (outcome !== 'succeeded') return events;
  const { digest: image, commit: head } = prepared(told);
  return [
    ...events,
    { ...place, kind: 'release-recorded', id: id('recorded'), at: at(end, 1), digest: image, commit: head },
  ];
}

function prepared({
  service = 'orders',
  environment = 'prod',
  execution,
  image,
  commits = [],
  start,
  bake = 0,
}: Told): ReleasePrepared {
  return {
    kind: 'release-prepared',
    id: '',
    at: at(start),
    service,
    environment,
    execution,
    digest: digest(image),
    commit: commit(commits[0]?.[0] ?? image),
    author: 'Ada',
    subject: `Change ${image}`,
    commits: commits.map(([name, time]) => ({ hash: commit(name), at: at(time) })),
    strategy: 'canary 10 % for 15 min',
    bakeMinutes: bake,
  };
}

interface In {
  readonly service?: string;
  readonly environment?: string;
}

const here = ({ service = 'orders', environment = 'prod' }: In) => ({ service, environment });

export function alarm(state: 'alarm' | 'ok', time: string, where: In = {}, name = 'errors'): DeliveryEvent {
  const place = here(where);
  return {
    ...place,
    kind: 'alarm-changed',
    id: `${name}/${state}/${time}/${place.service}`,
    at: at(time),
    alarm: name,
    state,
  };
}

/** @param suspect the execution, or null for none */
export function opened(incident: string, time: string, suspect: string | null, where: In = {}): DeliveryEvent {
  return { ...here(where), kind: 'incident-opened', id: `opened/${incident}/${time}`, at: at(time), incident, suspect };
}

export function resolved(incident: string, time: string, where: In = {}): DeliveryEvent {
  return { ...here(where), kind: 'incident-resolved', id: `resolved/${incident}/${time}`, at: at(time), incident };
}

export function rolledOut(rollout: string, time: string, outcome: Outcome, where: In = {}): DeliveryEvent {
  return {
    ...here(where),
    kind: 'rollout-ended',
    id: `rollout/${rollout}`,
    at: at(time),
    controller: 'codedeploy',
    rollout,
    outcome,
  };
}

export function pushed(branch: string, name: string, time: string, service = 'orders'): DeliveryEvent {
  return { kind: 'branch-pushed', id: `push/${branch}/${name}`, at: at(time), service, branch, commit: commit(name) };
}

/** All but those of some kinds: what was lost. */
export function without(events: readonly DeliveryEvent[], ...kinds: readonly DeliveryEvent['kind'][]): DeliveryEvent[] {
  return events.filter(({ kind }) => !kinds.includes(kind));
}
