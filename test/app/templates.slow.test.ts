import { testDefects } from '../support/checks/check';
import { TEMPLATE_CHECKS } from '../support/checks/templates';

testDefects(TEMPLATE_CHECKS);
