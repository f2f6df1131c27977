import type * as codebuild from 'aws-cdk-lib/aws-codebuild';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import { allow } from '../shared/allow';
import type { BuildContext } from './build-project';
import { OUTPUT_DIRECTORY } from './constants';
import { ProgramProject } from './program-project';
import { ADOPT_VARIABLES, type ImagePlatform } from './programs/constants';
import type { ProgramsAsset } from './programs-asset';

export interface AdoptProjectProps extends BuildContext {
  readonly images: IRepository;
  readonly programs: ProgramsAsset;
}

/** In place of an `ImageProject`: takes over an image that another CI has pushed. Its input is CodePipeline's ECR action. */
export class AdoptProject extends Construct {
  readonly project: codebuild.Project;

  constructor(scope: Construct, id: string, props: AdoptProjectProps) {
    super(scope, id);
    const platform: ImagePlatform = props.architecture === 'arm64' ? 'linux/arm64' : 'linux/amd64';
    this.project = new ProgramProject(this, 'Program', {
      ...props,
      program: 'adopt-image',
      description: 'Takes over the image that another CI has pushed',
      hasOutput: true,
      statements: [
        allow(['ecr:BatchGetImage', 'ecr:DescribeImages', 'ecr:GetDownloadUrlForLayer'], [props.images.repositoryArn]),
      ],
      variables: {
        [ADOPT_VARIABLES.repositoryUri]: props.images.repositoryUri,
        [ADOPT_VARIABLES.platform]: platform,
        [ADOPT_VARIABLES.imageDirectory]: '.',
        [ADOPT_VARIABLES.outputDirectory]: OUTPUT_DIRECTORY,
      },
    }).project;
  }
}
