import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import type { IPipeline } from 'aws-cdk-lib/aws-codepipeline';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Delivery, Infrastructure } from '../config/delivery';
import { toolchainRemovalPolicyOf } from '../shared/life';
import { CodeCommitSource } from '../source/codecommit-source';
import { ConnectionSource } from '../source/connection-source';
import type { PipelineSource } from '../source/pipeline-source';
import { pushEvent } from '../source/push-event';

export interface InfrastructureSourceProps {
  readonly delivery: Delivery;
  readonly infrastructure: Infrastructure;
  readonly key: IKey;
}

/** Where this application's own code is: a repository that is made here and starts empty, or one behind a connection. */
export class InfrastructureSource extends Construct {
  readonly source: PipelineSource;
  /** Where the project is in the repository; `.` for the top. */
  readonly path: string;
  private readonly branch: string;

  constructor(scope: Construct, id: string, props: InfrastructureSourceProps) {
    super(scope, id);
    const { source, branch } = props.infrastructure;
    if (source.kind === 'gitlabCi') {
      throw new Error(
        'infrastructure.source: gitlabCi() pushes images, and this application is none (allowed: codecommit(), github(), gitlab())',
      );
    }
    this.branch = branch;
    this.path = source.path;
    if (source.kind === 'codecommit') {
      this.addRepository(source.repositoryName, props);
      this.source = new CodeCommitSource(this, { source, sourceBranch: branch });
    } else {
      this.source = new ConnectionSource({ source, sourceBranch: branch, pushes: [branch] });
    }
  }

  /** A push starts the pipeline, with the newest commit: an older one would take back what is deployed. */
  startOnPush(pipeline: IPipeline): void {
    const { repository } = this.source;
    if (!repository) return;
    new events.Rule(this, 'Push', {
      description: `A commit on ${this.branch} deploys the infrastructure`,
      eventPattern: pushEvent([repository.repositoryArn], [this.branch]),
      targets: [new targets.CodePipeline(pipeline)],
    });
  }

  private addRepository(repositoryName: string, { delivery, key }: InfrastructureSourceProps): void {
    const repository = new codecommit.Repository(this, 'Repository', {
      repositoryName,
      description: `The application that ${delivery.name} is deployed with`,
      kmsKey: key,
    });
    repository.applyRemovalPolicy(toolchainRemovalPolicyOf(delivery));
  }
}
