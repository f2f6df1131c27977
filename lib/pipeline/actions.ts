import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import type { Artifact, IAction } from 'aws-cdk-lib/aws-codepipeline';
import * as actions from 'aws-cdk-lib/aws-codepipeline-actions';

/**
 * An action that runs a build.
 *
 * @param inputs the first is the build's own directory, the others lie beside it
 * @param output what it leaves for later actions. @default - nothing
 */
export function buildAction(
  actionName: string,
  project: IProject,
  [input, ...extraInputs]: readonly [Artifact, ...Artifact[]],
  output?: Artifact,
): IAction {
  return new actions.CodeBuildAction({ actionName, project, input, extraInputs, outputs: output && [output] });
}
