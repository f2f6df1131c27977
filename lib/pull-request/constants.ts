/** The file beside the code of `checks.lambda.ts` with the repositories and who is checked in them, as JSON. */
export const REPOSITORIES_FILE = 'repositories.json';

/** Custom resources behind `setup.lambda.ts`. */
export const BRANCHES_TYPE = 'Custom::CodeCommitBranches';
export const APPROVAL_RULE_TYPE = 'Custom::CodeCommitApprovalRule';

/** The ends of the names of a service's check projects: its own commands, and the platform's gates. */
export const CHECK = 'check';
export const INSPECT = 'inspect';
export const CHECKS: readonly string[] = [CHECK, INSPECT];
