import { z } from 'zod';
import { rule, text, whole, yesOrNo } from './rules';
import { LONGEST_TEAMS_CHANNEL, TEAMS_CHANNEL } from './teams-channel';
import { EMAIL, REQUEST_PATH } from './text-rules';

/**
 * An alarm at 14.4 times the budget fires at an error rate of 14.4 × (100 − objective) percent, which is above all requests
 * where the objective is 93.06 or less: the alarm could never fire. At the other end one request of ten thousand is the budget.
 */
const OBJECTIVE = percentage(94, 99.99);

function percentage(least: number, most: number) {
  return rule<number>(
    `a number from ${least} to ${most} percent`,
    (value) => typeof value === 'number' && value >= least && value <= most,
    'is out of range',
  );
}

/** What a service promises. */
export const objectivesSchema = z.strictObject({
  availability: OBJECTIVE.optional(),
  latency: z.strictObject({ milliseconds: whole(1, 60_000, 'ms'), percent: OBJECTIVE.optional() }).optional(),
});

const TRACED = percentage(0, 100);

/** What of a service's requests is traced. */
export const tracingSchema = z.union([
  z.literal(false),
  z.strictObject({ percent: TRACED.optional(), collectorMemory: whole(64, 2048, 'MiB').optional() }),
]);

/** Requests from outside. */
export const syntheticsSchema = z.union([
  z.literal(false),
  z.strictObject({ path: REQUEST_PATH.optional(), minutes: whole(1, 60, 'minutes').optional() }),
]);

/** What an account and region does with traces. */
export const environmentTracingSchema = z.strictObject({
  transactionSearch: TRACED.optional(),
  applicationSignals: yesOrNo().optional(),
});

const MOST_ADDRESSES = 50;

/** CloudFormation takes shorter ones too; those that Slack makes have nine characters and more. */
const SLACK_ID = /^[A-Z0-9]{9,}$/;
const slackId = (what: string, example: string) =>
  text(`an id such as '${example}'`, SLACK_ID, { most: 255, message: `is not the id of a ${what}` });
const uuid = (what: string) =>
  text("an id such as '01234567-89ab-cdef-0123-456789abcdef'", /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i, {
    most: 36,
    message: `is not the id of a ${what}`,
  });

/** Who gets the delivery's messages. */
export const notificationsSchema = z.strictObject({
  email: z.array(EMAIL).max(MOST_ADDRESSES).optional(),
  slack: z
    .strictObject({ workspaceId: slackId('workspace', 'T0123ABCD'), channelId: slackId('channel', 'C0123ABCD') })
    .optional(),
  teams: z
    .strictObject({
      teamId: uuid('team'),
      tenantId: uuid('tenant'),
      channelId: text("an id such as '19:0123abcd@thread.tacv2'", TEAMS_CHANNEL, {
        most: LONGEST_TEAMS_CHANNEL,
        message: 'is not the id of a channel',
      }),
    })
    .optional(),
});

/** Alarms name one of its sections behind a `#`, and with their symptom have 1,024 characters (PutMetricAlarm). */
export const RUNBOOK = text(
  "an address such as 'https://example.com/shop/runbook', without ? and #",
  /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?(\/[\w.~%!$&'()*+,;=:@/-]*)?$/i,
  { most: 512, message: 'is not the address of a runbook' },
);
