import { Duration, Stack } from 'aws-cdk-lib';
import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import { Artifact, type IAction } from 'aws-cdk-lib/aws-codepipeline';
import * as actions from 'aws-cdk-lib/aws-codepipeline-actions';
import { Construct } from 'constructs';
import { OUTPUT_DIRECTORY } from '../build/constants';
import { ProgramProject } from '../build/program-project';
import type { ProgramName } from '../build/programs-asset';
import type { Controller, Environment, ServiceSettings } from '../config/delivery';
import { putOwnEvents } from '../delivery-events/put-own-events';
import { DEPLOY_VARIABLES, RECORD_VARIABLES, RENDER_VARIABLES } from '../deployment/programs/constants';
import { readDeployed, writeDeployed } from '../release/deployed-parameters';
import { allow } from '../shared/allow';
import * as names from '../shared/names';
import { deploymentBuildMinutes, describeShift } from '../shared/traffic-shift';
import { buildVariables } from './build-variables';
import { BuildStep, CodeDeployStep, type DeployStep } from './deploy-step';
import { type Place, placeOf } from './place';
import type { Artifacts, StepContext } from './step-context';

/** CodePipeline fills it in, so that what happens in an environment leads back to the run. */
const EXECUTION_ID = '#{codepipeline.PipelineExecutionId}';

/** Where a build deploys: with which program. CodePipeline's own action does it for CodeDeploy. */
const DEPLOYERS: Readonly<
  Partial<Record<Controller, { readonly program: ProgramName; readonly description: string }>>
> = {
  ecs: { program: 'deploy', description: 'Has ECS deploy what was rendered, and waits for it' },
  rollouts: { program: 'rollout', description: 'Has what was rendered installed on EKS, and waits for its rollout' },
};

const BUILDERS = Object.keys(DEPLOYERS) as Controller[];

