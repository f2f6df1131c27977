import { z } from 'zod';
import { SHIFT_LIMITS } from '../shared/traffic-shift';
import { anyText, rule, whole } from './rules';
import { REQUEST_PATH } from './text-rules';

// What less ECS takes is a question for `checks/strategies.ts`.
const limits = SHIFT_LIMITS.codedeploy;
const minutes = whole(...limits.minutes, 'minutes');

/** How traffic moves. */
export const strategySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('allAtOnce') }),
  z.strictObject({ kind: z.literal('canary'), percent: whole(...limits.percent.canary, 'percent'), minutes }),
  z.strictObject({ kind: z.literal('linear'), percent: whole(...limits.percent.linear, 'percent'), minutes }),
]);

const environments = z.array(anyText('the name of an environment')).min(1).optional();
const commandTest = z.strictObject({ command: anyText('a shell command'), in: environments });

/** A request that has no answer by then has none. */
const LONGEST_ANSWER = 10_000;

/** What is tested after a deployment. */
export const testsSchema = z.strictObject({
  integration: commandTest.optional(),
  acceptance: commandTest.optional(),
  load: z
    .strictObject({
      path: REQUEST_PATH.optional(),
      requestsPerSecond: whole(1, 1000),
      seconds: whole(10, 600, 'seconds').optional(),
      p95Milliseconds: whole(1, LONGEST_ANSWER, 'ms').optional(),
      errorPercent: rule<number>(
        'a number from 0 to 100',
        (value) => typeof value === 'number' && value >= 0 && value <= 100,
        'is out of range',
      ).optional(),
      in: environments,
    })
    .optional(),
});
