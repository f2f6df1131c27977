import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import type { Artifact, IAction } from 'aws-cdk-lib/aws-codepipeline';
import * as actions from 'aws-cdk-lib/aws-codepipeline-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { DEPLOY_VARIABLES } from '../deployment/programs/constants';
import * as names from '../shared/names';
import { buildVariables } from './build-variables';
import type { Place } from './place';

/** What is deployed, where, and with what. */
export interface DeployStepProps extends Place {
  /** What the Render action left. */
  readonly rendered: Artifact;
}

/** How a pipeline has something deployed. Which one it is follows from the service's controller there. */
export interface DeployStep {
  action(scope: Construct, props: DeployStepProps, runOrder: number): IAction;
}

/** CodePipeline's own action hands the rendered files to CodeDeploy, and waits. */
export class CodeDeployStep implements DeployStep {
  action(scope: Construct, props: DeployStepProps, runOrder: number): IAction {
    const { path, account, region, deployRoleArn, rendered } = props;
    const [, environment] = path;
    // By ARN, as the action works where this says that its resource is.
    const application = Stack.of(scope).formatArn({
      service: 'codedeploy',
      account,
      region,
      resource: 'application',
      resourceName: names.codeDeployApplicationName(...path),
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    return new actions.CodeDeployEcsDeployAction({
      actionName: 'Deploy',
      runOrder,
      // In the environment's own account, where the role lives.
      role: iam.Role.fromRoleArn(scope, `DeployRole-${environment}`, deployRoleArn, { mutable: false }),
      deploymentGroup: codedeploy.EcsDeploymentGroup.fromEcsDeploymentGroupAttributes(scope, `Group-${environment}`, {
        application: codedeploy.EcsApplication.fromEcsApplicationArn(scope, `Application-${environment}`, application),
        deploymentGroupName: names.deploymentGroupName(...path),
      }),
      taskDefinitionTemplateInput: rendered,
      appSpecTemplateInput: rendered,
    });
  }
}

/** A build hands them to ECS, or to the function inside the environment's EKS cluster, and waits. */
export class BuildStep implements DeployStep {
  /** @param project the program `deploy`, or `rollout` */
  constructor(private readonly project: IProject) {}

  action(_scope: Construct, { region, deployRoleArn, rendered }: DeployStepProps, runOrder: number): IAction {
    return new actions.CodeBuildAction({
      actionName: 'Deploy',
      runOrder,
      project: this.project,
      input: rendered,
      environmentVariables: buildVariables({
        [DEPLOY_VARIABLES.deployRoleArn]: deployRoleArn,
        [DEPLOY_VARIABLES.region]: region,
        [DEPLOY_VARIABLES.executionId]: '#{codepipeline.PipelineExecutionId}',
      }),
    });
  }
}
