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
  /** Absolute path of the directory that seeds the repository. */
  readonly directory: string;
  readonly exposure: 'public' | 'internal';
  /** The same everywhere, as one image serves all environments. */
  readonly architecture: 'arm64' | 'x86_64';
  readonly calls: readonly string[];
  readonly table?: Table;
  readonly commands: Commands;
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
}

export interface ReleaseLine {
  readonly name: string;
  readonly branch: string;
  /** In the order of deployment. */
  readonly environments: readonly Environment[];
}
