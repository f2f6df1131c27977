/**
 * Days that the pipelines' artifacts stay: longer than any approval waits (CodePipeline gives one up after seven days), and
 * as long as a release may be to be rolled back to.
 */
export const ARTIFACT_DAYS = 30;
