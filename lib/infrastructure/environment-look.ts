import { Duration, Stack } from 'aws-cdk-lib';
import type * as codebuild from 'aws-cdk-lib/aws-codebuild';
import { Construct } from 'constructs';
import type { BuildContext } from '../build/build-project';
import { OUTPUT_DIRECTORY } from '../build/constants';
import { ProgramProject } from '../build/program-project';
import type { ProgramsAsset } from '../build/programs-asset';
import type { Account } from '../config/delivery';
import { allow } from '../shared/allow';
import { bootstrapRoleArn } from './bootstrap-roles';
import { ASSEMBLY_DIRECTORY, BAKE_VARIABLES, CDK_SCRIPT, DIFF_EXPORTS, DIFF_VARIABLES } from './programs/constants';

export interface LookProps extends BuildContext {
  readonly programs: ProgramsAsset;
  /** The accounts and regions that are looked at. */
  readonly places: readonly Account[];
}

/** Says before a deployment what it will do. It reads with bootstrap's lookup roles, and changes nothing. */
export class DiffProject extends Construct {
  readonly project: codebuild.IProject;

  constructor(scope: Construct, id: string, props: LookProps) {
    super(scope, id);
    this.project = new ProgramProject(this, 'Program', {
      ...props,
      program: 'diff',
      description: 'Compares the stacks of an environment with what is deployed',
      hasOutput: true,
      statements: [allow(['sts:AssumeRole'], lookupRoles(this, props))],
      exports: Object.values(DIFF_EXPORTS),
      variables: {
        [DIFF_VARIABLES.assemblyDirectory]: ASSEMBLY_DIRECTORY,
        [DIFF_VARIABLES.cdk]: CDK_SCRIPT,
        [DIFF_VARIABLES.outputDirectory]: OUTPUT_DIRECTORY,
        CDK_DISABLE_CLI_TELEMETRY: 'true',
      },
    }).project;
  }
}

/** Waits after one region of production, and fails when an alarm rings there. It reads with bootstrap's lookup roles. */
export class BakeProject extends Construct {
  readonly project: codebuild.IProject;

  constructor(scope: Construct, id: string, props: LookProps & { readonly minutes: number }) {
    super(scope, id);
    this.project = new ProgramProject(this, 'Program', {
      ...props,
      program: 'bake',
      description: 'Watches the alarms of one region before the next is deployed',
      hasOutput: false,
      statements: [allow(['sts:AssumeRole'], lookupRoles(this, props))],
      timeout: Duration.minutes(props.minutes + 30),
      variables: { [BAKE_VARIABLES.minutes]: String(props.minutes) },
    }).project;
  }
}

function lookupRoles(scope: Construct, { places }: LookProps): string[] {
  return [...new Set(places.map((place) => bootstrapRoleArn(Stack.of(scope), 'lookup', place)))];
}
