/** What the CDK constructs and the programs that CodeBuild runs agree on. */

/** What `render.program.ts` and `record.program.ts` tell the delivery's records, besides what they do. */
const ANNOUNCED_VARIABLES = {
  deliveryName: 'DELIVERY_NAME',
  serviceName: 'SERVICE_NAME',
  environmentName: 'ENVIRONMENT_NAME',
} as const;

/** The environment of `render.program.ts`. */
export const RENDER_VARIABLES = {
  ...ANNOUNCED_VARIABLES,
  /** The role in the environment's account that may read the manifest and the task definition. */
  deployRoleArn: 'DEPLOY_ROLE_ARN',
  region: 'ENVIRONMENT_REGION',
  /** The name of the SSM parameter that holds the release manifest. */
  releaseParameter: 'RELEASE_PARAMETER',
  /** The directory of the image artifact, with its `imageDetail.json`. */
  imageDirectory: 'IMAGE_DIRECTORY',
  outputDirectory: 'OUTPUT_DIRECTORY',
  /** `#{codepipeline.PipelineExecutionId}`: names the session in the environment's CloudTrail, and the release. */
  executionId: 'PIPELINE_EXECUTION_ID',
  /** Whose execution it is; the stage has the environment's name. */
  pipelineName: 'PIPELINE_NAME',
  /** The name of the SSM parameter, in the pipeline's own account, with what the environment runs. */
  deployedParameter: 'DEPLOYED_PARAMETER',
  /** As a person reads it. */
  strategy: 'STRATEGY',
  /** How many minutes the old tasks stay. */
  bakeMinutes: 'BAKE_MINUTES',
} as const;

/** The environment of `deploy.program.ts` and of `rollout.program.ts`. */
export const DEPLOY_VARIABLES = {
  /** The role in the environment's account that may update the service, or ask the function that does. */
  deployRoleArn: 'DEPLOY_ROLE_ARN',
  region: 'ENVIRONMENT_REGION',
  /** The directory with what Render left. */
  directory: 'DEPLOYMENT_DIRECTORY',
  /** As for Render. */
  executionId: 'PIPELINE_EXECUTION_ID',
  /** Seconds between two looks at a deployment. Optional: {@link DEFAULT_POLL_SECONDS}. */
  pollSeconds: 'POLL_SECONDS',
} as const;

export const DEFAULT_POLL_SECONDS = 15;

/** The environment of `record.program.ts`. */
export const RECORD_VARIABLES = {
  ...ANNOUNCED_VARIABLES,
  /** The directory of the image artifact, with its `imageDetail.json` and `image.json`. */
  imageDirectory: 'IMAGE_DIRECTORY',
  /** The name of the SSM parameter, in the pipeline's own account, that gets the record. */
  deployedParameter: 'DEPLOYED_PARAMETER',
  /** `#{codepipeline.PipelineExecutionId}` */
  executionId: 'PIPELINE_EXECUTION_ID',
} as const;

/** The names that CodePipeline's `CodeDeployToECS` action takes by default. */
export const TASK_DEFINITION_FILE = 'taskdef.json';
export const APP_SPEC_FILE = 'appspec.yaml';
/** What ECS gets in place of an AppSpec file, where it deploys by itself. */
export const SERVICE_UPDATE_FILE = 'service-update.json';
/** What is installed on EKS. */
export const ROLLOUT_FILE = 'rollout.json';

/** Tags that say what runs where; the only ones of the repository that may move. */
export const DEPLOYED_TAG_PREFIX = 'deployed-';

/** The name of every session starts with it. */
export const SESSION_NAME_PREFIX = 'slipway-';
