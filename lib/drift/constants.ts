/** What the construct and the handler agree on. */

/** The environment of `drift.lambda.ts`. */
export const DRIFT_VARIABLES = {
  delivery: 'DELIVERY',
  /** An environment's name, or `toolchain`. */
  part: 'PART',
  topicArn: 'TOPIC_ARN',
} as const;

/** What the function is asked to do; the state machine says it. */
export const DRIFT_STEPS = { start: 'start', check: 'check', report: 'report' } as const;

export const METRIC_NAMESPACE = 'Slipway';
/** Resources that are not as their stack says, by delivery and part of it. */
export const DRIFTED_RESOURCES = 'DriftedResources';
/** Stacks that could not be looked at. */
export const UNCHECKED_STACKS = 'UncheckedStacks';

/** Seconds between two looks at a detection, which takes from seconds to many minutes. */
export const WAIT_SECONDS = 120;
/** Minutes after which a detection counts as failed. */
export const DETECTION_MINUTES = 60;
/** Hours after which a run is given up; the next one starts a day after it. */
export const RUN_HOURS = 12;
/** Stacks that are looked at side by side: each detection makes many calls of the account's own rates. */
export const SIDE_BY_SIDE = 5;
