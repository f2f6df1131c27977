/** What the CDK constructs and the programs that CodeBuild runs agree on. */

/** The environment of `render.program.ts`. */
export const RENDER_VARIABLES = {
  /** The role in the environment's account that may read the manifest and the task definition. */
  deployRoleArn: 'DEPLOY_ROLE_ARN',
  region: 'ENVIRONMENT_REGION',
  /** The name of the SSM parameter that holds the release manifest. */
  releaseParameter: 'RELEASE_PARAMETER',
  /** The directory of the image artifact, with its `imageDetail.json`. */
  imageDirectory: 'IMAGE_DIRECTORY',
  outputDirectory: 'OUTPUT_DIRECTORY',
  /** `#{codepipeline.PipelineExecutionId}`: names the session in the environment's CloudTrail. Optional. */
  executionId: 'PIPELINE_EXECUTION_ID',
} as const;

/** The environment of `record.program.ts`. */
export const RECORD_VARIABLES = {
  imageDirectory: 'IMAGE_DIRECTORY',
  environmentName: 'ENVIRONMENT_NAME',
} as const;

/** The names that CodePipeline's `CodeDeployToECS` action takes by default. */
export const TASK_DEFINITION_FILE = 'taskdef.json';
export const APP_SPEC_FILE = 'appspec.yaml';

/** Tags that say what runs where; the only ones of the repository that may move. */
export const DEPLOYED_TAG_PREFIX = 'deployed-';

/** The name of every session starts with it. */
export const SESSION_NAME_PREFIX = 'slipway-';
