/** What the platform and every service agree on. */

/** The name of a service's own container in every task definition. */
export const APP_CONTAINER = 'app';

/**
 * What every service answers with 200 while its process is well. It is part of the contract, not a setting: a target group
 * under CodeDeploy serves the old and the new version at once, so that a path which only one of them knows would take the
 * other out of service.
 */
export const HEALTH_PATH = '/health';

/** Environment variables that the platform sets in a service's container, beside `<NAME>_URL` of each called service. */
export const Variable = {
  PORT: 'PORT',
  TABLE_NAME: 'TABLE_NAME',
} as const;
