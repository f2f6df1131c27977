/**
 * The delivery metrics as CloudWatch knows them, in the namespace `METRIC_NAMESPACE`: what publishes them and what draws them
 * share these names. Each has the three dimensions below, all of them and no others.
 */
export const DeliveryMetric = {
  /** Successful deployments that changed something, a day. */
  DEPLOYMENTS_PER_DAY: 'DeploymentsPerDay',
  /** Seconds from a commit to its traffic, the median of the commits. */
  LEAD_TIME: 'LeadTime',
  /** Failed deployments, in percent of all. */
  CHANGE_FAIL_RATE: 'ChangeFailRate',
  /** Seconds from a deployment's failure to a service that is well again, the median. */
  RECOVERY_TIME: 'FailedDeploymentRecoveryTime',
  /** Deployments that nobody had planned, in percent of all. */
  REWORK_RATE: 'DeploymentReworkRate',
  /** One for each attempt to deploy, when it has ended: sums of them say how many ended in a period. */
  DEPLOYMENTS: 'Deployments',
  /** One for each attempt that failed, when it has ended. */
  FAILED_DEPLOYMENTS: 'FailedDeployments',
} as const;

/** The dimensions of every delivery metric. */
export const DeliveryDimension = { DELIVERY: 'Delivery', ENVIRONMENT: 'Environment', SERVICE: 'Service' } as const;

/** Days that the published metrics and the weekly message look back. */
export const WINDOW_DAYS = 30;
/** Days before the window whose events are read, to know what an environment ran and which commits it had. */
export const CONTEXT_DAYS = 60;

/** The environment of `publish.lambda.ts` and `summary.lambda.ts`. */
export const METRICS_VARIABLES = {
  delivery: 'DELIVERY',
  tableName: 'EVENT_TABLE',
  /** JSON lists of names. */
  services: 'SERVICES',
  production: 'PRODUCTION_ENVIRONMENTS',
} as const;

/** What only `summary.lambda.ts` needs. */
export const SUMMARY_VARIABLES = { topicArn: 'TOPIC_ARN', dashboardUrl: 'DASHBOARD_URL' } as const;
