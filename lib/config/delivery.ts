import type { SeverityInput, SlackInput, StrategyInput, TeamsInput } from './input';

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

/** What a service is everywhere. */
export interface Service {
  readonly name: string;
  readonly source: Source;
  /** Absolute path of the directory that seeds the repository; for CodeCommit alone. */
  readonly directory?: string;
  readonly exposure: 'public' | 'internal';
  /** The same everywhere, as one image serves all environments. */
  readonly architecture: 'arm64' | 'x86_64';
  readonly calls: readonly string[];
  readonly table?: Table;
  readonly commands: Commands;
  readonly tests: Tests;
  readonly gates: Gates;
  /** By the environment's name; one entry for each environment. */
  readonly in: Readonly<Record<string, ServiceSettings>>;
}

/** What a service is in one environment. */
export interface ServiceSettings {
  readonly listenerPort: number;
  readonly cpu: number;
  readonly memory: number;
  readonly port: number;
  readonly user: string;
  readonly healthCommand?: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, SecretSource>>;
  readonly sidecars: readonly Sidecar[];
  readonly scaling: Scaling;
  readonly alarms: Alarms;
  readonly strategy: Strategy;
  readonly controller: Controller;
  readonly bakeMinutes: number;
  readonly validation: Validation;
  readonly objectives: Objectives;
  /** Undefined where nothing is traced. */
  readonly tracing?: Tracing;
  /** Undefined where nobody asks from outside. */
  readonly synthetics?: { readonly path: string; readonly minutes: number };
}

/** What a service promises: percentages of its requests. A member is undefined where it promises nothing of the kind. */
export interface Objectives {
  readonly availability?: number;
  readonly latency?: { readonly milliseconds: number; readonly percent: number };
}

/** `percent` of the traces, and MiB of the collector. */
export interface Tracing {
  readonly percent: number;
  readonly collectorMemory: number;
}

export type Strategy = StrategyInput;
export type Controller = 'codedeploy' | 'ecs';

/** Where code is. `path` is `.` or a directory, `sharedPaths` are others, all without `./` and a slash at the end. */
export type Source =
  | ({ readonly kind: 'codecommit'; readonly repositoryName: string } & RepositoryPart)
  | ({
      readonly kind: 'github' | 'gitlab';
      readonly connectionArn: string;
      readonly repository: string;
    } & RepositoryPart)
  | { readonly kind: 'gitlabCi'; readonly project: string; readonly url: string; readonly existingProvider?: boolean };

export interface RepositoryPart {
  readonly path: string;
  readonly sharedPaths: readonly string[];
}

export interface Validation {
  readonly requests: readonly SmokeRequest[];
  readonly latency?: { readonly requests: number; readonly p95Milliseconds: number };
  readonly timeoutSeconds: number;
}

export interface SmokeRequest {
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly status: number;
  readonly json?: unknown;
}

/** By the environment's name: what is tested after a deployment there. */
export interface Tests {
  readonly integration?: CommandTest;
  readonly acceptance?: CommandTest;
  readonly load?: LoadTest;
}

export interface CommandTest {
  readonly command: string;
  readonly in: readonly string[];
}

export interface LoadTest {
  readonly path: string;
  readonly requestsPerSecond: number;
  readonly seconds: number;
  /** In each environment of `in` the limits of its alarms unless stated. */
  readonly p95Milliseconds?: number;
  readonly errorPercent?: number;
  readonly in: readonly string[];
}

export type Severity = SeverityInput;

/** The limits of the gates, complete. */
export interface Gates {
  readonly coverage: number;
  readonly staticAnalysis: Severity;
  readonly dependencies: Severity;
  readonly findings: Readonly<Partial<Record<Severity, number>>>;
  /** Without the delivery's own registry, which is always among them. */
  readonly baseRegistries: readonly string[];
  readonly allow: readonly { readonly id: string; readonly until: string; readonly reason: string }[];
}

export type SecretSource =
  | { readonly store: 'secretsmanager'; readonly name: string; readonly jsonKey?: string }
  | { readonly store: 'ssm'; readonly name: string };

export interface Sidecar {
  readonly name: string;
  readonly image: string;
  readonly memory: number;
  readonly command?: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

export interface Scaling {
  readonly minimum: number;
  readonly maximum: number;
  readonly cpuPercent: number;
  readonly requestsPerTask: number;
}

export interface Alarms {
  readonly errorPercent: number;
  readonly p99Milliseconds: number;
}

export interface Table {
  readonly partitionKey: string;
  readonly sortKey?: string;
  readonly timeToLiveAttribute?: string;
  readonly indexes: readonly Index[];
}

export interface Index {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey?: string;
}

export interface Commands {
  readonly install: string;
  readonly lint: string;
  readonly test: string;
  readonly analyze?: string;
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
