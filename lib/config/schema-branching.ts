import { z } from 'zod';
import { BRANCH, BRANCH_NAME } from './branches';
import type { ReleaseLineInput } from './input';
import { LINE_NAME } from './name-rules';
import { list, rule, whole } from './rules';

/** What a line's environments may be called together. */
export const ENVIRONMENT_WORDS = ['first', 'between', 'production', 'all'] as const;

const environments = rule<ReleaseLineInput['environments']>(
  `a list of names, or one of ${list(ENVIRONMENT_WORDS)}`,
  (value) => (Array.isArray(value) ? isListOfNames(value) : (ENVIRONMENT_WORDS as readonly unknown[]).includes(value)),
  'names no environments',
);

function isListOfNames(values: readonly unknown[]): boolean {
  return values.length > 0 && values.every((value) => typeof value === 'string' && value !== '');
}

/** The most approvals that CodeCommit counts is not documented; more than this nobody gives. */
const MOST_APPROVALS = 30;

/** From branches to environments. */
export const branchingSchema = z.strictObject({
  defaultBranch: BRANCH_NAME.optional(),
  releaseLines: z
    .array(z.strictObject({ name: LINE_NAME.optional(), branches: z.array(BRANCH).min(1), environments }))
    .min(1),
  verified: z.array(BRANCH).optional(),
  approvals: z.strictObject({ branches: z.array(BRANCH).min(1), count: whole(1, MOST_APPROVALS, 'people') }).optional(),
  backMerge: z.strictObject({ from: BRANCH_NAME, into: BRANCH_NAME }).optional(),
});
