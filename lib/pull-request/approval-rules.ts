import { approvalRuleName } from '../shared/names';

/** An approval rule template of CodeCommit: each pull request gets the rule when it is opened. */
export interface ApprovalRule {
  /** Other characters than letters, digits, spaces and `._-` are not allowed. */
  readonly name: string;
  /** At most 1000 characters. */
  readonly description: string;
  /** JSON of at most 3000 characters. */
  readonly content: string;
}

interface Approvals {
  /** Names or patterns `name/*`. */
  readonly branches: readonly string[];
  /** People who have to approve. */
  readonly count: number;
}

/**
 * Two rules, both of which a pull request has to satisfy: that the checks have passed, and that enough people approve. A
 * pool of approvers lists who counts and cannot leave anybody out, so that where everyone may approve the checks count as
 * well: their one approval, which the first rule makes certain of, is added to those of the people.
 *
 * @param checks the ARN of the checks' sessions, which may end with `*`
 */
export function approvalRules(
  delivery: string,
  { branches, count }: Approvals,
  checks: string,
): readonly [ApprovalRule, ApprovalRule] {
  const people = count === 1 ? 'one person' : `${count} people`;
  const rule = (statement: object) =>
    JSON.stringify({
      Version: '2018-11-08',
      DestinationReferences: branches.map((branch) => `refs/heads/${branch}`),
      Statements: [{ Type: 'Approvers', ...statement }],
    });
  return [
    {
      name: approvalRuleName(delivery, 'checks'),
      description: 'The checks of the newest commit have passed, which they say by approving.',
      content: rule({ NumberOfApprovalsNeeded: 1, ApprovalPoolMembers: [checks] }),
    },
    {
      name: approvalRuleName(delivery, 'people-and-checks'),
      description: `The approvals of ${people} who did not open the pull request, and that of the checks.`,
      content: rule({ NumberOfApprovalsNeeded: count + 1 }),
    },
  ];
}
