import type { Rules } from './charge';
import { DATA_RULES } from './rules/data';
import { DELIVERY_RULES } from './rules/delivery';
import { FUNCTION_RULES } from './rules/functions';
import { KUBERNETES_RULES } from './rules/kubernetes';
import { NETWORK_RULES } from './rules/network';
import { OBSERVABILITY_RULES } from './rules/observability';
import { WORKLOAD_RULES } from './rules/workload';

/** What each type of resource costs. A type that is neither here nor in `unpriced.ts` is unknown, and a report says so. */
export const RULES: Rules = {
  ...NETWORK_RULES,
  ...WORKLOAD_RULES,
  ...KUBERNETES_RULES,
  ...OBSERVABILITY_RULES,
  ...DATA_RULES,
  ...FUNCTION_RULES,
  ...DELIVERY_RULES,
};
