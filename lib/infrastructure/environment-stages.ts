import { Stack } from 'aws-cdk-lib';
import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import type { Artifact, StageOptions } from 'aws-cdk-lib/aws-codepipeline';
import * as actions from 'aws-cdk-lib/aws-codepipeline-actions';
import { Construct } from 'constructs';
import { located } from '../artifacts/artifact-access';
import type { BuildContext } from '../build/build-project';
import type { ProgramsAsset } from '../build/programs-asset';
import type { Environment } from '../config/delivery';
import { bootstrapRoleArn } from './bootstrap-roles';
import { BAKE_MINUTES } from './constants';
import { DeployProject } from './deploy-project';
import { BakeProject } from './environment-look';
import type { GatedDiff } from './gated-diff';
import { BAKE_VARIABLES } from './programs/constants';

export interface EnvironmentStagesProps extends BuildContext {
  readonly programs: ProgramsAsset;
  /** What the synthesis left. */
  readonly assembly: Artifact;
  readonly diff: GatedDiff;
  /** What the paths of an environment's stacks in the application start with, by its name: `shop-dev`. */
  readonly paths: Readonly<Record<string, string>>;
}

/**
 * The way of the infrastructure into the environments, one after another: say what will change, ask a person where one has
 * to be asked, deploy, and in production wait before the next region.
 */
export class EnvironmentStages extends Construct {
  private readonly bake?: BakeProject;
  private readonly deploy: Readonly<Record<string, DeployProject>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: EnvironmentStagesProps,
  ) {
    super(scope, id);
    const { environments } = props.delivery;
    this.deploy = Object.fromEntries(
      environments.map((environment) => [
        environment.name,
        new DeployProject(this, environment.name, { ...props, part: environment.name, places: [environment] }),
      ]),
    );
    const places = environments.filter((environment) => this.bakes(environment));
    this.bake =
      places.length > 0 ? new BakeProject(this, 'Bake', { ...props, places, minutes: BAKE_MINUTES }) : undefined;
  }

  /** The projects that the pipeline starts. */
  get projects(): IProject[] {
    return [...Object.values(this.deploy), ...(this.bake ? [this.bake] : [])].map(({ project }) => project);
  }

  /** The stages of all environments, in their order. */
  get stages(): StageOptions[] {
    const { delivery, diff, paths } = this.props;
    return delivery.environments.flatMap((environment) => {
      const { name, approval } = environment;
      return [
        ...diff.stagesFor({ name, approval, place: environment, path: paths[name]! }),
        this.deployStage(environment),
      ];
    });
  }

  private deployStage(environment: Environment): StageOptions {
    const { assembly, paths } = this.props;
    const deploy = this.deploy[environment.name]!.action(assembly, [`${paths[environment.name]}/*`]);
    return {
      stageName: `${environment.name}-deploy`,
      actions: this.bakes(environment) ? [deploy, this.bakeAction(environment)] : [deploy],
    };
  }

  private bakeAction(environment: Environment): actions.CodeBuildAction {
    const values = {
      [BAKE_VARIABLES.alarmPrefix]: `${this.props.delivery.name}-${environment.name}-`,
      [BAKE_VARIABLES.lookupRoleArn]: bootstrapRoleArn(Stack.of(this), 'lookup', environment),
      [BAKE_VARIABLES.region]: located(environment).region,
      [BAKE_VARIABLES.executionId]: '#{codepipeline.PipelineExecutionId}',
    };
    return new actions.CodeBuildAction({
      actionName: 'Bake',
      runOrder: 2,
      project: this.bake!.project,
      input: this.props.assembly,
      environmentVariables: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }])),
    });
  }

  /** A region of production that another one comes after. */
  private bakes(environment: Environment): boolean {
    const { environments } = this.props.delivery;
    const later = environments.slice(environments.indexOf(environment) + 1);
    return environment.production && later.some(({ production }) => production);
  }
}
