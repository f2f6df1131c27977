import { RemovalPolicy } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Delivery } from '../config/delivery';
import { allow } from '../shared/allow';
import { toolchainRemovalPolicyOf } from '../shared/life';

export interface ReportGroupOptions {
  readonly delivery: Delivery;
  /** The project's name. */
  readonly project: string;
  /** The report's name in the build specification. */
  readonly report: string;
  readonly type: codebuild.ReportGroupType;
}

/** A group of reports that is removed with its project; CodeBuild finds it by the name that it would give it. */
export function reportGroup(scope: Construct, options: ReportGroupOptions): codebuild.IReportGroup {
  const { delivery, project, report, type } = options;
  const removalPolicy = toolchainRemovalPolicyOf(delivery);
  return new codebuild.ReportGroup(scope, `${report}-Reports`, {
    reportGroupName: `${project}-${report}`,
    type,
    removalPolicy,
    deleteReports: removalPolicy === RemovalPolicy.DESTROY,
  });
}

/** What a build has to do to fill its groups. */
export function writeReports(groups: readonly codebuild.IReportGroup[]): iam.PolicyStatement[] {
  if (groups.length === 0) return [];
  return [
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
  ];
}
