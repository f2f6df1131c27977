import { Stack } from 'aws-cdk-lib';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import type { IPipeline } from 'aws-cdk-lib/aws-codepipeline';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { Delivery, RepositoryPart } from '../config/delivery';
import { allow } from '../shared/allow';
import { BundledFunction } from '../shared/bundled-function';
import { toolchainRemovalPolicyOf, toolchainRetentionOf } from '../shared/life';
import { pushEvent } from '../source/push-event';
import type { Push } from './push';
import { StartPipeline } from './start-pipeline';

export interface RepositoryPushProps {
  readonly delivery: Delivery;
  readonly repository: IRepository;
  /** Names, or patterns `name/*` for all branches below. */
  readonly branches: readonly string[];
  /** The part of the repository that is the service's. */
  readonly part: RepositoryPart;
  readonly pipeline: IPipeline;
  readonly pipelineName: string;
  /** The pipeline's source action, which takes the pushed commit. */
  readonly sourceActionName: string;
}

/**
 * Starts the pipeline for every commit that one of its branches gets; in a repository that services share, for those that
 * change the service. This is the one place where branches meet pipelines: CodePipeline's own triggers know no
 * CodeCommit.
 */
export class RepositoryPush extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: RepositoryPushProps,
  ) {
    super(scope, id);
    const { branches, repository } = props;
    new events.Rule(this, 'Rule', {
      description: `A commit on ${branches.join(', ')} of ${repository.repositoryName} starts a release`,
      eventPattern: pushEvent([repository.repositoryArn], branches),
      targets: [props.part.path === '.' ? this.start() : this.route()],
    });
  }

  private start(): events.IRuleTarget {
    // The commit of the event, not whatever the branch holds when the source action runs.
    return new StartPipeline(this.props.pipeline, {
      sourceRevisions: [
        {
          actionName: this.props.sourceActionName,
          revisionType: 'COMMIT_ID',
          revisionValue: events.EventField.fromPath('$.detail.commitId'),
        },
      ],
    });
  }

  private route(): events.IRuleTarget {
    const { delivery, repository, pipelineName, sourceActionName, part } = this.props;
    const push: Push = {
      id: events.EventField.eventId,
      repositoryName: repository.repositoryName,
      commitId: events.EventField.fromPath('$.detail.commitId'),
      pipelineName,
      actionName: sourceActionName,
      paths: [part.path, ...part.sharedPaths],
    };
    const route = new BundledFunction(this, 'Route', {
      entry: 'pipeline/route.lambda.ts',
      description: `Starts ${pipelineName} for commits that change ${push.paths.join(', ')}`,
      statements: [
        allow(['codecommit:GetDifferences'], [repository.repositoryArn]),
        allow(
          ['codepipeline:ListPipelineExecutions', 'codepipeline:StartPipelineExecution'],
          [Stack.of(this).formatArn({ service: 'codepipeline', resource: pipelineName })],
        ),
      ],
      retention: toolchainRetentionOf(delivery),
      removalPolicy: toolchainRemovalPolicyOf(delivery),
    });
    return new targets.LambdaFunction(route.function, { event: events.RuleTargetInput.fromObject(push) });
  }
}
