import { Stack } from 'aws-cdk-lib';
import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import { Artifact, type Condition, Result, Rule, type StageOptions } from 'aws-cdk-lib/aws-codepipeline';
import * as actions from 'aws-cdk-lib/aws-codepipeline-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { located } from '../artifacts/artifact-access';
import type { Account } from '../config/delivery';
import { bootstrapRoleArn } from './bootstrap-roles';
import { DiffProject, type LookProps } from './environment-look';
import { DIFF_EXPORTS, DIFF_VARIABLES } from './programs/constants';

export interface GatedDiffProps extends LookProps {
  /** What the synthesis left. */
  readonly assembly: Artifact;
  /** Where people hear that they are asked. */
  readonly topic: ITopic;
}

/** Something that is deployed as one. */
export interface Part {
  /** An environment's name, or `toolchain`. */
  readonly name: string;
  /** What the paths of its stacks in the application start with. */
  readonly path: string;
  /** Where stacks are that do not say it. */
  readonly place: Account;
  /** Whether a person approves every deployment, and not only one that gives somebody more rights. */
  readonly approval: boolean;
}

/** Says what a deployment changes, and asks a person where one has to be asked, with the changes in the question. */
export class GatedDiff extends Construct {
  readonly project: IProject;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: GatedDiffProps,
  ) {
    super(scope, id);
    this.project = new DiffProject(this, 'Project', props).project;
  }

  /** The two stages that come before a part's deployment. */
  stagesFor(part: Part): StageOptions[] {
    return [this.diffStage(part), this.approvalStage(part)];
  }

  private diffStage({ name, path, place }: Part): StageOptions {
    const values = {
      [DIFF_VARIABLES.part]: name,
      [DIFF_VARIABLES.stackPath]: `${path}/`,
      [DIFF_VARIABLES.lookupRoleArn]: bootstrapRoleArn(Stack.of(this), 'lookup', place),
      [DIFF_VARIABLES.region]: located(place).region,
      [DIFF_VARIABLES.executionId]: '#{codepipeline.PipelineExecutionId}',
    };
    const action = new actions.CodeBuildAction({
      actionName: 'Diff',
      project: this.project,
      input: this.props.assembly,
      outputs: [new Artifact(`Diff-${name}`)],
      variablesNamespace: name,
      environmentVariables: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }])),
    });
    return { stageName: `${name}-diff`, actions: [action] };
  }

  private approvalStage({ name, approval }: Part): StageOptions {
    const approve = new actions.ManualApprovalAction({
      actionName: 'Approve',
      notificationTopic: this.props.topic,
      additionalInformation: `#{${name}.${DIFF_EXPORTS.summary}}`,
      externalEntityLink: `https://#{${name}.${DIFF_EXPORTS.url}}`,
    });
    const stage = { stageName: `${name}-approve`, actions: [approve] };
    return approval ? stage : { ...stage, beforeEntry: { conditions: [onlyWhenBroadened(name)] } };
  }
}

/** A stage is entered when the rule holds, and passed over when it does not ("Configure conditions for a stage"). */
function onlyWhenBroadened(name: string): Condition {
  return {
    result: Result.SKIP,
    rules: [
      new Rule({
        name: `${name}-broadened`,
        provider: 'VariableCheck',
        version: '1',
        configuration: { Variable: `#{${name}.${DIFF_EXPORTS.broadened}}`, Operator: 'EQ', Value: 'true' },
      }),
    ],
  };
}
