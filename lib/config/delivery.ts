import type { Service, Source } from './delivery-service';
import type { SlackInput, TeamsInput } from './input';

export type * from './delivery-service';

/**
 * The configuration after validation: every default filled in, every service resolved for every environment. All
 * constructs read this, none reads the input.
 */

export interface Delivery {
  readonly name: string;
  readonly tools: Account;
  readonly tags: Readonly<Record<string, string>>;
  readonly environments: readonly Environment[];
  /** In the order of the configuration. */
  readonly services: readonly Service[];
  readonly releaseLines: readonly ReleaseLine[];
  readonly branching: Branching;
  readonly notifications: Notifications;
  /** An address, or a path in this project. */
  readonly runbook: string;
  readonly registry: { readonly scanning: 'basic' | 'enhanced'; readonly signing: boolean };
  readonly infrastructure?: Infrastructure;
  /** What each account of the delivery may cost a month, in USD. Undefined where nobody asked to be told. */
  readonly budget?: { readonly monthly: number };
}

/** Who gets the delivery's messages. */
export interface Notifications {
  readonly email: readonly string[];
  readonly slack?: SlackInput;
  /** Its `channelId` is escaped, as CloudFormation takes it. */
  readonly teams?: TeamsInput;
}

/** What `releaseLines` does not say about branches. */
export interface Branching {
  readonly defaultBranch: string;
  /** Names and patterns `name/*`, with those of lines that were left out. */
  readonly verified: readonly string[];
  readonly approvals?: { readonly branches: readonly string[]; readonly count: number };
  readonly backMerge?: { readonly from: string; readonly into: string };
}

export interface Infrastructure {
  readonly source: Source;
  readonly branch: string;
  readonly config: string;
}

/** Undefined members come from the CLI's environment at deployment. */
export interface Account {
  readonly account?: string;
  readonly region?: string;
}

export interface Environment extends Account {
  readonly name: string;
  readonly production: boolean;
  readonly approval: boolean;
  readonly network: Network;
  readonly domain?: Domain;
  readonly allowedCidrs: readonly string[];
  readonly logRetentionDays: number;
  readonly deploymentWindow?: { readonly cron: string; readonly timeZone: string };
  /** Percent of the traces that Transaction Search indexes. Undefined where it is off. */
  readonly transactionSearch?: number;
  readonly applicationSignals: boolean;
  readonly faultInjection: boolean;
}

export interface Network {
  readonly cidr: string;
  readonly zones: number;
  readonly natGateways: number;
}

export interface Domain {
  readonly name: string;
  readonly hostedZoneId: string;
}

export interface ReleaseLine {
  readonly name: string;
  /** Names and patterns `name/*`. */
  readonly branches: readonly string[];
  /** What the source action is configured with: the first name among `branches`, else the default branch. */
  readonly sourceBranch: string;
  /** In the order of deployment. */
  readonly environments: readonly Environment[];
}
