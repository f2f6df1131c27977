import { ANOTHER_KEY, BAD_CRON, ONE_ZONE, POD_SHARE } from './configurations';
import type { Exercise } from './exercise';
import { FAILING_HOOK } from './failing-hook';
import { BAD_RELEASE, DRIFT } from './operations';
import { BLIND_DASHBOARD, LOST_PERMISSION, NO_DEAD_LETTERS } from './templates';

/** In the order of docs/learning-path.md. */
export const EXERCISES: readonly Exercise[] = [
  FAILING_HOOK,
  POD_SHARE,
  BAD_CRON,
  ANOTHER_KEY,
  DRIFT,
  ONE_ZONE,
  NO_DEAD_LETTERS,
  BLIND_DASHBOARD,
  BAD_RELEASE,
  LOST_PERMISSION,
];
