import type { GatesInput } from './input-gates';
import type { TestsInput } from './input-release';
import type { ServiceSettingsInput } from './input-settings';
import type { SourceInput } from './input-source';

/** One containerised microservice: its repository, its container and its objectives. */
export interface ServiceInput extends ServiceSettingsInput {
  /**
   * 2–16 characters of a–z, 0–9 and inner hyphens, starting with a letter; not `infrastructure`, and none of an
   * environment's own stacks, such as `cluster`; on EKS no namespace of the cluster's own, such as `default`.
   */
  readonly name: string;
  /**
   * What it runs on: ECS with Fargate, or EKS with Auto Mode. The same in every environment, and fixed once the service
   * exists. Each environment with a service on EKS has a cluster, which is paid for by the hour whatever runs on it, and
   * needs a NAT gateway. @default ecs
   */
  readonly platform?: 'ecs' | 'eks';
  /** Where the code is: `codecommit()`, `github()`, `gitlab()` or `gitlabCi()` of `words.ts`. @default codecommit() */
  readonly source?: SourceInput;
  /**
   * The directory that seeds a CodeCommit repository, with a Dockerfile at its top; not for other sources. A relative path
   * counts from the project's directory, or, if the configuration lies outside the project, from the configuration's
   * own. @default services/NAME
   */
  readonly directory?: string;
  /**
   * `public`: behind the public load balancer; `internal`: reached by the other services only. Fixed once the service
   * exists. @default internal
   */
  readonly exposure?: 'public' | 'internal';
  /**
   * The port of the load balancer's production listener, 1–55535; the test listener has this port + 10000. With a
   * domain, 80 on the public load balancer is taken by the redirect to HTTPS. Fixed once the service exists. @default -
   * 443 (with a domain) or 80 for a public service, 8080 for an internal one; with several services on one load
   * balancer each but one must state its own
   */
  readonly listenerPort?: number;
  /**
   * Processor of builds and tasks, the same everywhere since one image serves all environments. After a change of it the
   * next release needs a new commit. @default arm64, a fifth cheaper than x86_64
   */
  readonly architecture?: 'arm64' | 'x86_64';
  /** Names of internal services that this one calls; it gets `<NAME>_URL` for each in its variables. @default - none */
  readonly calls?: readonly string[];
  /** A DynamoDB table of the service's own; its name is in `TABLE_NAME`. @default - none */
  readonly table?: TableInput;
  /** What CodeBuild runs in the Verify step, in the service's directory. */
  readonly commands?: CommandsInput;
  /** What is tested after a deployment, and where. @default - nothing but the validation */
  readonly tests?: TestsInput;
  /** Limits of the gates that differ from the delivery's; `allow` adds to it. @default - the delivery's */
  readonly gates?: GatesInput;
  /** Settings that differ in some environments, by the environment's name. @default - the same everywhere */
  readonly environments?: Readonly<Record<string, ServiceSettingsInput>>;
}

/** A DynamoDB table, billed per request, with point-in-time recovery and a key of its own. All keys are strings. */
export interface TableInput {
  /** Fixed: a table with another key is a new, empty table, and the old one is left in the account. */
  readonly partitionKey: string;
  /** Fixed like the partition key. @default - none */
  readonly sortKey?: string;
  /** Name of the attribute with the expiry in epoch seconds; no key. @default - nothing expires */
  readonly timeToLiveAttribute?: string;
  /** Add or remove one for each deployment: DynamoDB takes one change at a time. @default - none */
  readonly indexes?: readonly IndexInput[];
}

/** A global secondary index with all attributes. */
export interface IndexInput {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey?: string;
}

/** Shell commands; each runs in the service's directory and fails the release when it fails. */
export interface CommandsInput {
  /** @default npm ci */
  readonly install?: string;
  /** @default npm run lint */
  readonly lint?: string;
  /** Writes `reports/junit.xml` and `reports/cobertura-coverage.xml`. @default npm test */
  readonly test?: string;
  /** Static analysis; writes `reports/analysis.sarif`. @default - the platform's own, for JavaScript and TypeScript */
  readonly analyze?: string;
}
