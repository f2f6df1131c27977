import { ALARM_CHECKS } from '../support/checks/alarms';
import { APPLIED_CHECKS } from '../support/checks/applied';
import { ARN_CHECKS } from '../support/checks/arns';
import { BUILD_CHECKS } from '../support/checks/builds';
import { testChecks } from '../support/checks/check';
import { CLUSTER_ACCESS_CHECKS } from '../support/checks/cluster-access';
import { EVENT_CHECKS } from '../support/checks/events';
import { GAME_DAY_CHECKS } from '../support/checks/game-days';
import { KUBERNETES_CHECKS } from '../support/checks/kubernetes';
import { LIFE_CHECKS } from '../support/checks/life';
import { NAMED_CHECKS } from '../support/checks/named';
import { NAME_CHECKS } from '../support/checks/naming';
import { NETWORK_CHECKS } from '../support/checks/network';
import { PLAIN_TEXT_CHECKS } from '../support/checks/plain-text';
import { RECORD_CHECKS } from '../support/checks/records';
import { REFERENCE_CHECKS } from '../support/checks/references';
import { RELEASE_CHECKS } from '../support/checks/releases';

// What linters of templates let pass: each check is shown a defect that it must find.
testChecks([
  ...ALARM_CHECKS,
  ...APPLIED_CHECKS,
  ...ARN_CHECKS,
  ...BUILD_CHECKS,
  ...CLUSTER_ACCESS_CHECKS,
  ...EVENT_CHECKS,
  ...GAME_DAY_CHECKS,
  ...KUBERNETES_CHECKS,
  ...LIFE_CHECKS,
  ...NAMED_CHECKS,
  ...NAME_CHECKS,
  ...NETWORK_CHECKS,
  ...PLAIN_TEXT_CHECKS,
  ...RECORD_CHECKS,
  ...REFERENCE_CHECKS,
  ...RELEASE_CHECKS,
]);
