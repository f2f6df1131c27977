import { z } from 'zod';
import { BRANCH_NAME } from './branches';
import { CALLER_RANGE, NETWORK_RANGE } from './cidr-rules';
import { WINDOW_CRON } from './cron';
import type { DeliveryInput } from './input';
import { LOG_RETENTION_DAYS } from './log-retention';
import { DELIVERY_NAME, ENVIRONMENT_NAME } from './name-rules';
import { oneOf, rule, text, whole, yesOrNo } from './rules';
import { branchingSchema } from './schema-branching';
import { gatesSchema } from './schema-gates';
import { environmentTracingSchema, notificationsSchema, RUNBOOK } from './schema-observability';
import { serviceSchema } from './schema-service';
import { sourceSchema } from './schema-source';
import { REGION_PATTERN } from './source-rules';
import { TIME_ZONE } from './text-rules';

const account = {
  account: text('twelve digits in quotes', /^\d{12}$/, {
    most: 12,
    message: 'is not the number of an account',
  }).optional(),
  region: text("a region such as 'eu-central-1'", new RegExp(`^${REGION_PATTERN}$`), {
    most: 20,
    message: 'is not a region',
  }).optional(),
};

/**
 * ACM takes 64 characters as the first name of a certificate (API reference, RequestCertificate), and a service's name
 * with its dot takes 17 of them.
 */
const LONGEST_DOMAIN = 47;
const LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';

const environment = z.strictObject({
  ...account,
  name: ENVIRONMENT_NAME,
  production: yesOrNo().optional(),
  approval: yesOrNo().optional(),
  network: z
    .strictObject({
      cidr: NETWORK_RANGE.optional(),
      zones: whole(2, 3).optional(),
      natGateways: whole(0, 3).optional(),
    })
    .optional(),
  domain: z
    .strictObject({
      name: text(
        `a name of at most ${LONGEST_DOMAIN} characters such as 'dev.example.com'`,
        new RegExp(`^(${LABEL}\\.)+[a-z]([a-z0-9-]*[a-z0-9])$`),
        {
          most: LONGEST_DOMAIN,
          message: 'is not the name of a domain',
        },
      ),
      // "Id" of HostedZone in the API reference of Route 53.
      hostedZoneId: text("an id such as 'Z0123456789ABCDEFGHIJ'", /^Z[A-Z0-9]+$/, {
        most: 32,
        message: 'is not the id of a hosted zone',
      }),
    })
    .optional(),
  allowedCidrs: z.array(CALLER_RANGE).optional(),
  logRetentionDays: oneOf(LOG_RETENTION_DAYS, 'is no period that CloudWatch Logs offers').optional(),
  deploymentWindow: z.strictObject({ cron: WINDOW_CRON, timeZone: TIME_ZONE.optional() }).optional(),
  tracing: environmentTracingSchema.optional(),
  faultInjection: yesOrNo().optional(),
});

/** "Tag naming limits and requirements" in the AWS general reference. */
const TAG_CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const tagKey = rule<string>(
  "1–128 letters, digits, spaces and + - = . _ : / @, not starting with 'aws:' or 'slipway:'",
  (value) =>
    typeof value === 'string' &&
    value.length >= 1 &&
    value.length <= 128 &&
    TAG_CHARACTERS.test(value) &&
    !/^(aws|slipway):/i.test(value),
  'is not the key of a tag',
);
const tagValue = text('1–256 letters, digits, spaces and + - = . _ : / @', TAG_CHARACTERS, {
  least: 1,
  most: 256,
  message: 'is not the value of a tag',
});

/** What `-c config=` takes, without what a shell would read. */
const CONFIGURATION = text("a name such as 'workshop', or a path from the project's top", /^(?![./-])[\w./@+-]+$/, {
  most: 256,
  message: 'is not the name of a configuration',
});

/** More than anyone means who writes one here: a slip of the finger, or another currency. */
const LARGEST_BUDGET = 1_000_000;

export const deliverySchema = z.strictObject({
  name: DELIVERY_NAME,
  tools: z.strictObject(account).optional(),
  tags: z.record(tagKey, tagValue).optional(),
  environments: z.array(environment).min(1),
  services: z.array(serviceSchema).min(1),
  branching: branchingSchema.optional(),
  notifications: notificationsSchema.optional(),
  runbook: RUNBOOK.optional(),
  gates: gatesSchema.optional(),
  registry: z
    .strictObject({ scanning: oneOf(['basic', 'enhanced']).optional(), signing: yesOrNo().optional() })
    .optional(),
  infrastructure: z
    .strictObject({
      source: sourceSchema.optional(),
      branch: BRANCH_NAME.optional(),
      config: CONFIGURATION.optional(),
    })
    .optional(),
  budget: z
    .strictObject({
      monthly: rule<number>(
        `a number over 0 and up to ${LARGEST_BUDGET} USD`,
        (value) => typeof value === 'number' && value > 0 && value <= LARGEST_BUDGET,
        'is out of range',
      ),
    })
    .optional(),
});

type ReadonlyAll<T> = T extends object ? { readonly [K in keyof T]: ReadonlyAll<T[K]> } : T;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Stops the compiler when the schema takes more, or less, than `DeliveryInput` says. */
true satisfies Same<ReadonlyAll<z.input<typeof deliverySchema>>, ReadonlyAll<DeliveryInput>>;
