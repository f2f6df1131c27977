/** What the constructs of runbooks and their function agree on. */

/** The environment of `diagnostics.lambda.ts`. */
export const DIAGNOSTICS_VARIABLES = {
  delivery: 'DELIVERY',
  environment: 'ENVIRONMENT',
  clusterName: 'CLUSTER_NAME',
  bucketName: 'BUCKET_NAME',
} as const;

/** A file beside that function: what each of the delivery's services runs on, by its name. */
export const PLATFORMS_FILE = 'platforms.json';

/** Of one container's log. */
export const LOG_LINES = 200;

/** Days that collected diagnostics are kept: a review is written by then, and logs may hold what should not stay. */
export const DIAGNOSTICS_DAYS = 30;

/** Back from now, in minutes: what deployments and traces are collected of. */
export const DIAGNOSTICS_MINUTES = 60;
