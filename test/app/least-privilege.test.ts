import { testChecks } from '../support/checks/check';
import { POLICY_CHECKS } from '../support/checks/policies';

// Over every policy of every role, key, bucket and repository.
testChecks(POLICY_CHECKS);
