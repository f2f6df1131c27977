/**
 * The sections of `docs/runbook.md` that alarms link to, by what happened. The values are the anchors of their headings;
 * `test/app/runbook.test.ts` holds alarms and headings together, both ways.
 */
export const RunbookSection = {
  /** One of a service's six alarms that roll a deployment back. */
  ROLLBACK: 'a-rollback-alarm',
  FAST_BURN: 'an-error-budget-burns-fast',
  SLOW_BURN: 'an-error-budget-burns',
  BUDGET_LOW: 'an-error-budget-runs-low',
  PAGE: 'a-service-pages',
  TICKET: 'a-service-has-a-ticket',
  OUTSIDE: 'a-service-does-not-answer-from-outside',
  LOG_ERRORS: 'a-log-has-unusually-many-errors',
  DEAD_LETTERS: 'events-could-not-be-handled',
  FUNCTION_ERRORS: 'a-function-of-the-platform-fails',
  DOWN: 'a-service-has-no-healthy-task',
  FIRST_RELEASE: 'a-service-waits-for-its-first-release',
} as const;

export type RunbookAnchor = (typeof RunbookSection)[keyof typeof RunbookSection];

/** The end of an alarm's description: where a person reads on. @param runbook the delivery's `runbook` */
export function runbookLink(runbook: string, section: RunbookAnchor): string {
  return `${runbook}#${section}`;
}
