import { Duration, Stack } from 'aws-cdk-lib';
import type * as codebuild from 'aws-cdk-lib/aws-codebuild';
import type { Artifact, IAction } from 'aws-cdk-lib/aws-codepipeline';
import * as actions from 'aws-cdk-lib/aws-codepipeline-actions';
import { Construct } from 'constructs';
import { type BuildContext, BuildProject } from '../build/build-project';
import { RUNTIME_VERSIONS } from '../build/constants';
import type { Account } from '../config/delivery';
import { allow } from '../shared/allow';
import { bootstrapRoleArn } from './bootstrap-roles';
import { ASSEMBLY_DIRECTORY, CDK_SCRIPT } from './programs/constants';

export interface DeployProjectProps extends BuildContext {
  /** What is deployed, for the project's name: an environment, or the toolchain. */
  readonly part: string;
  /** Where that is. */
  readonly places: readonly Account[];
}

/** The variable with the stacks of one run, with spaces between them. */
const STACKS_VARIABLE = 'STACKS';

/** How many stacks are deployed side by side where none waits for another. */
const CONCURRENCY = 4;

/**
 * Deploys stacks of the synthesized application, those that are named and no others. All it may do by itself is to enter
 * bootstrap's roles in the places that it is for.
 */
export class DeployProject extends Construct {
  readonly project: codebuild.IProject;

  constructor(scope: Construct, id: string, props: DeployProjectProps) {
    super(scope, id);
    const roles = props.places.flatMap((place) =>
      (['deploy', 'file-publishing', 'lookup'] as const).map((role) => bootstrapRoleArn(Stack.of(this), role, place)),
    );
    this.project = new BuildProject(this, 'Build', {
      ...props,
      name: `deploy-${props.part}`,
      description: `Deploys the stacks of ${props.part}`,
      hasOutput: false,
      statements: [allow(['sts:AssumeRole'], roles)],
      // A first deployment makes load balancers, NAT gateways and services.
      timeout: Duration.hours(3),
      variables: { CDK_DISABLE_CLI_TELEMETRY: 'true' },
      buildSpec: {
        phases: {
          install: { 'runtime-versions': RUNTIME_VERSIONS, commands: [`node ${CDK_SCRIPT} --version`] },
          build: {
            commands: [
              // The patterns are for the command line, not for the shell.
              'set -f',
              [
                `node ${CDK_SCRIPT} deploy --app ${ASSEMBLY_DIRECTORY}`,
                // What comes before in the pipeline is deployed already, under its own rights.
                '--exclusively',
                // The pipeline asked, with the differences in front of the person.
                '--require-approval never',
                `--concurrency ${CONCURRENCY} --progress events --ci --no-notices $${STACKS_VARIABLE}`,
              ].join(' '),
            ],
          },
        },
      },
    }).project;
  }

  /** @param stacks paths in the application, and patterns `path/*` */
  action(assembly: Artifact, stacks: readonly string[]): IAction {
    return new actions.CodeBuildAction({
      actionName: 'Deploy',
      project: this.project,
      input: assembly,
      environmentVariables: { [STACKS_VARIABLE]: { value: stacks.join(' ') } },
    });
  }
}
