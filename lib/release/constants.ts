/** What the CDK constructs, the programs that CodeBuild runs and the handlers agree on. */

/** The names of the pipeline's artifacts that the notes are made of; CodeBuild finds further inputs by them. */
export const IMAGE_ARTIFACT = 'Image';
export const SCAN_ARTIFACT = 'Scan';

/** The file of the notes' artifact. */
export const NOTES_FILE = 'release-notes.md';

/** The environment of `notes.program.ts`. */
export const NOTES_VARIABLES = {
  serviceName: 'SERVICE_NAME',
  environmentName: 'ENVIRONMENT_NAME',
  /** The name of the SSM parameter with what the environment runs. */
  deployedParameter: 'DEPLOYED_PARAMETER',
  /** `clone`, or `none` where the pipeline starts from an image and has no commits to list. */
  history: 'HISTORY',
  /** A JSON list of the paths of the clone that the service is made of; `["."]` unless given. */
  sourcePaths: 'SOURCE_PATHS',
  /** The address that compares two commits, with `{from}` and `{to}` in their places. */
  compareUrl: 'COMPARE_URL',
  /** The execution's page in the console. */
  executionUrl: 'EXECUTION_URL',
  /** The topic that gets the notes. */
  topicArn: 'TOPIC_ARN',
  /** The directory of the image artifact; `.` where it is the first input. */
  imageDirectory: `CODEBUILD_SRC_DIR_${IMAGE_ARTIFACT}`,
  /** The directory of the scan's artifact, if there is one. */
  scanDirectory: `CODEBUILD_SRC_DIR_${SCAN_ARTIFACT}`,
  outputDirectory: 'OUTPUT_DIRECTORY',
} as const;

/** The variables that the notes leave for the approval. */
export const NOTES_EXPORTS = { summary: 'SUMMARY', compareUrl: 'COMPARE_LINK' } as const;

/** The environment of `back-merge.program.ts`. */
export const BACK_MERGE_VARIABLES = {
  /** `check`: fail when a release is missing in what is checked out; `report`: tell people that this one is in `into`. */
  mode: 'BACK_MERGE_MODE',
  /** The branches by name. */
  from: 'BACK_MERGE_FROM',
  into: 'BACK_MERGE_INTO',
  serviceName: 'SERVICE_NAME',
  /** A JSON list of the names of the SSM parameters with the releases to look for. */
  deployedParameters: 'DEPLOYED_PARAMETERS',
  sourcePaths: 'SOURCE_PATHS',
  topicArn: 'TOPIC_ARN',
} as const;

/** The environment of `redeploy.lambda.ts`. */
export const REDEPLOY_VARIABLES = {
  pipelineName: 'PIPELINE_NAME',
  /** The pipeline's source action. */
  sourceAction: 'SOURCE_ACTION',
  /** The stage of the environment whose record says what is deployed. */
  stage: 'FIRST_STAGE',
  /** `COMMIT_ID` or `IMAGE_DIGEST`. */
  revisionType: 'REVISION_TYPE',
  /** A JSON object: an environment's account, a colon and its release parameter → the record of what it runs. */
  records: 'DEPLOYED_RECORDS',
} as const;

/** The environment of `freeze.lambda.ts`. */
export const FREEZE_VARIABLES = {
  /** A JSON object: the environment's name → the name of its freeze parameter. */
  parameters: 'FREEZE_PARAMETERS',
} as const;

/** The environment of `rollback.lambda.ts`. */
export const ROLLBACK_VARIABLES = {
  pipelineName: 'PIPELINE_NAME',
  sourceAction: 'SOURCE_ACTION',
  revisionType: 'REVISION_TYPE',
} as const;

/** The action of an environment's stage that changes what runs there. */
export const DEPLOY_ACTION = 'Deploy';

/** The text of a freeze parameter that lets releases through. */
export const NOT_FROZEN = 'off';
