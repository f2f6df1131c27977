import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Delivery } from '../config/delivery';
import { PullRequestChecks } from './pull-request-checks';
import { RepositorySetup } from './repository-setup';

export interface PullRequestStackProps extends StackProps {
  readonly delivery: Delivery;
}

/**
 * The branches and approval rules of the CodeCommit repositories, and what answers their pull requests. It comes after the
 * repositories, and before the pipelines, which start from the branches.
 */
export class PullRequestStack extends Stack {
  constructor(scope: Construct, id: string, props: PullRequestStackProps) {
    super(scope, id, props);
    new RepositorySetup(this, 'Setup', props);
    new PullRequestChecks(this, 'Checks', props);
  }
}
