import { Stack } from 'aws-cdk-lib';
import type * as codebuild from 'aws-cdk-lib/aws-codebuild';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { allow } from '../shared/allow';
import { BuildProject, type BuildProjectProps } from './build-project';
import { OUTPUT_DIRECTORY, PROGRAMS_DIRECTORY, RUNTIME_VERSIONS } from './constants';
import type { ProgramName, ProgramsAsset } from './programs-asset';

export interface ProgramProjectProps extends Omit<BuildProjectProps, 'buildSpec' | 'name'> {
  readonly program: ProgramName;
  readonly programs: ProgramsAsset;
}

/** A CodeBuild project that runs one of this repository's own programs. */
export class ProgramProject extends Construct {
  readonly project: codebuild.PipelineProject;
  readonly policy: iam.Policy;

  constructor(scope: Construct, id: string, props: ProgramProjectProps) {
    super(scope, id);
    const { programs, program, hasOutput } = props;
    // This very object; the asset's own grant would open the whole bucket.
    const object = `arn:${Stack.of(this).partition}:s3:::${programs.s3BucketName}/${programs.s3ObjectKey}`;
    const build = new BuildProject(this, 'Build', {
      ...props,
      name: program,
      statements: [...props.statements, allow(['s3:GetObject'], [object])],
      buildSpec: {
        phases: {
          install: {
            'runtime-versions': RUNTIME_VERSIONS,
            commands: [
              `mkdir -p ${PROGRAMS_DIRECTORY}`,
              `aws s3 cp --only-show-errors "$SLIPWAY_PROGRAMS" ${PROGRAMS_DIRECTORY}.zip`,
              `unzip -q -o ${PROGRAMS_DIRECTORY}.zip -d ${PROGRAMS_DIRECTORY}`,
            ],
          },
          build: { commands: [`node ${PROGRAMS_DIRECTORY}/${program}.js`] },
        },
        ...(hasOutput && { artifacts: { 'base-directory': OUTPUT_DIRECTORY, files: ['**/*'] } }),
      },
      variables: { ...props.variables, SLIPWAY_PROGRAMS: programs.s3ObjectUrl },
    });
    this.project = build.project;
    this.policy = build.policy;
  }
}
