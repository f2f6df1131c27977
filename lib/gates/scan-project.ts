import { Stack } from 'aws-cdk-lib';
import type * as codebuild from 'aws-cdk-lib/aws-codebuild';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import { located } from '../artifacts/artifact-access';
import type { BuildContext } from '../build/build-project';
import { OUTPUT_DIRECTORY } from '../build/constants';
import { ProgramProject } from '../build/program-project';
import type { ProgramsAsset } from '../build/programs-asset';
import type { Service } from '../config/delivery';
import { acknowledge, acknowledgeResource } from '../shared/acknowledge';
import { allow } from '../shared/allow';
import * as names from '../shared/names';
import { REPORTS_DIRECTORY } from './constants';
import { GATES_REPORT, SCAN_VARIABLES, sbomKey } from './programs/constants';

export interface ScanProjectProps extends BuildContext {
  readonly service: Service;
  readonly images: IRepository;
  readonly programs: ProgramsAsset;
  /** The profile that signs the delivery's images. @default - they are not signed, and no signature is asked for */
  readonly signingProfileArn?: string;
  /** Whether the action gets the artifact of an {@link InspectProject}. @default true */
  readonly inspected?: boolean;
}

/**
 * The gates of a stored image: the registry's scan, its user and its signature. Its input is the image's artifact and, beside
 * it, the inspection's; it puts the SBOM away under the image's digest and leaves it with a summary for the release's notes.
 */
export class ScanProject extends Construct {
  readonly project: codebuild.IProject;

  constructor(scope: Construct, id: string, props: ScanProjectProps) {
    super(scope, id);
    const { delivery, service, images, signingProfileArn, inspected = true } = props;
    const { partition } = Stack.of(this);
    const tools = located(delivery.tools);
    const bucket = names.sbomBucketName(delivery.name, tools.account, tools.region);
    const objects = `arn:${partition}:s3:::${bucket}/${sbomKey(service.name, '*')}`;
    const isEnhanced = delivery.registry.scanning === 'enhanced';
    const { project, policy } = new ProgramProject(this, 'Program', {
      ...props,
      program: 'scan',
      description: "Gates of the image: the registry's scan, its user, its signature",
      // With the key of artifacts, under which SBOMs lie as well.
      hasOutput: true,
      reports: { gates: `${REPORTS_DIRECTORY}/${GATES_REPORT}` },
      statements: [
        allow(
          [
            'ecr:BatchGetImage',
            'ecr:DescribeImageScanFindings',
            'ecr:DescribeImageSigningStatus',
            'ecr:GetDownloadUrlForLayer',
          ],
          [images.repositoryArn],
        ),
        ...(isEnhanced ? [allow(['inspector2:ListCoverage', 'inspector2:ListFindings'], ['*'])] : []),
        ...(inspected ? [allow(['s3:PutObject'], [objects])] : []),
      ],
      variables: {
        [SCAN_VARIABLES.gates]: JSON.stringify(service.gates),
        [SCAN_VARIABLES.service]: service.name,
        [SCAN_VARIABLES.sbomBucket]: bucket,
        [SCAN_VARIABLES.imageDirectory]: '.',
        [SCAN_VARIABLES.inspected]: String(inspected),
        [SCAN_VARIABLES.outputDirectory]: OUTPUT_DIRECTORY,
        [SCAN_VARIABLES.reportsDirectory]: REPORTS_DIRECTORY,
        ...(signingProfileArn !== undefined && { [SCAN_VARIABLES.signingProfile]: signingProfileArn }),
      },
    });
    if (isEnhanced) {
      acknowledge(
        policy,
        'IAM5[Resource::*]',
        "ECR reads Inspector's findings in the caller's name; the calls take no resource.",
      );
    }
    if (inspected) acknowledgeResource(policy, objects, 'An SBOM is named after the digest of its image.');
    this.project = project;
  }
}
