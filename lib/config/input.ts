/**
 * What a team writes in `config/<name>.ts`. Everything optional has the default that its comment names; the whole is
 * checked by `schema.ts`, which reports every problem at once.
 */

import type { GatesInput, RegistryInput } from './input-gates';
import type {
  EnvironmentTracingInput,
  NotificationsInput,
  ObjectivesInput,
  SyntheticsInput,
  TracingInput,
} from './input-observability';
import type {
  BranchingInput,
  DeploymentWindowInput,
  StrategyInput,
  TestsInput,
  ValidationInput,
} from './input-release';
import type { SourceInput } from './input-source';

export type * from './input-gates';
export type * from './input-observability';
export type * from './input-release';
export type * from './input-source';

/** The whole of one team's configuration: its environments, its services and the way from a branch to production. */
export interface DeliveryInput {
  /**
   * Short name, the prefix of every stack and resource: 2–12 characters of a–z, 0–9 and inner hyphens, a letter first;
   * not starting with `aws`, `ssm` or `internal`, which AWS keeps for itself. Together with the name of an environment
   * and of a service at most 24 characters, because a target group's name has 32.
   */
  readonly name: string;
  /**
   * The account and region of repositories, registries and pipelines. Both must be stated as soon as an environment
   * states one. @default - those of the CLI's credentials
   */
  readonly tools?: AccountInput;
  /**
   * Added to every resource that AWS lets carry tags, except those that CodeDeploy owns. At most 40; keys with `aws:`
   * belong to AWS and keys with `slipway:` to the platform. @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
  /** At least one, with different names and networks that do not overlap. */
  readonly environments: readonly EnvironmentInput[];
  /** At least one, with different names. */
  readonly services: readonly ServiceInput[];
  /** Which branches go to which environments: `gitflow()`, `trunk()`, or either changed. @default - `gitflow()` */
  readonly branching?: BranchingInput;
  /** Who gets the delivery's messages: incidents, approvals to give, the weekly summary, drift. @default - nobody */
  readonly notifications?: NotificationsInput;
  /** Where people find the runbook that alarms name: an https address. @default - docs/runbook.md, as a path */
  readonly runbook?: string;
  /** The limits of the gates in every release line. A service may state its own. @default - see each */
  readonly gates?: GatesInput;
  /** What the registry does with every image. */
  readonly registry?: RegistryInput;
  /** A pipeline that deploys this very application. @default - none: people deploy it with the CLI */
  readonly infrastructure?: InfrastructureInput;
}

/** The application's own pipeline. */
export interface InfrastructureInput {
  /** Where this project's code is. @default codecommit(), in a repository of its own that starts empty */
  readonly source?: SourceInput;
  /** @default main */
  readonly branch?: string;
  /**
   * What `-c config=` gets: a name, or a path from the project's directory. Has to be stated in a file outside the project.
   * @default - the name that this configuration was loaded by
   */
  readonly config?: string;
}

/** An AWS account and region. */
export interface AccountInput {
  /**
   * Twelve digits, as a string. @default - for an environment that of `tools`, for `tools` that of the CLI's
   * credentials
   */
  readonly account?: string;
  /**
   * For example `eu-central-1`. @default - for an environment that of `tools`, for `tools` that of the CLI's
   * configuration
   */
  readonly region?: string;
}

/** dev, test, prod: an account and region with its network, its cluster and its guard rails. */
export interface EnvironmentInput extends AccountInput {
  /** 2–8 characters of a–z, 0–9 and inner hyphens, a letter first: `dev`, `test`, `prod`. */
  readonly name: string;
  /**
   * Turns the guard rails on: deletion protection, retained data, a manual approval before each release, at least two
   * tasks of each service. @default false
   */
  readonly production?: boolean;
  /** A person approves each release into this environment. May not be false in production. @default - `production` */
  readonly approval?: boolean;
  readonly network?: NetworkInput;
  /** TLS under a name of your own. Fixed once services exist. @default - plain HTTP, open to `allowedCidrs` only */
  readonly domain?: DomainInput;
  /**
   * IPv4 ranges that may call the public services. With a domain the default is everyone (`0.0.0.0/0`); without one it
   * is nobody, and `0.0.0.0/0` or any range wider than /8 is refused, because the traffic would be open and in plain
   * text.
   */
  readonly allowedCidrs?: readonly string[];
  /** Days that logs are kept: one of the periods that CloudWatch Logs offers. @default 7, in production 90 */
  readonly logRetentionDays?: number;
  /** Releases enter this environment only then. @default - at any time */
  readonly deploymentWindow?: DeploymentWindowInput;
  readonly tracing?: EnvironmentTracingInput;
  /**
   * Lets a game day slow down the network of tasks, for which each gets the agent of Systems Manager beside it. Not in
   * production. @default false: a game day stops tasks and denies DynamoDB
   */
  readonly faultInjection?: boolean;
}

/** The environment's VPC. Fixed once the environment exists, except `zones` and `natGateways` above zero. */
export interface NetworkInput {
  /**
   * An IPv4 range from /16 to /22 of private addresses (RFC 1918 or 100.64.0.0/10), with host bits zero.
   * @default 10.0.0.0/16
   */
  readonly cidr?: string;
  /** Availability zones, 2 or 3. They may grow later, not shrink. @default 2 */
  readonly zones?: number;
  /**
   * From 0 to `zones`, in production from 1. With none, tasks run in public subnets with a public address and a closed
   * security group, which saves the price of a gateway. @default 0, in production one per zone
   */
  readonly natGateways?: number;
}

