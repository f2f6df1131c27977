import { Stack } from 'aws-cdk-lib';
import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import { Artifact, type IAction } from 'aws-cdk-lib/aws-codepipeline';
import * as actions from 'aws-cdk-lib/aws-codepipeline-actions';
import { Construct } from 'constructs';
import type { BuildContext } from '../build/build-project';
import { OUTPUT_DIRECTORY } from '../build/constants';
import { ProgramProject } from '../build/program-project';
import type { ProgramsAsset } from '../build/programs-asset';
import type { Environment, Service } from '../config/delivery';
import * as names from '../shared/names';
import type { PipelineSource } from '../source/pipeline-source';
import { NOTES_EXPORTS, NOTES_VARIABLES } from './constants';
import { readDeployed } from './deployed-parameters';
import { NotificationsAccess } from './notifications-topic';
import { sourcePathsOf } from './source-paths';

export interface ReleaseNotesProps extends BuildContext {
  readonly service: Service;
  /** Those whose releases a person approves. */
  readonly environments: readonly Environment[];
  readonly programs: ProgramsAsset;
  readonly source: Pick<PipelineSource, 'buildsImage' | 'cloneStatements' | 'links'>;
}

/** What the notes are made of. */
export interface ReleaseArtifacts {
  /** The clone, where the pipeline starts from code. */
  readonly source: Artifact;
  /** Called `Image`, with `image.json`. */
  readonly image: Artifact;
  /** Called `Scan`, with `scan-summary.json`. @default - the notes say nothing about a scan */
  readonly scan?: Artifact;
}

/** What a person reads before approving a release, and the approval that shows it. */
export class ReleaseNotes extends Construct {
  readonly project: IProject;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ReleaseNotesProps,
  ) {
    super(scope, id);
    const { delivery, service, environments, source } = props;
    const stack = Stack.of(this);
    const notifications = new NotificationsAccess(stack, delivery);
    this.project = new ProgramProject(this, 'Program', {
      ...props,
      program: 'notes',
      description: 'Says what a release would change in an environment',
      hasOutput: true,
      exports: Object.values(NOTES_EXPORTS),
      fetches: source.buildsImage,
      statements: [
        ...source.cloneStatements,
        readDeployed(stack, { delivery, service, environments }),
        ...notifications.publish(),
      ],
      variables: {
        [NOTES_VARIABLES.serviceName]: service.name,
        [NOTES_VARIABLES.history]: source.buildsImage ? 'clone' : 'none',
        [NOTES_VARIABLES.sourcePaths]: JSON.stringify(sourcePathsOf(service)),
        [NOTES_VARIABLES.compareUrl]: source.links?.compare ?? '',
        [NOTES_VARIABLES.topicArn]: notifications.topicArn,
        [NOTES_VARIABLES.outputDirectory]: OUTPUT_DIRECTORY,
      },
    }).project;
  }

  /** Leaves the notes, and variables for {@link approve}. */
  write(environment: Environment, artifacts: ReleaseArtifacts, runOrder: number): IAction {
    const { delivery, service, prefix, source } = this.props;
    const { region } = Stack.of(this);
    const scan = artifacts.scan ? [artifacts.scan] : [];
    const execution = `pipelines/${prefix}/executions/#{codepipeline.PipelineExecutionId}/visualization?region=${region}`;
    return new actions.CodeBuildAction({
      actionName: 'Notes',
      runOrder,
      project: this.project,
      input: source.buildsImage ? artifacts.source : artifacts.image,
      extraInputs: source.buildsImage ? [artifacts.image, ...scan] : scan,
      outputs: [new Artifact(`Notes-${environment.name}`)],
      variablesNamespace: namespaceOf(environment),
      environmentVariables: {
        [NOTES_VARIABLES.environmentName]: { value: environment.name },
        [NOTES_VARIABLES.deployedParameter]: {
          value: names.deployedParameterName(delivery.name, environment.name, service.name),
        },
        [NOTES_VARIABLES.executionUrl]: {
          value: `https://${region}.console.aws.amazon.com/codesuite/codepipeline/${execution}`,
        },
      },
    });
  }

  /** Waits for a person, who sees the notes. */
  approve(environment: Environment, runOrder: number): IAction {
    const variable = (name: string) => `#{${namespaceOf(environment)}.${name}}`;
    return new actions.ManualApprovalAction({
      actionName: 'Approve',
      runOrder,
      additionalInformation: variable(NOTES_EXPORTS.summary),
      // An address from its first letter on, as whoever checks the pipeline's definition sees no value yet.
      externalEntityLink: `https://${variable(NOTES_EXPORTS.compareUrl)}`,
    });
  }
}

function namespaceOf({ name }: Environment): string {
  return `Notes-${name}`;
}
