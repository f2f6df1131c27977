/** What the functions of delivery metrics have in common: read the events of services, ask the model. */
import type { EventStore } from '../delivery-events/store';
import { CONTEXT_DAYS, WINDOW_DAYS } from './constants';
import { DeliveryModel } from './model';
import { DAY_MILLISECONDS, type Report } from './report';

/** What is measured, until when. */
export interface Measured {
  readonly services: readonly string[];
  /** The names of the environments that are production. */
  readonly production: readonly string[];
  readonly until: Date;
}

/** The report of the last {@link WINDOW_DAYS} days before `until`. */
export async function measure(store: EventStore, { services, production, until }: Measured): Promise<Report> {
  const since = daysBefore(until, WINDOW_DAYS);
  const model = new DeliveryModel({ since, until, production });
  const span = { since: daysBefore(since, CONTEXT_DAYS).toISOString() };
  for (const service of services) {
    for await (const event of store.of(service, span)) model.add(event);
  }
  return model.report();
}

/** A JSON list of names in a variable. */
export function parseNames(variable: string, text: string): readonly string[] {
  const names: unknown = JSON.parse(text);
  if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return names;
  throw new Error(`${variable} must be a JSON list of names (got ${text})`);
}

function daysBefore(time: Date, days: number): Date {
  return new Date(time.getTime() - days * DAY_MILLISECONDS);
}
