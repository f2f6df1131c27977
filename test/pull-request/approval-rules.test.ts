import { approvalRules } from '../../lib/pull-request/approval-rules';

const CHECKS = 'arn:aws:sts::111111111111:assumed-role/shop-pull-requests/*';
const rules = (count: number) => approvalRules('shop', { branches: ['main', 'release/*'], count }, CHECKS);
const contentOf = (rule: { content: string }) => JSON.parse(rule.content);

test('one rule is satisfied by the checks alone', () => {
  expect(contentOf(rules(2)[0])).toEqual({
    Version: '2018-11-08',
    DestinationReferences: ['refs/heads/main', 'refs/heads/release/*'],
    Statements: [{ Type: 'Approvers', NumberOfApprovalsNeeded: 1, ApprovalPoolMembers: [CHECKS] }],
  });
});

test('the other wants the people and, as it cannot leave them out, the checks', () => {
  expect(contentOf(rules(2)[1])).toEqual({
    Version: '2018-11-08',
    DestinationReferences: ['refs/heads/main', 'refs/heads/release/*'],
    Statements: [{ Type: 'Approvers', NumberOfApprovalsNeeded: 3 }],
  });
});

/** As CodeCommit decides: of each rule enough approvals by members of its pool, or by anyone where there is none. */
function mayBeMerged(count: number, approvers: readonly string[]): boolean {
  return rules(count)
    .map(contentOf)
    .every(({ Statements: [{ NumberOfApprovalsNeeded, ApprovalPoolMembers }] }) => {
      const counted = approvers.filter(
        (arn) => ApprovalPoolMembers?.some((member: string) => arn.startsWith(member.slice(0, -1))) ?? true,
      );
      return counted.length >= NumberOfApprovalsNeeded;
    });
}

const checks = 'arn:aws:sts::111111111111:assumed-role/shop-pull-requests/shop-pull-requests';
const person = (name: string) => `arn:aws:sts::111111111111:assumed-role/Developer/${name}`;

test.each([
  [1, [checks], false],
  [1, [person('ana')], false],
  [1, [person('ana'), person('ben')], false],
  [1, [person('ana'), checks], true],
  [2, [person('ana'), checks], false],
  [2, [person('ana'), person('ben'), checks], true],
] as const)(
  'with %i approvals of people wanted, %j means that a merge is possible: %j',
  (count, approvers, possible) => {
    expect(mayBeMerged(count, approvers)).toBe(possible);
  },
);

test('names and descriptions are such as CodeCommit takes', () => {
  for (const { name, description } of rules(30)) {
    expect(name).toMatch(/^[\w. -]{1,100}$/);
    expect(description.length).toBeLessThanOrEqual(1000);
  }
});

test('the description says how many people', () => {
  expect(rules(1)[1].description).toContain('one person');
  expect(rules(3)[1].description).toContain('3 people');
});
