import { testChecks } from '../support/checks/check';
import { PRIVILEGE_CHECKS } from '../support/checks/templates';

testChecks(PRIVILEGE_CHECKS);
