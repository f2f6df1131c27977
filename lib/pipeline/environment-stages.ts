import { Stack } from 'aws-cdk-lib';
import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import type { StageOptions } from 'aws-cdk-lib/aws-codepipeline';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Environment } from '../config/delivery';
import { DeployedParameters } from '../release/deployed-parameters';
import { ReleaseGuards } from '../release/release-guards';
import { ReleaseNotes } from '../release/release-notes';
import { DeploymentSteps } from './deployment-steps';
import type { Artifacts, StepContext } from './step-context';
import { TestSteps } from './test-steps';

/** What a pipeline does in each environment: have a person approve, deploy, test. */
export class EnvironmentStages extends Construct {
  private readonly guards: ReleaseGuards;
  private readonly deployment: DeploymentSteps;
  private readonly tests: TestSteps;
  /** Where a person approves in at least one of the environments. */
  private readonly notes?: ReleaseNotes;

  constructor(scope: Construct, id: string, context: StepContext) {
    super(scope, id);
    const { delivery, service, releaseLine, prefix } = context;
    const { environments } = releaseLine;
    new DeployedParameters(this, 'Deployed', { delivery, service, environments });
    this.guards = new ReleaseGuards(Stack.of(this), { delivery, pipelineName: prefix });
    this.deployment = new DeploymentSteps(scope, 'Deployment', context);
    this.tests = new TestSteps(this, 'Tests', context);
    const approved = environments.filter(({ approval }) => approval);
    if (approved.length > 0) this.notes = new ReleaseNotes(this, 'Notes', { ...context, environments: approved });
  }

  /** The projects that the pipeline starts. */
  get projects(): IProject[] {
    return [...this.deployment.projects, ...this.tests.projects, ...(this.notes ? [this.notes.project] : [])];
  }

  /** What the pipeline itself assumes in its environments. */
  get deployRoleArns(): string[] {
    return this.deployment.deployRoleArns;
  }

  /** What else the pipeline itself does. */
  get statements(): PolicyStatement[] {
    return this.guards.statements();
  }

  /** The stages of one environment: an approval by itself, as a rollback runs the other stage alone. */
  stagesFor(environment: Environment, artifacts: Artifacts): StageOptions[] {
    return [
      ...(environment.approval ? [this.approval(environment, artifacts)] : []),
      {
        stageName: environment.name,
        actions: [
          ...this.deployment.actionsIn(environment, artifacts),
          ...this.tests.actionsIn(environment, artifacts, AFTER_DEPLOYMENT),
        ],
        ...this.guards.stageOptions(environment),
      },
    ];
  }

  private approval(environment: Environment, artifacts: Artifacts): StageOptions {
    return {
      stageName: `approve-${environment.name}`,
      actions: [this.notes!.write(environment, artifacts, 1), this.notes!.approve(environment, 2)],
      ...this.guards.approvalStageOptions(environment),
    };
  }
}

/** Render, Deploy and Record come first. */
const AFTER_DEPLOYMENT = 4;
