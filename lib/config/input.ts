/**
 * What a team writes in `config/<name>.ts`. Everything optional has the default that its comment names; the whole is
 * checked by `schema.ts`, which reports every problem at once.
 */

import type { GatesInput, RegistryInput } from './input-gates';
import type { EnvironmentTracingInput, NotificationsInput } from './input-observability';
import type { BranchingInput, DeploymentWindowInput } from './input-release';
import type { ServiceInput } from './input-service';
import type { SourceInput } from './input-source';

export type * from './input-gates';
export type * from './input-observability';
export type * from './input-release';
export type * from './input-service';
export type * from './input-settings';
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
  /** What the delivery may cost. @default - nobody is told what it costs */
  readonly budget?: BudgetInput;
}

/** People among `notifications` are told before a month costs more; where there are none, AWS shows it. It stops nothing. */
export interface BudgetInput {
  /** USD a month for each account that the delivery uses, over 0 and up to 1000000. */
  readonly monthly: number;
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
   * production; services on EKS are left out. @default false: a game day stops tasks and denies DynamoDB
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
   * From 0 to `zones`, in production and with a service on EKS from 1. With none, tasks run in public subnets with a
   * public address and a closed security group, which saves the price of a gateway. @default 0, in production one per zone
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
