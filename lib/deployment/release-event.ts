import type { EventPattern } from 'aws-cdk-lib/aws-events';

/** What EventBridge says when a stack has written one of these release parameters. */
export function releaseEvent(parameterNames: readonly string[]): EventPattern {
  return {
    source: ['aws.ssm'],
    detailType: ['Parameter Store Change'],
    detail: { name: [...parameterNames], operation: ['Create', 'Update'] },
  };
}
