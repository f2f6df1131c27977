import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import type { Artifact, IAction } from 'aws-cdk-lib/aws-codepipeline';
import * as actions from 'aws-cdk-lib/aws-codepipeline-actions';

/** The name by which an event says which commit a run is for. */
export const SOURCE_ACTION = 'Source';

/** The whole repository with its history, not a ZIP file: a tree's hash is Git's to tell. */
export function sourceAction(repository: IRepository, branch: string, output: Artifact): IAction {
  return new actions.CodeCommitSourceAction({
    actionName: SOURCE_ACTION,
    repository,
    branch,
    output,
    codeBuildCloneOutput: true,
    // RepositoryPush starts the pipeline.
    trigger: actions.CodeCommitTrigger.NONE,
  });
}

/** Beside {@link imageAction}: a release needs both. */
export function verifyAction(project: IProject, input: Artifact): IAction {
  return new actions.CodeBuildAction({ actionName: 'Verify', project, input });
}

/** Leaves the image's digest for the deployments. */
export function imageAction(project: IProject, input: Artifact, output: Artifact): IAction {
  return new actions.CodeBuildAction({ actionName: 'Image', project, input, outputs: [output] });
}
