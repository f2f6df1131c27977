import type { SeverityInput, StrategyInput } from './input';

/** What a service is everywhere. */
export interface Service {
  readonly name: string;
  readonly platform: Platform;
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
/** What a service runs on, the same in every environment. */
export type Platform = 'ecs' | 'eks';
/** Who moves traffic: on ECS CodeDeploy or ECS itself, on EKS Argo Rollouts. */
export type Controller = 'codedeploy' | 'ecs' | 'rollouts';

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
  /** Undefined on EKS, which scales by CPU alone. */
  readonly requestsPerTask?: number;
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
