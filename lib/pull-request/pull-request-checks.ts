import { Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { Delivery } from '../config/delivery';
import { BundledFunction } from '../shared/bundled-function';
import { toolchainRemovalPolicyOf, toolchainRetentionOf } from '../shared/life';
import * as names from '../shared/names';
import { pushEvent } from '../source/push-event';
import { allowOnMany } from './allow-on-many';
import { allProjects } from './changed-services';
import { CHECKS, REPOSITORIES_FILE } from './constants';
import { checkedRepositories } from './repositories';

export interface PullRequestChecksProps {
  readonly delivery: Delivery;
}

/**
 * Starts the checks of pull requests and of the branches that are verified, and answers pull requests. One function for the
 * delivery: the approval rules count on its being one approver.
 */
export class PullRequestChecks extends Construct {
  private readonly checks: BundledFunction;

  constructor(scope: Construct, id: string, { delivery }: PullRequestChecksProps) {
    super(scope, id);
    const repositories = checkedRepositories(delivery, CHECKS);
    const name = names.pullRequestsName(delivery.name);
    this.checks = new BundledFunction(this, 'Function', {
      entry: 'pull-request/checks.lambda.ts',
      description: `Checks and answers the pull requests of ${delivery.name}`,
      functionName: name,
      roleName: name,
      // A change of what many services share has each of their projects asked about and started.
      timeout: Duration.minutes(5),
      retention: toolchainRetentionOf(delivery),
      removalPolicy: toolchainRemovalPolicyOf(delivery),
      statements: [],
      files: { [REPOSITORIES_FILE]: JSON.stringify(repositories) },
    });
    const arn = (service: string, resource: string, resourceName?: string) =>
      Stack.of(this).formatArn({ service, resource, resourceName });
    allowOnMany(
      this,
      'Repositories',
      this.checks,
      [
        'codecommit:GetDifferences',
        'codecommit:GetMergeOptions',
        'codecommit:GetPullRequest',
        'codecommit:ListPullRequests',
        'codecommit:PostCommentForPullRequest',
        'codecommit:UpdatePullRequestApprovalState',
      ],
      Object.keys(repositories).map((repository) => arn('codecommit', repository)),
    );
    allowOnMany(
      this,
      'Projects',
      this.checks,
      ['codebuild:BatchGetBuilds', 'codebuild:ListBuildsForProject', 'codebuild:StartBuild'],
      Object.values(repositories)
        .flatMap(allProjects)
        .map((project) => arn('codebuild', 'project', project)),
    );

    // By the delivery's prefix, which other deliveries may have too: the function knows its own repositories.
    const resources = events.Match.prefix(arn('codecommit', `${delivery.name}-`));
    this.on('PullRequests', 'A pull request is opened, or has new commits', {
      source: ['aws.codecommit'],
      detailType: ['CodeCommit Pull Request State Change'],
      resources,
      detail: { event: ['pullRequestCreated', 'pullRequestSourceBranchUpdated'] },
    });
    const { verified } = delivery.branching;
    if (verified.length > 0) {
      this.on('Branches', `A commit on ${verified.join(', ')} is checked`, pushEvent(resources, verified));
    }
    this.on('Results', 'A check is done', {
      source: ['aws.codebuild'],
      detailType: ['CodeBuild Build State Change'],
      detail: {
        'build-status': ['SUCCEEDED', 'FAILED', 'FAULT', 'TIMED_OUT', 'STOPPED'],
        'project-name': CHECKS.flatMap((check) =>
          events.Match.wildcard(names.checkProjectName(delivery.name, '*', check)),
        ),
      },
    });
  }

  private on(id: string, description: string, eventPattern: events.EventPattern): void {
    new events.Rule(this, id, {
      description,
      eventPattern,
      targets: [new targets.LambdaFunction(this.checks.function)],
    });
  }
}
