import { RemovalPolicy } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import { Construct } from 'constructs';
import type { Commands } from '../config/delivery';
import { allow } from '../shared/allow';
import { toolchainRemovalPolicyOf } from '../shared/life';
import { type BuildContext, BuildProject } from './build-project';
import { COVERAGE_FILE, RUNTIME_VERSIONS, TESTS_FILE } from './constants';

export interface VerifyProjectProps extends BuildContext {
  readonly commands: Commands;
  readonly source: IRepository;
}

/** Lint, unit tests and coverage with the team's own commands; results stay as CodeBuild reports. */
export class VerifyProject extends Construct {
  readonly project: codebuild.PipelineProject;

  constructor(scope: Construct, id: string, props: VerifyProjectProps) {
    super(scope, id);
    const { commands } = props;
    const groups = this.reportGroups(props);
    this.project = new BuildProject(this, 'Build', {
      ...props,
      name: 'verify',
      description: 'Lint, unit tests and coverage',
      hasOutput: false,
      statements: [
        // The source action hands over a reference; the build clones by itself.
        allow(['codecommit:GitPull'], [props.source.repositoryArn]),
        allow(
          [
            'codebuild:BatchPutCodeCoverages',
            'codebuild:BatchPutTestCases',
            'codebuild:CreateReport',
            'codebuild:CreateReportGroup',
            'codebuild:UpdateReport',
          ],
          groups.map((group) => group.reportGroupArn),
        ),
      ],
      buildSpec: {
        phases: {
          install: { 'runtime-versions': RUNTIME_VERSIONS, commands: [commands.install] },
          build: { commands: [commands.lint, commands.test] },
        },
        reports: {
          tests: { files: [TESTS_FILE], 'file-format': 'JUNITXML' },
          coverage: { files: [COVERAGE_FILE], 'file-format': 'COBERTURAXML' },
        },
      },
    }).project;
  }

  /** Made here, so that they are removed with the project; CodeBuild finds them by the names it would give them. */
  private reportGroups({ delivery, prefix }: VerifyProjectProps): codebuild.IReportGroup[] {
    const removalPolicy = toolchainRemovalPolicyOf(delivery);
    const group = (name: string, type: codebuild.ReportGroupType) =>
      new codebuild.ReportGroup(this, `${name}-Reports`, {
        reportGroupName: `${prefix}-verify-${name}`,
        type,
        removalPolicy,
        deleteReports: removalPolicy === RemovalPolicy.DESTROY,
      });
    return [group('tests', codebuild.ReportGroupType.TEST), group('coverage', codebuild.ReportGroupType.CODE_COVERAGE)];
  }
}
