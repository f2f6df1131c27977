import { getOrAdd } from '../delivery-events/get-or-add';
import { iso } from '../delivery-events/times';
import { firstInProduction } from './first-in-production';
import type { Counted } from './metrics';
import type { Report, Window } from './report';
import { Summarizer } from './summarizer';

/** What was counted in one environment, whenever it was. */
export interface InEnvironment {
  readonly environment: string;
  readonly counted: readonly Counted[];
  /** The beginnings of incidents, in milliseconds since 1970. */
  readonly incidents: readonly number[];
}

/** Adds up what was counted by all that a report is about: the delivery, services, environments, and both. */
export class Scopes {
  private readonly delivery: Summarizer;
  private readonly services: { readonly service: string; readonly summarizer: Summarizer }[] = [];
  private readonly environments = new Map<string, { readonly summarizer: Summarizer; services: number }>();
  private readonly places: Report['places'][number][] = [];

  constructor(
    private readonly window: Window,
    private readonly production: readonly string[],
  ) {
    this.delivery = new Summarizer(window);
  }

  /** Takes a service; to be called in the order of the services' names, with environments in that of theirs. */
  add(service: string, environments: readonly InEnvironment[]): void {
    const here = environments.map(({ environment, counted, incidents }) => ({
      environment,
      counted: counted.filter(({ at }) => this.has(at)),
      incidents: incidents.filter((at) => this.has(at)),
    }));
    for (const one of here) this.addPlace(service, one);
    const production = here.filter(({ environment }) => this.production.includes(environment));
    if (production.length === 0) return;
    const summarizer = new Summarizer(this.window);
    this.services.push({ service, summarizer });
    // Asked of all that was ever counted: a commit may have been in production elsewhere before the window.
    const all = environments.filter(({ environment }) => this.production.includes(environment));
    const counted = firstInProduction(all).filter(({ at }) => this.has(at));
    for (const one of [summarizer, this.delivery]) {
      one.add(counted);
      for (const { incidents } of production) one.addIncidents(incidents);
    }
  }

  report(): Report {
    return {
      since: iso(this.window.since),
      until: iso(this.window.until),
      production: this.production,
      delivery: this.delivery.summary(this.services.length),
      services: this.services.map(({ service, summarizer }) => ({ service, ...summarizer.summary() })),
      environments: [...this.environments]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([environment, { summarizer, services }]) => ({ environment, ...summarizer.summary(services) })),
      places: this.places,
    };
  }

  private addPlace(service: string, { environment, counted, incidents }: InEnvironment): void {
    const inEnvironment = getOrAdd(this.environments, environment, () => ({
      summarizer: new Summarizer(this.window),
      services: 0,
    }));
    inEnvironment.services++;
    const place = new Summarizer(this.window);
    for (const one of [place, inEnvironment.summarizer]) {
      one.add(counted);
      one.addIncidents(incidents);
    }
    this.places.push({ service, environment, ...place.summary() });
  }

  /** Nothing comes from after the window: the model does not take it. */
  private has(time: number): boolean {
    return this.window.since <= time;
  }
}
