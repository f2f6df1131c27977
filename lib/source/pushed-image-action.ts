import { ActionCategory, type ActionConfig, type Artifact } from 'aws-cdk-lib/aws-codepipeline';
import { Action } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { SOURCE_ACTION } from './constants';

export interface PushedImageActionProps {
  readonly images: IRepository;
  /** The tag of a run that nobody started for an image. */
  readonly tag: string;
  readonly output: Artifact;
}

/**
 * ECR as a source, without the rule that CDK's own action brings along: it starts the pipeline as soon as the tag moves,
 * while here the CI does, when the image has passed its scan, and learns whether that worked.
 */
export class PushedImageAction extends Action {
  constructor(private readonly props: PushedImageActionProps) {
    super({
      actionName: SOURCE_ACTION,
      category: ActionCategory.SOURCE,
      owner: 'AWS',
      provider: 'ECR',
      artifactBounds: { minInputs: 0, maxInputs: 0, minOutputs: 1, maxOutputs: 1 },
      outputs: [props.output],
    });
  }

  protected bound(): ActionConfig {
    return { configuration: { RepositoryName: this.props.images.repositoryName, ImageTag: this.props.tag } };
  }
}
