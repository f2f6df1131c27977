import { EXPORTS_VARIABLE } from '../../build/programs/constants';

/** What the CDK constructs and the programs that CodeBuild runs agree on. */

/** The environment of `diff.program.ts`. */
export const DIFF_VARIABLES = {
  /** The directory of the synthesized templates, with their `manifest.json`. */
  assemblyDirectory: 'ASSEMBLY_DIRECTORY',
  /** The script of the CDK's command line, of the version that synthesized them. */
  cdk: 'CDK_SCRIPT',
  /** What is compared: an environment's name, or `toolchain`. */
  part: 'PART',
  /** The start of the stacks' paths in the application, such as `shop-dev/`. */
  stackPath: 'STACK_PATH',
  /** Bootstrap's role that reads the account, for stacks that do not say where they are. */
  lookupRoleArn: 'LOOKUP_ROLE_ARN',
  region: 'LOOKUP_REGION',
  outputDirectory: 'OUTPUT_DIRECTORY',
  exportsDirectory: EXPORTS_VARIABLE,
  /** Where a person reads the whole log; CodeBuild sets it. Optional. */
  buildUrl: 'CODEBUILD_BUILD_URL',
  /** `#{codepipeline.PipelineExecutionId}`: names the session in the environment's CloudTrail. Optional. */
  executionId: 'PIPELINE_EXECUTION_ID',
} as const;

/** What `diff.program.ts` tells later actions. */
export const DIFF_EXPORTS = {
  /** One line for whoever approves. */
  summary: 'SUMMARY',
  /** `true` or `false`: whether somebody may do more after the deployment than before. */
  broadened: 'BROADENED',
  /** The build's log. */
  url: 'LOG_URL',
} as const;

/** The environment of `bake.program.ts`. */
export const BAKE_VARIABLES = {
  /** What the names of the environment's alarms start with. */
  alarmPrefix: 'ALARM_PREFIX',
  /** For how long no alarm may ring; a whole number. */
  minutes: 'BAKE_MINUTES',
  lookupRoleArn: 'LOOKUP_ROLE_ARN',
  region: 'LOOKUP_REGION',
  executionId: 'PIPELINE_EXECUTION_ID',
} as const;

/** Every change of every stack, for programs. */
export const CHANGES_FILE = 'changes.json';
/** The same for people, as the CDK's own command line says it. */
export const TEMPLATE_DIFF_FILE = 'template.diff';
/** One line for whoever approves. */
export const SUMMARY_FILE = 'summary.txt';

/** In the artifact of the synthesis: the templates with all that they deploy, and the command line that does it. */
export const ASSEMBLY_DIRECTORY = 'cdk.out';
export const CDK_DIRECTORY = 'cdk';
export const CDK_SCRIPT = `${CDK_DIRECTORY}/bin/cdk`;
