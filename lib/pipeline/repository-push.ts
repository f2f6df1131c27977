import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import type { IPipeline } from 'aws-cdk-lib/aws-codepipeline';
import * as events from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { StartPipeline } from './start-pipeline';

export interface RepositoryPushProps {
  readonly repository: IRepository;
  readonly branch: string;
  readonly pipeline: IPipeline;
  /** The pipeline's source action, which takes the pushed commit. */
  readonly sourceActionName: string;
}

/**
 * Starts the pipeline for every commit that a branch gets. This is the one place where branches meet pipelines:
 * CodePipeline's own triggers know no CodeCommit.
 */
export class RepositoryPush extends Construct {
  constructor(scope: Construct, id: string, props: RepositoryPushProps) {
    super(scope, id);
    new events.Rule(this, 'Rule', {
      description: `A commit on ${props.branch} of ${props.repository.repositoryName} starts a release`,
      eventPattern: {
        source: ['aws.codecommit'],
        detailType: ['CodeCommit Repository State Change'],
        resources: [props.repository.repositoryArn],
        detail: {
          event: ['referenceCreated', 'referenceUpdated'],
          referenceType: ['branch'],
          referenceName: [props.branch],
        },
      },
      targets: [
        // The commit of the event, not whatever the branch holds when the source action runs.
        new StartPipeline(props.pipeline, {
          sourceRevisions: [
            {
              actionName: props.sourceActionName,
              revisionType: 'COMMIT_ID',
              revisionValue: events.EventField.fromPath('$.detail.commitId'),
            },
          ],
        }),
      ],
    });
  }
}
