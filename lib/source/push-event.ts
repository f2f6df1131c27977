import type { EventPattern } from 'aws-cdk-lib/aws-events';

/**
 * What EventBridge says when CodeCommit has got a commit.
 *
 * @param branches names, or patterns `name/*` for all branches below
 */
export function pushEvent(repositoryArns: readonly string[], branches: readonly string[]): EventPattern {
  return {
    source: ['aws.codecommit'],
    detailType: ['CodeCommit Repository State Change'],
    resources: [...repositoryArns],
    detail: {
      event: ['referenceCreated', 'referenceUpdated'],
      referenceType: ['branch'],
      referenceName: branches.map((branch) => (branch.endsWith('/*') ? { prefix: branch.slice(0, -1) } : branch)),
    },
  };
}
