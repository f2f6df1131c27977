import type { Stack } from 'aws-cdk-lib';
import { allow } from '../shared/allow';
import type { DeployRights } from './controller';

export interface RevisionRightsProps {
  /** The task definition family that releases register revisions of. */
  readonly family: string;
  /** Roles of the tasks that a deployment starts. */
  readonly passRoleArns: readonly string[];
  /** What the service's controller takes. */
  readonly rights: DeployRights;
}

/** What a deployment on ECS takes, whoever moves the traffic: to register a revision of the service's family first. */
export function withRevisions(stack: Stack, { family, passRoleArns, rights }: RevisionRightsProps): DeployRights {
  const revisions = stack.formatArn({ service: 'ecs', resource: 'task-definition', resourceName: `${family}:*` });
  return {
    ...rights,
    statements: [
      // The call takes no resource.
      allow(['ecs:DescribeTaskDefinition'], ['*']),
      allow(['ecs:RegisterTaskDefinition'], [revisions]),
      allow(['iam:PassRole'], passRoleArns, {
        StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
      }),
      ...rights.statements,
    ],
    wildcards: [
      { resource: '*', reason: 'ecs:DescribeTaskDefinition takes no resource.' },
      { resource: revisions, reason: 'A revision gets its number when it is registered.' },
      ...rights.wildcards,
    ],
  };
}
