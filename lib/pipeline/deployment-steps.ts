import { Stack } from 'aws-cdk-lib';
import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import { Artifact, type IAction } from 'aws-cdk-lib/aws-codepipeline';
import * as actions from 'aws-cdk-lib/aws-codepipeline-actions';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { BuildContext } from '../build/build-project';
import { OUTPUT_DIRECTORY } from '../build/constants';
import { ProgramProject } from '../build/program-project';
import type { ProgramsAsset } from '../build/programs-asset';
import type { Environment, ReleaseLine, Service } from '../config/delivery';
import { RECORD_VARIABLES, RENDER_VARIABLES } from '../deployment/programs/constants';
import { allow } from '../shared/allow';
import * as names from '../shared/names';

export interface DeploymentStepsProps extends BuildContext {
  readonly service: Service;
  readonly releaseLine: ReleaseLine;
  readonly images: IRepository;
  readonly programs: ProgramsAsset;
}

/** What a pipeline does in each environment: approve, render, deploy, record. */
export class DeploymentSteps extends Construct {
  private readonly render: IProject;
  private readonly record: IProject;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DeploymentStepsProps,
  ) {
    super(scope, id);
    this.render = this.renderProject();
    this.record = this.recordProject();
  }

  /** What the pipeline assumes in its environments. */
  get deployRoleArns(): string[] {
    return this.props.releaseLine.environments.map((environment) => this.deployRoleArn(environment));
  }

  /** The projects that the pipeline starts. */
  get projects(): IProject[] {
    return [this.render, this.record];
  }

  /** The actions of one environment's stage, in their order. */
  actionsFor(environment: Environment, image: Artifact): IAction[] {
    const rendered = new Artifact(`Deployment-${environment.name}`);
    const steps = [
      ...(environment.approval ? [this.approve()] : []),
      this.renderIn(environment, image, rendered),
      this.deployTo(environment, rendered),
      this.recordFor(environment, image),
    ];
    return steps.map((step, index) => step(index + 1));
  }

  private approve() {
    return (runOrder: number): IAction => new actions.ManualApprovalAction({ actionName: 'Approve', runOrder });
  }

  private renderIn(environment: Environment, image: Artifact, output: Artifact) {
    return (runOrder: number): IAction =>
      new actions.CodeBuildAction({
        actionName: 'Render',
        runOrder,
        project: this.render,
        input: image,
        outputs: [output],
        environmentVariables: variables({
          [RENDER_VARIABLES.deployRoleArn]: this.deployRoleArn(environment),
          [RENDER_VARIABLES.region]: Stack.of(this).region,
          [RENDER_VARIABLES.releaseParameter]: names.parameterName(...this.nameIn(environment)),
          [RENDER_VARIABLES.executionId]: '#{codepipeline.PipelineExecutionId}',
        }),
      });
  }

  private deployTo(environment: Environment, rendered: Artifact) {
    const id = `Group-${environment.name}`;
    return (runOrder: number): IAction =>
      new actions.CodeDeployEcsDeployAction({
        actionName: 'Deploy',
        runOrder,
        // In the environment's own account, where the role lives.
        role: iam.Role.fromRoleArn(this, `DeployRole-${environment.name}`, this.deployRoleArn(environment), {
          mutable: false,
        }),
        deploymentGroup: codedeploy.EcsDeploymentGroup.fromEcsDeploymentGroupAttributes(this, id, {
          application: codedeploy.EcsApplication.fromEcsApplicationName(
            this,
            `Application-${environment.name}`,
            names.codeDeployApplicationName(...this.nameIn(environment)),
          ),
          deploymentGroupName: names.deploymentGroupName(...this.nameIn(environment)),
        }),
        taskDefinitionTemplateInput: rendered,
        appSpecTemplateInput: rendered,
      });
  }

  private recordFor(environment: Environment, image: Artifact) {
    return (runOrder: number): IAction =>
      new actions.CodeBuildAction({
        actionName: 'Record',
        runOrder,
        project: this.record,
        input: image,
        environmentVariables: variables({ [RECORD_VARIABLES.environmentName]: environment.name }),
      });
  }

  private renderProject(): IProject {
    const { delivery, service, releaseLine } = this.props;
    return new ProgramProject(this, 'Render', {
      ...this.props,
      program: 'render',
      description: 'Renders taskdef.json and appspec.yaml for an environment',
      hasOutput: true,
      roleName: names.renderRoleName(delivery.name, service.name, releaseLine.name),
      statements: [allow(['sts:AssumeRole'], this.deployRoleArns)],
      variables: { [RENDER_VARIABLES.imageDirectory]: '.', [RENDER_VARIABLES.outputDirectory]: OUTPUT_DIRECTORY },
    }).project;
  }

  private recordProject(): IProject {
    return new ProgramProject(this, 'Record', {
      ...this.props,
      program: 'record',
      description: 'Marks the image as deployed, so that no rule expires it',
      hasOutput: false,
      statements: [allow(['ecr:BatchGetImage', 'ecr:PutImage'], [this.props.images.repositoryArn])],
      variables: { [RECORD_VARIABLES.imageDirectory]: '.' },
    }).project;
  }

  /** The role in the environment's account, which its stack makes under this name. */
  private deployRoleArn(environment: Environment): string {
    const { partition, account } = Stack.of(this);
    return `arn:${partition}:iam::${environment.account ?? account}:role/${names.deployRoleName(...this.nameIn(environment))}`;
  }

  private nameIn(environment: Environment): [delivery: string, environment: string, service: string] {
    return [this.props.delivery.name, environment.name, this.props.service.name];
  }
}

function variables(values: Record<string, string>) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
}
