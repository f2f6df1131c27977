/** How a team knows why it broke, in the words of a configuration. */

/** What a service promises to those who call it. */
export interface ObjectivesInput {
  /** Requests that are not answered with a 5xx, in percent of all, 94–99.99. @default - none, in production 99.9 */
  readonly availability?: number;
  /** How fast requests are answered. @default - none, in production the p99 of `alarms` for 99 percent of them */
  readonly latency?: LatencyObjectiveInput;
}

/** A share of the requests that is answered in a time. */
export interface LatencyObjectiveInput {
  /** 1–60000. */
  readonly milliseconds: number;
  /** Of all requests, 94–99.99. @default 99 */
  readonly percent?: number;
}

/** What of a service's requests is traced, and by what. */
export interface TracingInput {
  /**
   * Traces beside the first of each second and those with an error, in percent, 0–100. More cost more, at AWS and of the
   * service's own CPU. @default 5
   */
  readonly percent?: number;
  /** MiB that the collector beside the service may use, 64–2048. @default 128 */
  readonly collectorMemory?: number;
}

/** Requests that AWS sends from outside, as a user would. */
export interface SyntheticsInput {
  /** With a leading slash, and a query if need be; answered with 200. @default /health */
  readonly path?: string;
  /** Minutes between two requests, 1–60. @default 5 */
  readonly minutes?: number;
}

/** What an account and region does with traces; both are settings of all of it, so that one environment there states them. */
export interface EnvironmentTracingInput {
  /**
   * X-Ray keeps every span in CloudWatch Logs, where Transaction Search finds it, and indexes this share of the traces, in
   * percent, 0–100. Priced by the gigabyte. @default - off
   */
  readonly transactionSearch?: number;
  /** CloudWatch Application Signals, where the region has it. @default false */
  readonly applicationSignals?: boolean;
}

/** Where messages go. */
export interface NotificationsInput {
  /** Addresses that Amazon SNS asks for their consent after the deployment. At most 50. @default - none */
  readonly email?: readonly string[];
  /**
   * A channel whose workspace a person has let into Amazon Q Developer in chat applications, in the console of the tools
   * account: before that its stack cannot be deployed. @default - none
   */
  readonly slack?: SlackInput;
  /** A channel whose team a person has let in there in the same way. @default - none */
  readonly teams?: TeamsInput;
}

/** A channel of Slack. */
export interface SlackInput {
  /** For example `T0123ABCD`. */
  readonly workspaceId: string;
  /** For example `C0123ABCD`. */
  readonly channelId: string;
}

/** A channel of Microsoft Teams. */
export interface TeamsInput {
  /** The team's id, a UUID. */
  readonly teamId: string;
  /** The tenant's id, a UUID. */
  readonly tenantId: string;
  /** For example `19:…@thread.tacv2`, or the same as in the channel's address. */
  readonly channelId: string;
}
