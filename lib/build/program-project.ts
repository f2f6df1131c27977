import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { BuildProject, type BuildProjectProps } from './build-project';
import { EXPORTS_DIRECTORY, OUTPUT_DIRECTORY, PROGRAMS_DIRECTORY, RUNTIME_VERSIONS } from './constants';
import { EXPORTS_VARIABLE } from './programs/constants';
import type { ProgramName, ProgramsAsset } from './programs-asset';
import { reportGroup, writeReports } from './report-group';

export interface ProgramProjectProps extends Omit<BuildProjectProps, 'buildSpec' | 'name'> {
  readonly program: ProgramName;
  readonly programs: ProgramsAsset;
  /** Variables that the program writes with `writeExports`, for later actions of the pipeline. @default - none */
  readonly exports?: readonly string[];
  /** What else has to be installed, once the programs are there. @default - nothing */
  readonly installCommands?: readonly string[];
  /** Files of JUnit that the program writes, by the report's name. @default - none */
  readonly reports?: Readonly<Record<string, string>>;
  /** Whether the program asks the clone's remote for more than the clone has. @default false */
  readonly fetches?: boolean;
}

/** A CodeBuild project that runs one of this repository's own programs. */
export class ProgramProject extends Construct {
  readonly project: codebuild.Project;
  readonly policy: iam.Policy;

  constructor(scope: Construct, id: string, props: ProgramProjectProps) {
    super(scope, id);
    const { programs, program, hasOutput, exports = [], reports = {} } = props;
    const env = {
      ...(props.fetches && { 'git-credential-helper': 'yes' }),
      ...(exports.length > 0 && { 'exported-variables': exports }),
    };
    const project = `${props.prefix}-${program}`;
    const groups = Object.keys(reports).map((report) =>
      reportGroup(this, { delivery: props.delivery, project, report, type: codebuild.ReportGroupType.TEST }),
    );
    const build = new BuildProject(this, 'Build', {
      ...props,
      name: program,
      statements: [...props.statements, ...programs.statements, ...writeReports(groups)],
      buildSpec: {
        ...(Object.keys(env).length > 0 && { env }),
        phases: {
          install: {
            'runtime-versions': RUNTIME_VERSIONS,
            commands: [...programs.commands, ...(props.installCommands ?? [])],
          },
          build: { commands: [`node ${PROGRAMS_DIRECTORY}/${program}.js`, ...exports.map(exportCommand)] },
        },
        ...(groups.length > 0 && { reports: reportsOf(reports) }),
        ...(hasOutput && { artifacts: { 'base-directory': OUTPUT_DIRECTORY, files: ['**/*'] } }),
      },
      variables: {
        ...props.variables,
        ...(exports.length > 0 && { [EXPORTS_VARIABLE]: EXPORTS_DIRECTORY }),
        ...programs.variables,
      },
    });
    this.project = build.project;
    this.policy = build.policy;
  }
}

/**
 * A program cannot set a variable of the shell that started it, so the shell reads it from a file. Between the quotes the
 * shell takes the file's content as it is, whatever a commit message holds.
 */
function exportCommand(name: string): string {
  return `export ${name}="$(cat ${EXPORTS_DIRECTORY}/${name})"`;
}

function reportsOf(files: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(files).map(([report, file]) => [report, { files: [file], 'file-format': 'JUNITXML' }]),
  );
}
