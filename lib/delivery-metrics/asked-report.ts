import { Problem } from '../build/programs/problem';
import { shown } from '../delivery-events/parse-event';
import { AskedWrong, type Wish, windowOf } from './cli-arguments';
import type { EventSource } from './event-file';
import { DeliveryModel } from './model';
import { DAY_MILLISECONDS, type Report } from './report';

/** What is known before the events are read. */
export interface Known {
  /** The end, where the person says none; undefined for the end of the day of the last event. */
  readonly until?: Date;
  /** The production environments, where the person says none; undefined for those whose names say so. */
  readonly production?: readonly string[];
}

/**
 * The report that a person asks for. It reads the events twice, once for what there is and once for the metrics, so that
 * none of them has to stay in memory.
 *
 * @throws Problem which says what is wrong and what there is
 */
export async function askedReport(wish: Wish, source: EventSource, known: Known): Promise<Report> {
  const { services, environments, last } = await survey(source);
  const { service, environment } = wish;
  if (service !== undefined) mustBe('--service', service, services, source);
  if (environment !== undefined) mustBe('--environment', environment, environments, source);
  for (const name of wish.production ?? []) mustBe('--production', name, environments, source);
  const production =
    environment === undefined
      ? (wish.production ?? known.production ?? [...environments].filter(isProduction).sort())
      : [environment];
  const until = wish.until ?? known.until ?? endOfDay(last);
  const model = new DeliveryModel({ ...windowOf(wish.since, until), production });
  for await (const event of source.events()) {
    const isAsked =
      (service === undefined || event.service === service) &&
      (environment === undefined || !('environment' in event) || event.environment === environment);
    if (isAsked) model.add(event);
  }
  return model.report();
}

interface Survey {
  readonly services: ReadonlySet<string>;
  readonly environments: ReadonlySet<string>;
  /** The latest time of all events. */
  readonly last: string;
}

async function survey(source: EventSource): Promise<Survey> {
  const services = new Set<string>();
  const environments = new Set<string>();
  let last = '';
  for await (const event of source.events()) {
    services.add(event.service);
    if ('environment' in event) environments.add(event.environment);
    if (event.at > last) last = event.at;
  }
  if (last === '') throw new Problem(`${source.name} has no events: it must have one at least`);
  return { services, environments, last };
}

function mustBe(option: string, name: string, known: ReadonlySet<string>, source: EventSource): void {
  if (known.has(name)) return;
  const all = [...known].sort().join(', ') || 'none';
  throw new AskedWrong(`${option} must be one that ${source.name} tells of: ${all} (got ${shown(name)})`);
}

function isProduction(environment: string): boolean {
  return /^prod(uction)?(-|$)/i.test(environment);
}

/** Midnight after a time, in UTC. */
function endOfDay(time: string): Date {
  return new Date((Math.floor(Date.parse(time) / DAY_MILLISECONDS) + 1) * DAY_MILLISECONDS);
}
