import { z } from 'zod';
import { Problem } from '../build/programs/problem';

/**
 * What an environment's stack publishes about a service, and a deployment reads: everything that CodeDeploy needs
 * besides the image. It is the JSON text of an SSM parameter.
 */
export interface ReleaseManifest {
  /** The ARN of one revision: `arn:aws:ecs:<region>:<account>:task-definition/<family>:<revision>`. */
  readonly taskDefinition: string;
  /** The container that gets the built image and the traffic. */
  readonly container: string;
  /** The container's port that the load balancer sends traffic to. */
  readonly port: number;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly assignPublicIp: 'ENABLED' | 'DISABLED';
}

// `input` is what came: the manifest holds no secret, so a message may repeat it.
const mustBe = (rule: string) => ({
  error: ({ input }: { input?: unknown }) => `must be ${rule} (got ${JSON.stringify(input)})`,
});
const matching = (pattern: RegExp, rule: string) => z.string(mustBe(rule)).regex(pattern, mustBe(rule));
const listOf = (item: z.ZodString, rule: string) => z.array(item, mustBe(rule)).min(1, mustBe(rule));

// Members that are not listed are ignored: a stack may be newer than the pipeline that reads its manifest.
const schema: z.ZodType<ReleaseManifest> = z.object(
  {
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
  },
  mustBe('a JSON object'),
);

/** Reads a manifest; every problem in it is reported at once. */
export function parseReleaseManifest(text: string): ReleaseManifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Problem('the release manifest is not JSON');
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || 'it'} ${message}`);
  throw new Problem(`the release manifest is not valid: ${problems.join('; ')}`);
}
