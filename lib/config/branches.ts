import { text } from './rules';

/** What Git refuses anywhere in a branch's name (`git check-ref-format`), of the characters that are let in at all. */
const REFUSED = String.raw`(?!.*(\.\.|\/\/|\.lock$|\.lock\/|\/\.))`;
/** "Branch names" in the quotas of CodeCommit. */
const LONGEST_BRANCH = 256;

/** A branch by its full name. */
export const BRANCH_NAME = text(
  "a branch such as 'main' or 'release/1.0'",
  new RegExp(String.raw`^${REFUSED}[A-Za-z0-9][\w./-]*(?<![./])$`),
  { most: LONGEST_BRANCH, message: 'is not a branch' },
);

/** A branch, or all branches below a prefix. */
export const BRANCH = text(
  "a branch such as 'main', or a pattern such as 'release/*'",
  new RegExp(String.raw`^${REFUSED}[A-Za-z0-9][\w./-]*(?:(?<![./])|(?<=[\w-]\/)\*)$`),
  { most: LONGEST_BRANCH, message: 'is not a branch' },
);

/** Whether it means all branches below a prefix. */
export function isPattern(branch: string): boolean {
  return branch.endsWith('/*');
}

/** Whether there may be a branch that both mean, each a name or a pattern. */
export function overlap(one: string, other: string): boolean {
  return takes(one, other) || takes(other, one);
}

/** Whether a name or pattern means every branch that another one means. */
export function takes(branch: string, other: string): boolean {
  return branch === other || (isPattern(branch) && other.startsWith(branch.slice(0, -1)));
}
