import { testChecks } from '../support/checks/check';
import { POLICY_CHECKS } from '../support/checks/policies';
import { POLICY_SIZE_CHECKS } from '../support/checks/policy-sizes';
import { ROLE_CHECKS } from '../support/checks/roles';

// Over every policy of every role, key, bucket and repository.
testChecks([...POLICY_CHECKS, ...POLICY_SIZE_CHECKS, ...ROLE_CHECKS]);
