import type { ObjectivesInput, SyntheticsInput, TracingInput } from './input-observability';
import type { StrategyInput, ValidationInput } from './input-release';

/**
 * What may differ from environment to environment. Each change of these reaches the service as a new deployment. Where
 * an environment states its own, single values and lists replace those for all, while `variables`, `secrets`, `scaling`
 * and `alarms` merge member by member.
 */
export interface ServiceSettingsInput {
  /**
   * CPU units of the task, 1024 to a vCPU: 256, 512, 1024, 2048, 4096, 8192 or 16384. On EKS a pod has the same cpu and
   * memory, and 4096 at most. @default 256
   */
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
   * with credentials or the region of AWS and those starting with `AWS_CONTAINER_` or `ECS_` to AWS, and on EKS those
   * starting with `KUBERNETES_` to the cluster. No value and no command has `{{resolve:` or `${NAME}`,
   * on EKS no `{{` at all. @default - none
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
   * Who moves it: CodeDeploy, or ECS itself. Fixed once the service exists. Not on EKS, where Argo Rollouts does.
   * @default codedeploy
   */
  readonly controller?: 'codedeploy' | 'ecs';
  /**
   * Minutes that a release is watched after all traffic has moved, 0–1440; on ECS the old tasks stay for as long.
   * @default 5, in production 30
   */
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

/** How many tasks run, or pods on EKS. */
export interface ScalingInput {
  /** In production 2 or more. @default 1, in production 2 */
  readonly minimum?: number;
  /** @default - four times the minimum */
  readonly maximum?: number;
  /** Average CPU that scaling aims at, in percent, 10–90. @default 60 */
  readonly cpuPercent?: number;
  /** Requests per task and minute that scaling aims at. Not on EKS, which scales by CPU alone. @default 3000 */
  readonly requestsPerTask?: number;
}

/** The limits that roll a deployment back. */
export interface AlarmsInput {
  /** Answers of 5xx in percent of all answers, over 0 and up to 100. @default 5 */
  readonly errorPercent?: number;
  /** The slowest answer but for one in a hundred, in milliseconds. @default 1000 */
  readonly p99Milliseconds?: number;
}
