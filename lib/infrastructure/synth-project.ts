import { Duration } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { type BuildContext, BuildProject } from '../build/build-project';
import { OUTPUT_DIRECTORY, RUNTIME_VERSIONS } from '../build/constants';
import { CFN_LINT_VERSION } from './constants';
import { ASSEMBLY_DIRECTORY, CDK_DIRECTORY } from './programs/constants';

export interface SynthProjectProps extends BuildContext {
  /** What `-c config=` gets. */
  readonly config: string;
  /** Where the project is in its repository; `.` for the top. */
  readonly path: string;
  readonly cloneStatements: readonly PolicyStatement[];
}

const OUTPUT = `$CODEBUILD_SRC_DIR/${OUTPUT_DIRECTORY}`;

/**
 * Verifies the application and synthesizes it, once for everything that follows. It may do nothing in any account: what a
 * dependency's code does while it runs, it does with no rights. The command line goes along with the templates, so that
 * exactly the version of the lock file deploys them, and no later step installs anything.
 */
export class SynthProject extends Construct {
  readonly project: codebuild.IProject;

  constructor(scope: Construct, id: string, props: SynthProjectProps) {
    super(scope, id);
    const enter = `cd "$CODEBUILD_SRC_DIR/${props.path}"`;
    this.project = new BuildProject(this, 'Build', {
      ...props,
      name: 'synth',
      description: 'Verifies this application and synthesizes it',
      hasOutput: true,
      statements: props.cloneStatements,
      computeType: codebuild.ComputeType.MEDIUM,
      timeout: Duration.hours(1),
      variables: { SLIPWAY_CONFIG: props.config, CDK_DISABLE_CLI_TELEMETRY: 'true' },
      buildSpec: {
        phases: {
          install: {
            'runtime-versions': RUNTIME_VERSIONS,
            commands: [enter, 'npm ci', `python3 -m pip install --quiet cfn-lint==${CFN_LINT_VERSION}`],
          },
          build: {
            commands: [
              enter,
              'npm run verify',
              `npx cdk synth --quiet --strict --no-notices --context config="$SLIPWAY_CONFIG" --output "${OUTPUT}/${ASSEMBLY_DIRECTORY}"`,
              `cp -R node_modules/aws-cdk "${OUTPUT}/${CDK_DIRECTORY}"`,
            ],
          },
        },
        artifacts: { 'base-directory': OUTPUT_DIRECTORY, files: ['**/*'] },
      },
    }).project;
  }
}
