import { Stack } from 'aws-cdk-lib';
import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import type { Artifact, IAction } from 'aws-cdk-lib/aws-codepipeline';
import * as actions from 'aws-cdk-lib/aws-codepipeline-actions';
import { Construct } from 'constructs';
import type { BuildContext } from '../build/build-project';
import { ProgramProject } from '../build/program-project';
import type { ProgramsAsset } from '../build/programs-asset';
import type { Service } from '../config/delivery';
import * as names from '../shared/names';
import type { PipelineSource } from '../source/pipeline-source';
import type { BackMergeDuty } from './back-merge-line';
import { BACK_MERGE_VARIABLES } from './constants';
import { readDeployed } from './deployed-parameters';
import { NotificationsAccess } from './notifications-topic';
import { sourcePathsOf } from './source-paths';

export interface BackMergeProjectProps extends BuildContext {
  readonly service: Service;
  readonly duty: BackMergeDuty;
  readonly programs: ProgramsAsset;
  readonly source: Pick<PipelineSource, 'cloneStatements'>;
}

/** Looks whether releases are merged back, in a line that has that {@link BackMergeDuty} and starts from code. */
export class BackMergeProject extends Construct {
  readonly project: IProject;

  constructor(scope: Construct, id: string, props: BackMergeProjectProps) {
    super(scope, id);
    const { delivery, service, duty, source } = props;
    const { mode, from, into, production } = duty;
    const stack = Stack.of(this);
    const notifications = new NotificationsAccess(stack, delivery);
    const isCheck = mode === 'check';
    this.project = new ProgramProject(this, 'Program', {
      ...props,
      program: 'back-merge',
      description: isCheck
        ? `Fails while a release of ${from} is not merged into ${into}`
        : `Tells people that a release of ${from} is not merged into ${into}`,
      hasOutput: false,
      fetches: true,
      statements: [
        ...source.cloneStatements,
        ...(isCheck ? [readDeployed(stack, { delivery, service, environments: production })] : notifications.publish()),
      ],
      variables: {
        [BACK_MERGE_VARIABLES.mode]: mode,
        [BACK_MERGE_VARIABLES.from]: from,
        [BACK_MERGE_VARIABLES.into]: into,
        [BACK_MERGE_VARIABLES.serviceName]: service.name,
        [BACK_MERGE_VARIABLES.sourcePaths]: JSON.stringify(sourcePathsOf(service)),
        ...(isCheck
          ? {
              [BACK_MERGE_VARIABLES.deployedParameters]: JSON.stringify(
                production.map(({ name }) => names.deployedParameterName(delivery.name, name, service.name)),
              ),
            }
          : { [BACK_MERGE_VARIABLES.topicArn]: notifications.topicArn }),
      },
    }).project;
  }

  /** @param source the clone */
  action(source: Artifact, runOrder?: number): IAction {
    return new actions.CodeBuildAction({ actionName: 'BackMerge', runOrder, project: this.project, input: source });
  }
}