/** A name that the team owns in Route 53. Each public service answers at `<service>.<name>`. */
export interface DomainInput {
  /**
   * For example `dev.example.com`; the hosted zone's own name, of at most 47 characters; another for each environment.
   */
  readonly name: string;
  /** The id of the public hosted zone, for example `Z0123456789ABCDEFGHIJ`. */
  readonly hostedZoneId: string;
}

/** One containerised microservice: its repository, its container and its objectives. */
export interface ServiceInput extends ServiceSettingsInput {
  /**
   * 2–16 characters of a–z, 0–9 and inner hyphens, starting with a letter; not `infrastructure`, and none of an
   * environment's own stacks, such as `cluster`.
   */
  readonly name: string;
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

/**
 * What may differ from environment to environment. Each change of these reaches the service as a new deployment. Where
 * an environment states its own, single values and lists replace those for all, while `variables`, `secrets`, `scaling`
 * and `alarms` merge member by member.
 */
export interface ServiceSettingsInput {
  /** CPU units of the task, 1024 to a vCPU: 256, 512, 1024, 2048, 4096, 8192 or 16384. @default 256 */
  readonly cpu?: number;
  /** MiB of the task; Fargate offers certain values for each cpu. @default - the smallest that goes with `cpu` */
  readonly memory?: number;
  /**
   * The port that the container listens on, 1024–65535 as it does not run as root; it gets it as `PORT`. @default 8080
   */
  readonly port?: number;
  /** The user of the container's process as `uid:gid` in numbers from 1 to 65534, so not root. @default 1000:1000 */
  readonly user?: string;
  /** Command and arguments of the container's own health check. @default - none: the load balancer's alone */
  readonly healthCommand?: readonly string[];
  /**
   * Plain environment variables. PORT, TABLE_NAME and the `<NAME>_URL` of called services belong to the platform; those
   * with credentials or the region of AWS and those starting with `AWS_CONTAINER_` or `ECS_` to AWS. @default - none
   */
  readonly variables?: Readonly<Record<string, string>>;
  /**
   * Environment variables from Secrets Manager (`secretsmanager:NAME` or `secretsmanager:NAME:JSON_KEY`) or from SSM
   * (`ssm:/PATH`), under AWS's own keys, existing in the environment's account and region; no name that `variables` has
   * too. @default - none
   */
  readonly secrets?: Readonly<Record<string, string>>;
  /** At most nine containers beside the service's own, in the same task; the platform's count, too. @default - none */
  readonly sidecars?: readonly SidecarInput[];
  readonly scaling?: ScalingInput;
  readonly alarms?: AlarmsInput;
  /** How traffic moves to a new version: `allAtOnce()`, `canary()` or `linear()` of `words.ts`. @default allAtOnce() */
  readonly strategy?: StrategyInput;
  /**
   * Who moves it: CodeDeploy, or ECS itself. Fixed once the service exists.
   * @default codedeploy
   */
  readonly controller?: 'codedeploy' | 'ecs';
  /** Minutes that the old tasks stay after all traffic has moved, 0–1440. @default 5, in production 30 */
  readonly bakeMinutes?: number;
  /** What a new version has to answer on the test listener before it gets traffic. @default - `GET /health` with 200 */
  readonly validation?: ValidationInput;
  /** What the service promises; alarms tell when it burns its error budget too fast. */
  readonly objectives?: ObjectivesInput;
  /** Traces through a collector beside the service; false for none. */
  readonly tracing?: TracingInput | false;
  /**
   * Asks from outside whether a public service answers; false for not at all. Only where `allowedCidrs` lets everyone in.
   * @default - none, in production for each service for which it is possible
   */
  readonly synthetics?: SyntheticsInput | false;
}

/** A helper container of the task. If it stops, the service goes on. */
export interface SidecarInput {
  /** 2–32 characters of a–z, 0–9 and inner hyphens; not `app`. */
  readonly name: string;
  /** A full image name with a tag other than `latest`, or with a digest. */
  readonly image: string;
  /** MiB that it may use at most; all sidecars together leave the service 128 of the task's memory. @default 64 */
  readonly memory?: number;
  readonly command?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
}

/** How many tasks run. */
export interface ScalingInput {
  /** In production 2 or more. @default 1, in production 2 */
  readonly minimum?: number;
  /** @default - four times the minimum */
  readonly maximum?: number;
  /** Average CPU that scaling aims at, in percent, 10–90. @default 60 */
  readonly cpuPercent?: number;
  /** Requests per task and minute that scaling aims at. @default 3000 */
  readonly requestsPerTask?: number;
}

/** The limits that roll a deployment back. */
export interface AlarmsInput {
  /** Answers of 5xx in percent of all answers, over 0 and up to 100. @default 5 */
  readonly errorPercent?: number;
  /** The slowest answer but for one in a hundred, in milliseconds. @default 1000 */
  readonly p99Milliseconds?: number;
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
