/**
 * The most bytes that a service's validation may have as JSON, with its defaults. A Lambda function gets it as a variable,
 * and all variables together have 4 KB (quotas of Lambda); the rest is for the others and their names.
 */
export const LARGEST_VALIDATION_BYTES = 3072;

/** An ECS task has at most ten containers ("Amazon ECS service quotas"), one of them the service's own. */
export const MOST_SIDECARS = 9;
