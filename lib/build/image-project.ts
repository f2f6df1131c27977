import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import type { IRepository as ISourceRepository } from 'aws-cdk-lib/aws-codecommit';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import { acknowledge } from '../shared/acknowledge';
import { allow } from '../shared/allow';
import type { BuildContext } from './build-project';
import { OUTPUT_DIRECTORY } from './constants';
import { ProgramProject } from './program-project';
import { IMAGE_VARIABLES, type ImagePlatform } from './programs/constants';
import type { ProgramsAsset } from './programs-asset';

export interface ImageProjectProps extends BuildContext {
  readonly source: ISourceRepository;
  readonly images: IRepository;
  readonly programs: ProgramsAsset;
}

/** Builds the image of a source tree once and pushes it, or finds the one that is there. */
export class ImageProject extends Construct {
  readonly project: codebuild.PipelineProject;

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
        allow(['codecommit:GitPull'], [props.source.repositoryArn]),
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
      ],
      variables: {
        [IMAGE_VARIABLES.repositoryUri]: props.images.repositoryUri,
        [IMAGE_VARIABLES.platform]: platform,
        [IMAGE_VARIABLES.outputDirectory]: OUTPUT_DIRECTORY,
      },
    });
    acknowledge(policy, 'IAM5[Resource::*]', 'ecr:GetAuthorizationToken takes no resource.');
    this.project = project;
  }
}
