import { testDefects } from '../support/checks/check';
import { PRIVILEGE_CHECKS } from '../support/checks/templates';

testDefects(PRIVILEGE_CHECKS);
