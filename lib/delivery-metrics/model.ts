import { DeploymentLog } from '../delivery-events/deployment-log';
import type { DeliveryEvent } from '../delivery-events/events';
import { getOrAdd } from '../delivery-events/get-or-add';
import type { TimedDeployment } from '../delivery-events/timed-deployments';
import { iso, timeOf } from '../delivery-events/times';
import { countedIn } from './counted';
import type { Report, Window } from './report';
import { Scopes } from './scopes';
import { Troubles } from './troubles';

/** What is asked. */
export interface Question {
  readonly since: Date;
  /** The end, which is not part of it. What happened from then on is as if it had not. */
  readonly until: Date;
  /** The names of the environments that deployments to production are those to. */
  readonly production: readonly string[];
}

/**
 * The delivery metrics by DORA's definitions of 2025 (https://dora.dev/guides/dora-metrics/), from events in any order and
 * with any duplication. What is counted how is said at {@link countedIn}, what a deployment is at `Deployment`.
 *
 * A deployment belongs to the time of its end; one that runs is not counted. Events from before the window say what an
 * environment ran and which commits it had: without them its first deployment in the window is its first ever.
 */
export class DeliveryModel {
  private readonly log = new DeploymentLog();
  private readonly troubles = new Map<string, Map<string, Troubles>>();
  private readonly window: Window;

  /** @throws Error where the window has no length */
  constructor(private readonly question: Question) {
    this.window = { since: question.since.getTime(), until: question.until.getTime() };
    if (!(this.window.since < this.window.until)) {
      throw new Error(`the window must end after its start (got ${text(question.since)} to ${text(question.until)})`);
    }
  }

  /** @throws Error where the event's time is none */
  add(event: DeliveryEvent): void {
    if (timeOf(event) >= this.window.until) return;
    switch (event.kind) {
      case 'alarm-changed':
        this.troublesOf(event).alarm(event);
        return;
      case 'incident-opened':
        this.troublesOf(event).opened(event);
        return;
      case 'incident-resolved':
        this.troublesOf(event).resolved(event);
        return;
      default:
        this.log.add(event);
    }
  }

  report(): Report {
    const scopes = new Scopes(this.window, this.question.production);
    for (const [service, environments] of sorted(this.places())) {
      const inEnvironments = sorted(environments).map(([environment, deployments]) => {
        const troubles = this.troubles.get(service)?.get(environment) ?? new Troubles();
        const incidents = troubles.incidents();
        return {
          environment,
          counted: countedIn({ deployments: deployments(), alarms: troubles.alarms(), incidents }),
          incidents: incidents.map(({ from }) => from),
        };
      });
      scopes.add(service, inEnvironments);
    }
    return scopes.report();
  }

  /** By service and environment: those with deployments, and those with troubles alone. */
  private places(): Map<string, Map<string, () => readonly TimedDeployment[]>> {
    const places = new Map<string, Map<string, () => readonly TimedDeployment[]>>();
    for (const [service, environments] of this.troubles) {
      places.set(service, new Map([...environments.keys()].map((environment) => [environment, () => []])));
    }
    for (const { service, environment, deployments } of this.log.places()) {
      getOrAdd(places, service, () => new Map()).set(environment, deployments);
    }
    return places;
  }

  private troublesOf({ service, environment }: { readonly service: string; readonly environment: string }): Troubles {
    const inService = getOrAdd(this.troubles, service, () => new Map<string, Troubles>());
    return getOrAdd(inService, environment, () => new Troubles());
  }
}

/** The answer from events that are at hand. */
export function reportOf(events: Iterable<DeliveryEvent>, question: Question): Report {
  const model = new DeliveryModel(question);
  for (const event of events) model.add(event);
  return model.report();
}

function sorted<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([one], [other]) => (one < other ? -1 : 1));
}

function text(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'no time' : iso(date.getTime());
}
