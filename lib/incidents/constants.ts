/** What the construct, the handler and the command line agree on. */

/** The environment of `incident.lambda.ts`. */
export const INCIDENT_VARIABLES = {
  /** The tools account, where the configuration leaves it open. */
  account: 'ACCOUNT',
  table: 'INCIDENTS_TABLE',
  events: 'EVENTS_TABLE',
  topicArn: 'TOPIC_ARN',
} as const;

/** Where messages for chat channels go; unset where there are none. */
export const CHAT_TOPIC_VARIABLE = 'CHAT_TOPIC_ARN';

/** The file beside the function that says what the delivery consists of: a `Facts`. */
export const FACTS_FILE = 'facts.json';

/** The `source` of the message with which the schedule asks for a look at everything. */
export const SWEEP_SOURCE = 'slipway.sweep';

/** Minutes from one look at everything to the next. */
export const SWEEP_MINUTES = 10;

/** Minutes in which an alarm that comes back belongs to the incident that was over. */
export const REOPEN_MINUTES = 60;

/** Minutes after which CloudWatch has the metrics of what is over. */
export const METRIC_DELAY_MINUTES = 5;

/** Deployments that a record lists. */
export const LISTED_DEPLOYMENTS = 5;

/** Seconds that one function may take; another one leaves an incident alone for as long. */
export const FUNCTION_SECONDS = 60;

/** Times that a message is tried before it goes to the dead letters. */
export const ATTEMPTS = 5;

/** The table's keys. */
export const PARTITION_KEY = 'place';
export const SORT_KEY = 'part';
