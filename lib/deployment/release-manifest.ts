import { z } from 'zod';
import { Problem } from '../build/programs/problem';
import type { Strategy } from '../config/delivery';
import type { ChartValues } from '../workload/values';

/**
 * What an environment's stack publishes about a service, and a deployment reads: everything that whoever deploys needs
 * besides the image. It is the JSON text of an SSM parameter.
 */
export type ReleaseManifest = EcsRelease | EksRelease;

/** For a service on ECS. */
export interface EcsRelease {
  /** @default 'ecs', as manifests had no platform when there was one */
  readonly platform?: 'ecs';
  /** The ARN of one revision: `arn:aws:ecs:<region>:<account>:task-definition/<family>:<revision>`. */
  readonly taskDefinition: string;
  /** The container that gets the built image and the traffic. */
  readonly container: string;
  /** The container's port that the load balancer sends traffic to. */
  readonly port: number;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly assignPublicIp: 'ENABLED' | 'DISABLED';
  /** The ARN of the function that says whether a new version is good. @default - a new version gets traffic unasked */
  readonly hook?: string;
  /** What ECS has to know where it moves the traffic itself. @default - CodeDeploy moves it */
  readonly native?: NativeRelease;
}

/** What each deployment tells ECS. All but names are ARNs. */
export interface NativeRelease {
  /** By name, as the service. */
  readonly cluster: string;
  readonly service: string;
  readonly strategy: Strategy;
  /** How long the old tasks stay after all traffic has moved. */
  readonly bakeMinutes: number;
  /** The names of those that roll back. */
  readonly alarms: readonly string[];
  /** With which ECS calls the hook. */
  readonly hookRole: string;
  /** The two sides, in the order in which the service was created with them, whichever has the traffic. */
  readonly targetGroup: string;
  readonly alternateTargetGroup: string;
  readonly productionRule: string;
  readonly testRule: string;
  /** With which ECS changes the rules. */
  readonly trafficRole: string;
}

/** For a service on EKS. */
export interface EksRelease {
  readonly platform: 'eks';
  /** What a pipeline calls the function by that works inside the environment's cluster; see `RolloutFunction`. */
  readonly function: string;
  /** When a rollout is not done by then, it is taken back. */
  readonly minutes: number;
  /** All that the chart takes, but the image. */
  readonly values: ChartValues;
}

// `input` is what came: the manifest holds no secret, so a message may repeat it.
const mustBe = (rule: string) => ({
  error: ({ input }: { input?: unknown }) => `must be ${rule} (got ${JSON.stringify(input)})`,
});
const matching = (pattern: RegExp, rule: string) => z.string(mustBe(rule)).regex(pattern, mustBe(rule));
const listOf = (item: z.ZodString, rule: string) => z.array(item, mustBe(rule)).min(1, mustBe(rule));

const arnOf = (kind: string, resource: string, service: string) =>
  matching(
    new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]*:\\d{12}:${resource}[A-Za-z0-9+=,.@_:/-]+$`),
    `the ARN of a ${kind}`,
  );
const name = (what: string) => matching(/^[A-Za-z0-9_-]{1,255}$/, `the name of a ${what}`);
const minutes = z.int(mustBe('a whole number of minutes')).min(0, mustBe('a whole number of minutes'));
const percent = z
  .number(mustBe('a percentage over 0 and under 100'))
  .gt(0, mustBe('a percentage over 0 and under 100'))
  .lt(100, mustBe('a percentage over 0 and under 100'));

const nativeSchema: z.ZodType<NativeRelease> = z.object(
  {
    cluster: name('cluster'),
    service: name('service'),
    strategy: z.discriminatedUnion(
      'kind',
      [
        z.object({ kind: z.literal('allAtOnce') }),
        z.object({ kind: z.literal('canary'), percent, minutes }),
        z.object({ kind: z.literal('linear'), percent, minutes }),
      ],
      mustBe('a strategy: allAtOnce, canary or linear'),
    ),
    bakeMinutes: minutes,
    alarms: z.array(matching(/^.{1,255}$/, 'the name of an alarm'), mustBe('a list of alarms')),
    hookRole: arnOf('role', 'role/', 'iam'),
    targetGroup: arnOf('target group', 'targetgroup/', 'elasticloadbalancing'),
    alternateTargetGroup: arnOf('target group', 'targetgroup/', 'elasticloadbalancing'),
    productionRule: arnOf('listener rule', 'listener-rule/', 'elasticloadbalancing'),
    testRule: arnOf('listener rule', 'listener-rule/', 'elasticloadbalancing'),
    trafficRole: arnOf('role', 'role/', 'iam'),
  },
  mustBe('a JSON object'),
);

// Members that are not listed are ignored: a stack may be newer than the pipeline that reads its manifest.
const ecsSchema: z.ZodType<EcsRelease> = z.object(
  {
    platform: z.literal('ecs').optional(),
    taskDefinition: matching(
      /^arn:aws[a-z-]*:ecs:[a-z0-9-]+:\d{12}:task-definition\/[A-Za-z0-9_-]{1,255}:\d+$/,
      'the ARN of a task definition with its revision',
    ),
    container: matching(/^[A-Za-z0-9_-]{1,255}$/, 'a container name of 1 to 255 letters, digits, _ and -'),
    port: z
      .int(mustBe('a port between 1 and 65535'))
      .min(1, mustBe('a port between 1 and 65535'))
      .max(65535, mustBe('a port between 1 and 65535')),
    subnets: listOf(matching(/^subnet-[0-9a-f]+$/, 'a subnet id'), 'a list of at least one subnet id'),
    securityGroups: listOf(
      matching(/^sg-[0-9a-f]+$/, 'a security group id'),
      'a list of at least one security group id',
    ),
    assignPublicIp: z.enum(['ENABLED', 'DISABLED'], mustBe('ENABLED or DISABLED')),
    hook: arnOf('Lambda function', 'function:', 'lambda').optional(),
    native: nativeSchema.optional(),
  },
  mustBe('a JSON object'),
);

const eksSchema: z.ZodType<EksRelease> = z.object({
  platform: z.literal('eks'),
  function: matching(
    /^[A-Za-z0-9_-]{1,64}(:[A-Za-z0-9_-]{1,128})?$/,
    'the name of a Lambda function, maybe with an alias',
  ),
  minutes,
  // The chart has a schema of its own, and Helm holds what it gets against that.
  values: z.looseObject(
    {
      service: name('service'),
      architecture: z.enum(['arm64', 'x86_64'], mustBe('arm64 or x86_64')),
      strategy: z.looseObject({}, mustBe('a strategy')),
    },
    mustBe('a JSON object'),
  ) as unknown as z.ZodType<ChartValues>,
});

/** Reads a manifest; every problem in it is reported at once. */
export function parseReleaseManifest(text: string): ReleaseManifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Problem('the release manifest is not JSON');
  }
  const { platform } = Object(value) as { readonly platform?: unknown };
  if (platform !== undefined && platform !== 'ecs' && platform !== 'eks') {
    throw new Problem(
      `the release manifest is not valid: platform must be ecs or eks (got ${JSON.stringify(platform)})`,
    );
  }
  const schema: z.ZodType<ReleaseManifest> = platform === 'eks' ? eksSchema : ecsSchema;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || 'it'} ${message}`);
  throw new Problem(`the release manifest is not valid: ${problems.join('; ')}`);
}
