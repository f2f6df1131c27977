import { SESSION_NAME_PREFIX } from './constants';

/** The session name that leads from the environment's CloudTrail to the pipeline's execution. */
export function sessionName(executionId: string): string {
  return (SESSION_NAME_PREFIX + (executionId || 'render')).replace(/[^\w+=,.@-]/g, '-').slice(0, 64);
}
