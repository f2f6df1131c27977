import { ALARM_CHECKS } from './alarms';
import { APPLIED_CHECKS } from './applied';
import { ARN_CHECKS } from './arns';
import { BUILD_CHECKS } from './builds';
import type { Check } from './check';
import { CLUSTER_ACCESS_CHECKS } from './cluster-access';
import { EVENT_CHECKS } from './events';
import { GAME_DAY_CHECKS } from './game-days';
import { KUBERNETES_CHECKS } from './kubernetes';
import { LIFE_CHECKS } from './life';
import { NAMED_CHECKS } from './named';
import { NAME_CHECKS } from './naming';
import { NETWORK_CHECKS } from './network';
import { PLAIN_TEXT_CHECKS } from './plain-text';
import { POLICY_CHECKS } from './policies';
import { POLICY_SIZE_CHECKS } from './policy-sizes';
import { RECORD_CHECKS } from './records';
import { REFERENCE_CHECKS } from './references';
import { RELEASE_CHECKS } from './releases';
import { ROLE_CHECKS } from './roles';

/** What linters of templates let pass: each check is shown a defect that it must find. */
export const TEMPLATE_CHECKS: readonly Check[] = [
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
];

/** Over every policy of every role, key, bucket and repository. */
export const PRIVILEGE_CHECKS: readonly Check[] = [...POLICY_CHECKS, ...POLICY_SIZE_CHECKS, ...ROLE_CHECKS];