/** How a release reaches an environment: render, deploy, record. */
export class DeploymentSteps extends Construct {
  private readonly render: IProject;
  private readonly record: IProject;
  /** Where a build deploys in at least one of the environments. */
  private readonly deploy?: IProject;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: StepContext,
  ) {
    super(scope, id);
    this.render = this.renderProject();
    this.record = this.recordProject();
    this.deploy = this.deployProject();
  }

  /** What the pipeline itself assumes in its environments; where a build deploys, that does. */
  get deployRoleArns(): string[] {
    return this.environmentsUnder('codedeploy').map((environment) => this.deployRoleArn(environment));
  }

  /** The projects that the pipeline starts. */
  get projects(): IProject[] {
    return [this.render, ...(this.deploy ? [this.deploy] : []), this.record];
  }

  /** The actions in an environment, one after another. */
  actionsIn(environment: Environment, { image }: Artifacts): IAction[] {
    const rendered = new Artifact(`Deployment-${environment.name}`);
    return [
      this.renderIn(environment, image, rendered, 1),
      this.deployTo(environment, rendered, 2),
      this.recordFor(environment, image, 3),
    ];
  }

  private renderIn(environment: Environment, image: Artifact, output: Artifact, runOrder: number): IAction {
    const { path, region, deployRoleArn } = this.placeOf(environment);
    const { strategy, bakeMinutes } = this.settingsIn(environment);
    return new actions.CodeBuildAction({
      actionName: 'Render',
      runOrder,
      project: this.render,
      input: image,
      outputs: [output],
      environmentVariables: buildVariables({
        [RENDER_VARIABLES.deployRoleArn]: deployRoleArn,
        [RENDER_VARIABLES.region]: region,
        [RENDER_VARIABLES.releaseParameter]: names.parameterName(...path),
        [RENDER_VARIABLES.executionId]: EXECUTION_ID,
        [RENDER_VARIABLES.environmentName]: environment.name,
        [RENDER_VARIABLES.deployedParameter]: names.deployedParameterName(...path),
        [RENDER_VARIABLES.strategy]: describeShift(strategy),
        [RENDER_VARIABLES.bakeMinutes]: String(bakeMinutes),
      }),
    });
  }

  private deployTo(environment: Environment, rendered: Artifact, runOrder: number): IAction {
    const step: DeployStep = DEPLOYERS[this.settingsIn(environment).controller]
      ? new BuildStep(this.deploy!)
      : new CodeDeployStep();
    return step.action(this, { ...this.placeOf(environment), rendered }, runOrder);
  }

  private recordFor(environment: Environment, image: Artifact, runOrder: number): IAction {
    return new actions.CodeBuildAction({
      actionName: 'Record',
      runOrder,
      project: this.record,
      input: image,
      environmentVariables: buildVariables({
        [RECORD_VARIABLES.environmentName]: environment.name,
        [RECORD_VARIABLES.deployedParameter]: names.deployedParameterName(...this.placeOf(environment).path),
        [RECORD_VARIABLES.executionId]: EXECUTION_ID,
      }),
    });
  }

  private renderProject(): IProject {
    const { delivery, service, releaseLine } = this.props;
    const pipelineName = names.pipelineName(delivery.name, service.name, releaseLine.name);
    return new ProgramProject(this, 'Render', {
      ...this.props,
      program: 'render',
      description: 'Renders what whoever deploys to an environment gets',
      hasOutput: true,
      roleName: names.renderRoleName(delivery.name, service.name, releaseLine.name),
      statements: [
        allow(
          ['sts:AssumeRole'],
          releaseLine.environments.map((environment) => this.deployRoleArn(environment)),
        ),
        readDeployed(Stack.of(this), { delivery, service, environments: releaseLine.environments }),
        allow(
          ['codepipeline:GetPipelineState', 'codepipeline:GetPipelineExecution'],
          [Stack.of(this).formatArn({ service: 'codepipeline', resource: pipelineName })],
        ),
        putOwnEvents(Stack.of(this)),
      ],
      variables: {
        [RENDER_VARIABLES.pipelineName]: pipelineName,
        [RENDER_VARIABLES.imageDirectory]: '.',
        [RENDER_VARIABLES.outputDirectory]: OUTPUT_DIRECTORY,
        [RENDER_VARIABLES.deliveryName]: delivery.name,
        [RENDER_VARIABLES.serviceName]: service.name,
      },
    }).project;
  }

  private recordProject(): IProject {
    const { delivery, service, releaseLine, signingProfileArn } = this.props;
    return new ProgramProject(this, 'Record', {
      ...this.props,
      program: 'record',
      description: 'Remembers what is deployed, and marks its image, so that no rule expires it',
      hasOutput: false,
      statements: [
        allow(['ecr:BatchGetImage', 'ecr:PutImage'], [this.props.images.repositoryArn]),
        // A tag that moves is pushed, and what is pushed may be signed once more.
        ...(signingProfileArn === undefined ? [] : [allow(['signer:SignPayload'], [signingProfileArn])]),
        writeDeployed(Stack.of(this), { delivery, service, environments: releaseLine.environments }),
        putOwnEvents(Stack.of(this)),
      ],
      variables: {
        [RECORD_VARIABLES.imageDirectory]: '.',
        [RECORD_VARIABLES.deliveryName]: delivery.name,
        [RECORD_VARIABLES.serviceName]: service.name,
      },
    }).project;
  }

  private deployProject(): IProject | undefined {
    const { delivery, service, releaseLine } = this.props;
    // A service is on one platform, so that there is one such controller at the most.
    const controller = BUILDERS.find((one) => this.environmentsUnder(one).length > 0);
    if (!controller) return undefined;
    const environments = this.environmentsUnder(controller);
    const minutes = environments.map((environment) => {
      const { strategy, bakeMinutes } = this.settingsIn(environment);
      return deploymentBuildMinutes(strategy, bakeMinutes);
    });
    return new ProgramProject(this, 'Deploy', {
      ...this.props,
      ...DEPLOYERS[controller]!,
      hasOutput: false,
      roleName: names.shiftRoleName(delivery.name, service.name, releaseLine.name),
      statements: [
        allow(
          ['sts:AssumeRole'],
          environments.map((environment) => this.deployRoleArn(environment)),
        ),
      ],
      variables: { [DEPLOY_VARIABLES.directory]: '.' },
      timeout: Duration.minutes(Math.max(...minutes)),
    }).project;
  }

  private environmentsUnder(controller: ServiceSettings['controller']): Environment[] {
    return this.props.releaseLine.environments.filter(
      (environment) => this.settingsIn(environment).controller === controller,
    );
  }

  private settingsIn(environment: Environment): ServiceSettings {
    return this.props.service.in[environment.name]!;
  }

  private placeOf(environment: Environment): Place {
    return placeOf(this, this.props.delivery, environment, this.props.service);
  }

  private deployRoleArn(environment: Environment): string {
    return this.placeOf(environment).deployRoleArn;
  }
}
