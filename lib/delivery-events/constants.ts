/** What constructs, programs and handlers agree on. */

/** The `source` and `detail-type` of the delivery's own events on EventBridge; their detail is an {@link OwnEvent}. */
export const OWN_EVENT = { source: 'slipway', detailType: 'Delivery Event' } as const;

/** The namespace of the delivery's own metrics. */
export const METRIC_NAMESPACE = 'Slipway';

/** The environment's stage of a pipeline does its deployment in the action of this name. */
export const DEPLOY_ACTION = 'Deploy';

/** Branches whose commits mend something in a hurry, in every branching. */
export const HOTFIX_BRANCHES = 'hotfix/';

/** Hours after its end in which a deployment is suspected of an incident; one that runs is always. */
export const SUSPECT_HOURS = 24;

/** The attributes of the table of events: the keys, and when DynamoDB may remove an item. */
export const EVENT_TABLE = { partitionKey: 'service', sortKey: 'at#id', timeToLive: 'expires' } as const;

/** Days that events stay in the table: a year, and a month in which to compare it with the one before. */
export const EVENT_DAYS = 400;

/** The environment of `ingest.lambda.ts`. */
export const INGEST_VARIABLES = {
  tableName: 'EVENT_TABLE',
  bucketName: 'EVENT_ARCHIVE',
} as const;

/** What environments tell of themselves on EventBridge. Environments elsewhere may send these to the tools account. */
export const ENVIRONMENT_EVENTS = {
  alarm: { source: 'aws.cloudwatch', detailType: 'CloudWatch Alarm State Change' },
  codeDeploy: { source: 'aws.codedeploy', detailType: 'CodeDeploy Deployment State-change Notification' },
  ecs: { source: 'aws.ecs', detailType: 'ECS Deployment State Change' },
} as const;
