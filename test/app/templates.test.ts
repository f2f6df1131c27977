import { testChecks } from '../support/checks/check';
import { TEMPLATE_CHECKS } from '../support/checks/templates';

testChecks(TEMPLATE_CHECKS);
