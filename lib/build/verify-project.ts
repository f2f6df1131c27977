import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Commands } from '../config/delivery';
import { type BuildContext, BuildProject } from './build-project';
import { COVERAGE_FILE, PROGRAMS_DIRECTORY, RUNTIME_VERSIONS, TESTS_FILE } from './constants';
import { COVERAGE_VARIABLES } from './programs/constants';
import type { ProgramsAsset } from './programs-asset';
import { reportGroup, writeReports } from './report-group';

export interface VerifyProjectProps extends BuildContext {
  readonly commands: Commands;
  readonly programs: ProgramsAsset;
  /** The least share of lines that the tests have to run, in percent. */
  readonly minimumCoverage: number;
  /** What cloning takes: the source action hands over a reference, and the build clones by itself. */
  readonly cloneStatements: readonly iam.PolicyStatement[];
  /** The service's own directory in the repository, in which the commands run. @default - the top */
  readonly path?: string;
  /** The end of the project's name. @default verify */
  readonly name?: string;
  /** For a build without a pipeline. @default - the pipeline hands the code over */
  readonly checkout?: codebuild.ISource;
}

/** Lint, unit tests and enough coverage, with the team's own commands; results stay as CodeBuild reports. */
export class VerifyProject extends Construct {
  readonly project: codebuild.Project;

  constructor(scope: Construct, id: string, props: VerifyProjectProps) {
    super(scope, id);
    const { commands, programs, path = '.', name = 'verify' } = props;
    const group = (report: 'tests' | 'coverage', type: codebuild.ReportGroupType) =>
      reportGroup(this, { delivery: props.delivery, project: `${props.prefix}-${name}`, report, type });
    const groups = [
      group('tests', codebuild.ReportGroupType.TEST),
      group('coverage', codebuild.ReportGroupType.CODE_COVERAGE),
    ];
    const directory = path === '.' ? '"$CODEBUILD_SRC_DIR"' : `"$CODEBUILD_SRC_DIR/${path}"`;
    const enter = path === '.' ? [] : [`cd ${directory}`];
    // From the service's directory, wherever the commands have gone.
    const checkCoverage = `cd ${directory} && node ${PROGRAMS_DIRECTORY}/coverage.js`;
    const reports = path === '.' ? {} : { 'base-directory': path };
    // Those that were committed would pass in place of the ones that the tests did not write.
    const discard = `rm -f ${TESTS_FILE} ${COVERAGE_FILE}`;
    this.project = new BuildProject(this, 'Build', {
      ...props,
      name,
      description: 'Lint, unit tests and coverage',
      hasOutput: false,
      statements: [...props.cloneStatements, ...programs.statements, ...writeReports(groups)],
      variables: {
        ...programs.variables,
        [COVERAGE_VARIABLES.file]: COVERAGE_FILE,
        [COVERAGE_VARIABLES.minimum]: String(props.minimumCoverage),
      },
      buildSpec: {
        phases: {
          install: {
            'runtime-versions': RUNTIME_VERSIONS,
            commands: [...programs.commands, ...enter, discard, commands.install],
          },
          build: { commands: [...enter, commands.lint, commands.test, checkCoverage] },
        },
        reports: {
          tests: { files: [TESTS_FILE], 'file-format': 'JUNITXML', ...reports },
          coverage: { files: [COVERAGE_FILE], 'file-format': 'COBERTURAXML', ...reports },
        },
      },
    }).project;
  }
}
