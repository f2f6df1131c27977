/** How a release goes its way, in the words of a configuration. */

/** How branches become releases; plain data, which `gitflow()` and `trunk()` of `words.ts` return. */
export interface BranchingInput {
  /**
   * Where repositories start, and what a line without a literal branch falls back on: a branch that is released or
   * verified. @default - the first literal branch of a line
   */
  readonly defaultBranch?: string;
  readonly releaseLines: readonly ReleaseLineInput[];
  /**
   * Branches that are verified on every push and deployed nowhere: names, or patterns `name/*`; none of a release line's.
   * @default - none
   */
  readonly verified?: readonly string[];
  /** How many people approve a pull request into which branches. @default - none has to */
  readonly approvals?: ApprovalsInput;
  /**
   * A release of `from` that is not merged back fails the next run of `into`. Both are branches that a release line has by
   * their names. @default - not checked
   */
  readonly backMerge?: { readonly from: string; readonly into: string };
}

/** Approval of pull requests. */
export interface ApprovalsInput {
  /** Names, or patterns `name/*`, of branches that are released or verified. */
  readonly branches: readonly string[];
  /** People other than the author, 1 to 30. */
  readonly count: number;
}

/** A time in which releases may start. */
export interface DeploymentWindowInput {
  /**
   * Quartz cron of six or seven fields that stands for all minutes in which releases may start: `* * 8-15 ? * MON-THU` is
   * from 8:00 to 15:59 on four days of the week. The first field is `*`, and the day of the month or that of the week is `?`.
   */
  readonly cron: string;
  /** A name of the IANA database such as `Europe/Berlin`. @default UTC */
  readonly timeZone?: string;
}

/**
 * How traffic moves; the functions of `words.ts` make it. `percent` is a whole number from 1 to 99, `minutes` one from 1.
 * CodeDeploy takes 2880 minutes from the first shift to the last; ECS steps of 3 percent or more, 1440 minutes between two
 * shifts, and 2060 minutes for all of it with `bakeMinutes`. EKS, too, takes 2060 minutes for all of it, and moves whole
 * pods: `percent` is at least the share of one among `scaling.minimum` and the one that a release adds. An account and region has at most 50 such
 * settings other than CodeDeploy's own.
 */
export type StrategyInput =
  | { readonly kind: 'allAtOnce' }
  /** `percent` of the traffic, after `minutes` the rest. */
  | { readonly kind: 'canary'; readonly percent: number; readonly minutes: number }
  /** `percent` more of the traffic every `minutes`. */
  | { readonly kind: 'linear'; readonly percent: number; readonly minutes: number };

/** What the new version is asked before it gets traffic. With all defaults at most 3072 bytes as JSON. */
export interface ValidationInput {
  /** 1 to 20, one after the other. @default - `GET /health` with 200 */
  readonly requests?: readonly SmokeRequestInput[];
  /** How fast the first of the requests has to be answered. @default - not measured */
  readonly latency?: {
    /** How many requests are sent for it, 10–500. */
    readonly requests: number;
    /** All but one in twenty have to be answered in this time, 1–10000, and no more than `timeoutSeconds`. */
    readonly p95Milliseconds: number;
  };
  /** Seconds for everything, 5–600. @default 60 */
  readonly timeoutSeconds?: number;
}

/** One request and what its answer has to be. */
export interface SmokeRequestInput {
  /** With a leading slash, and a query if need be. */
  readonly path: string;
  /** @default GET */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** No secrets: they would stand in the template. None of the connection's own, such as `Host`. @default - none */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, not with GET and HEAD. @default - none */
  readonly body?: unknown;
  /** 200–599. @default 200 */
  readonly status?: number;
  /**
   * JSON that the answer has to contain: members may be more than these, lists must be equal. Not with HEAD and 204.
   * @default - not looked at
   */
  readonly json?: unknown;
}

/** Tests of a deployed version. Environments are named; none is production. */
export interface TestsInput {
  /** @default - none */
  readonly integration?: CommandTestInput;
  /** @default - none */
  readonly acceptance?: CommandTestInput;
  /** @default - none */
  readonly load?: LoadTestInput;
}

/** A command of the team's own. */
export interface CommandTestInput {
  /**
   * Runs in the service's directory after `commands.install`; finds the service at `BASE_URL`, which Vitest replaces unless
   * its configuration passes it on, as the sample services do.
   */
  readonly command: string;
  /** @default - integration: the first environment; acceptance: the others that are not production, if any, else the first */
  readonly in?: readonly string[];
}

/** Requests at a steady rate from inside the environment's network, and what they have to hold. */
export interface LoadTestInput {
  /** With a leading slash, and a query if need be. @default /health */
  readonly path?: string;
  /** 1–1000. */
  readonly requestsPerSecond: number;
  /** 10–600. @default 60 */
  readonly seconds?: number;
  /** All but one in twenty have to be answered in this time, 1–10000. @default - the alarm's p99 */
  readonly p95Milliseconds?: number;
  /** Answers of 5xx, and requests without an answer, in percent of all, 0–100. @default - the alarm's */
  readonly errorPercent?: number;
  /** @default - as for acceptance */
  readonly in?: readonly string[];
}

/** From branches to environments, in order: production last. Each environment stands in exactly one line. */
export interface ReleaseLineInput {
  /** 2–24 characters of a–z, 0–9 and inner hyphens, a letter first. @default - the first branch, without `/` and `*` */
  readonly name?: string;
  /** Branches of the services' repositories: a name such as `main`, or a pattern such as `release/*`. */
  readonly branches: readonly string[];
  /**
   * Names of environments in the order of deployment, or: `first`, the first that is not production; `between`, all
   * others that are not; `production`; `all`. A line whose word fits no environment is left out, and its branches are
   * verified only.
   */
  readonly environments: readonly string[] | 'first' | 'between' | 'production' | 'all';
}
