import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { RepositoryPart } from '../config/delivery';
import { acknowledge } from '../shared/acknowledge';
import { allow } from '../shared/allow';
import type { BuildContext } from './build-project';
import { OUTPUT_DIRECTORY } from './constants';
import { ProgramProject } from './program-project';
import { IMAGE_VARIABLES, type ImagePlatform } from './programs/constants';
import type { ProgramsAsset } from './programs-asset';

export interface ImageProjectProps extends BuildContext {
  /** What cloning takes: the source action hands over a reference, and the build clones by itself. */
  readonly cloneStatements: readonly iam.PolicyStatement[];
  /** What of the repository goes into the image. */
  readonly part: RepositoryPart;
  readonly images: IRepository;
  readonly programs: ProgramsAsset;
  /** The profile with which ECR signs what is pushed, in the pusher's name. @default - nothing is signed */
  readonly signingProfileArn?: string;
}

/** Builds the image of a source tree once and pushes it, or finds the one that is there. */
export class ImageProject extends Construct {
  readonly project: codebuild.Project;

  constructor(scope: Construct, id: string, props: ImageProjectProps) {
    super(scope, id);
    const platform: ImagePlatform = props.architecture === 'arm64' ? 'linux/arm64' : 'linux/amd64';
    const { project, policy } = new ProgramProject(this, 'Program', {
      ...props,
      program: 'image',
      description: 'Builds and pushes the image, once for each source tree',
      hasOutput: true,
      // For the Docker daemon inside the build.
      privileged: true,
      cache: codebuild.Cache.local(codebuild.LocalCacheMode.DOCKER_LAYER),
      statements: [
        ...props.cloneStatements,
        // The call takes no resource.
        allow(['ecr:GetAuthorizationToken'], ['*']),
        allow(
          [
            'ecr:BatchCheckLayerAvailability',
            'ecr:BatchGetImage',
            'ecr:CompleteLayerUpload',
            'ecr:DescribeImages',
            'ecr:GetDownloadUrlForLayer',
            'ecr:InitiateLayerUpload',
            'ecr:PutImage',
            'ecr:UploadLayerPart',
          ],
          [props.images.repositoryArn],
        ),
        ...(props.signingProfileArn === undefined ? [] : [allow(['signer:SignPayload'], [props.signingProfileArn])]),
      ],
      variables: {
        [IMAGE_VARIABLES.repositoryUri]: props.images.repositoryUri,
        [IMAGE_VARIABLES.platform]: platform,
        [IMAGE_VARIABLES.sourcePath]: props.part.path,
        [IMAGE_VARIABLES.sharedPaths]: JSON.stringify(props.part.sharedPaths),
        [IMAGE_VARIABLES.outputDirectory]: OUTPUT_DIRECTORY,
      },
    });
    acknowledge(policy, 'IAM5[Resource::*]', 'ecr:GetAuthorizationToken takes no resource.');
    this.project = project;
  }
}
