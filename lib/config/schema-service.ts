import { z } from 'zod';
import { FIRST_CONTAINER_PORT, LAST_CONTAINER_PORT, LAST_LISTENER_PORT } from '../shared/addresses';
import { SHIFT_LIMITS } from '../shared/traffic-shift';
import { MOST_SIDECARS } from './constants';
import { MOST_TASKS } from './defaults';
import { FARGATE_CPUS } from './fargate-sizes';
import { SERVICE_NAME, SIDECAR_NAME, VARIABLE_NAME } from './name-rules';
import { anyText, oneOf, rule, text, whole } from './rules';
import { gatesSchema } from './schema-gates';
import { objectivesSchema, syntheticsSchema, tracingSchema } from './schema-observability';
import { strategySchema, testsSchema } from './schema-release';
import { sourceSchema } from './schema-source';
import { validationSchema } from './schema-validation';
import { parseSecret } from './secrets';
import { literalText } from './text-rules';

/** A DynamoDB table has at most 20 global secondary indexes ("Quotas in Amazon DynamoDB"). */
const MOST_INDEXES = 20;
/** Docker refuses a container less ("ContainerDefinition", memory, in the ECS API reference). */
const LEAST_CONTAINER_MEMORY = 6;

const variables = z.record(VARIABLE_NAME, literalText('must be text, numbers in quotes too'));

const secrets = z.record(
  VARIABLE_NAME,
  rule<string>(
    'secretsmanager:NAME, secretsmanager:NAME:JSON_KEY, ssm:/PATH',
    (value) => typeof value === 'string' && parseSecret(value) !== undefined,
    'is not the place of a secret',
  ),
);

const command = z.array(literalText('must be text')).min(1);

const sidecar = z.strictObject({
  name: SIDECAR_NAME,
  image: rule<string>(
    "a name with a tag other than latest, or with a digest, such as 'public.ecr.aws/nginx/nginx:1.29.3'",
    isPinnedImage,
    'does not say which version runs',
  ),
  memory: whole(LEAST_CONTAINER_MEMORY, 122_880, 'MiB').optional(),
  command: command.optional(),
  variables: variables.optional(),
});

/** A tag after the last slash (a colon before it belongs to the registry's port) or a digest. */
function isPinnedImage(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > 255) return false;
  const match = /^(?:[a-z0-9.-]+(?::\d+)?\/)?[a-z0-9._/-]+?(?::([\w][\w.-]{0,127}))?(@sha256:[0-9a-f]{64})?$/.exec(
    value,
  );
  if (match === null) return false;
  const [, tag, digest] = match;
  return digest !== undefined || (tag !== undefined && tag !== 'latest');
}

const settings = {
  cpu: oneOf(FARGATE_CPUS, 'is no size that Fargate has').optional(),
  // Which ones go with the cpu is a question for `checks/settings.ts`.
  memory: rule<number>(
    'a size in MiB that Fargate offers for the cpu',
    Number.isInteger,
    'is no number of MiB',
  ).optional(),
  port: whole(FIRST_CONTAINER_PORT, LAST_CONTAINER_PORT).optional(),
  user: rule<string>(
    'uid:gid from 1:1 to 65534:65534',
    isOrdinaryUser,
    'must be an ordinary user, not root',
  ).optional(),
  healthCommand: command.optional(),
  variables: variables.optional(),
  secrets: secrets.optional(),
  sidecars: z.array(sidecar).max(MOST_SIDECARS).optional(),
  scaling: z
    .strictObject({
      minimum: whole(1, MOST_TASKS).optional(),
      maximum: whole(1, MOST_TASKS).optional(),
      cpuPercent: whole(10, 90, 'percent').optional(),
      requestsPerTask: whole(1, 1_000_000).optional(),
    })
    .optional(),
  alarms: z
    .strictObject({
      errorPercent: rule<number>(
        'a number over 0 and up to 100',
        (value) => typeof value === 'number' && value > 0 && value <= 100,
        'is out of range',
      ).optional(),
      p99Milliseconds: whole(1, 3_600_000, 'ms').optional(),
    })
    .optional(),
  strategy: strategySchema.optional(),
  controller: oneOf(['codedeploy', 'ecs']).optional(),
  // A day is enough for both controllers, and more for neither.
  bakeMinutes: whole(0, SHIFT_LIMITS.ecs.bakeMinutes, 'minutes').optional(),
  validation: validationSchema.optional(),
  objectives: objectivesSchema.optional(),
  tracing: tracingSchema.optional(),
  synthetics: syntheticsSchema.optional(),
};

function isOrdinaryUser(value: unknown): boolean {
  const ids = typeof value === 'string' && /^[1-9]\d{0,4}:[1-9]\d{0,4}$/.test(value) ? value.split(':') : ['0'];
  return ids.every((id) => Number(id) >= 1 && Number(id) <= 65_534);
}

/** "Naming rules" and "Attributes" in the quotas of Amazon DynamoDB: key attributes have 1–255 characters. */
const attribute = text('1–255 characters', /^\S+$/, { most: 255, message: 'is not the name of an attribute' });

const table = z.strictObject({
  partitionKey: attribute,
  sortKey: attribute.optional(),
  timeToLiveAttribute: attribute.optional(),
  indexes: z
    .array(
      z.strictObject({
        name: text('3–255 characters of a–z, A–Z, 0–9, _, - and .', /^[\w.-]+$/, {
          least: 3,
          most: 255,
          message: 'is not a name for an index',
        }),
        partitionKey: attribute,
        sortKey: attribute.optional(),
      }),
    )
    .max(MOST_INDEXES)
    .optional(),
});

const shell = anyText('a shell command');

export const serviceSchema = z.strictObject({
  name: SERVICE_NAME,
  platform: oneOf(['ecs', 'eks']).optional(),
  directory: anyText('the path of a directory', 4096).optional(),
  architecture: oneOf(['arm64', 'x86_64']).optional(),
  exposure: oneOf(['public', 'internal']).optional(),
  listenerPort: whole(1, LAST_LISTENER_PORT).optional(),
  calls: z.array(anyText('the name of an internal service')).optional(),
  table: table.optional(),
  commands: z
    .strictObject({
      install: shell.optional(),
      lint: shell.optional(),
      test: shell.optional(),
      analyze: shell.optional(),
    })
    .optional(),
  source: sourceSchema.optional(),
  tests: testsSchema.optional(),
  gates: gatesSchema.optional(),
  environments: z.record(z.string(), z.strictObject(settings)).optional(),
  ...settings,
});
