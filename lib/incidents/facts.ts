/** What the function knows of the delivery: it is in a file beside the code, as plain JSON. */
import * as names from '../shared/names';
import type { AlarmKind, Place } from './incident';

export interface Facts {
  readonly delivery: string;
  /** An address, or a path in the project. */
  readonly runbook: string;
  readonly tools: FactsLocation;
  readonly environments: readonly ({ readonly name: string } & FactsLocation)[];
  readonly services: readonly ServiceFacts[];
}

/** Undefined members are those of the function itself. */
export interface FactsLocation {
  readonly account?: string;
  readonly region?: string;
}

export interface ServiceFacts {
  readonly name: string;
  /** By the environment's name. */
  readonly in: Readonly<Record<string, PlaceFacts>>;
}

export interface PlaceFacts {
  /** The release lines that lead there. */
  readonly lines: readonly string[];
  readonly isTraced: boolean;
  /** The EKS cluster that its pods are in, by its name. Undefined on ECS. */
  readonly cluster?: string;
  /** Promised, in percent of the requests. */
  readonly availability?: number;
  /** Of the service's tasks or pods, as configured. */
  readonly scaling: { readonly minimum: number; readonly maximum: number };
}

/** Where something is, with nothing left open. */
export interface Location {
  readonly account: string;
  readonly region: string;
}

/** An alarm that incidents follow. */
export interface WatchedAlarm extends Place, Location {
  readonly name: string;
  readonly kind: AlarmKind;
}

/** Where the tools, or an environment, are. @param own of the function itself */
export function locationOf({ account, region }: FactsLocation, own: Location): Location {
  return { account: account ?? own.account, region: region ?? own.region };
}

/** The alarms of all services in all environments: exact names, as others in the account may begin or end alike. */
export function watchedAlarms(facts: Facts, own: Location): WatchedAlarm[] {
  return facts.environments.flatMap((environment) =>
    facts.services.flatMap((service) => {
      const path = [facts.delivery, environment.name, service.name] as const;
      const common = { environment: environment.name, service: service.name, ...locationOf(environment, own) };
      return [
        { ...common, name: names.pageAlarmName(...path), kind: 'page' as const },
        { ...common, name: names.ticketAlarmName(...path), kind: 'ticket' as const },
      ];
    }),
  );
}

/** What is known of a place; of one that is gone from the configuration nothing is, and its incident ends all the same. */
export function factsOf(
  facts: Facts,
  { environment, service }: Place,
): Omit<PlaceFacts, 'scaling'> & Partial<Pick<PlaceFacts, 'scaling'>> & { readonly at: FactsLocation } {
  const at = facts.environments.find(({ name }) => name === environment) ?? {};
  const known = facts.services.find(({ name }) => name === service);
  return { ...(known?.in[environment] ?? { lines: [], isTraced: false }), at };
}
