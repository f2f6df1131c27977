import { ArnFormat, Stack } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Delivery, Environment, Platform } from '../config/delivery';
import { allow } from '../shared/allow';
import * as names from '../shared/names';
import { ANY_ROLLOUT_FUNCTION, rolloutFunctionsArn } from './rollout-functions';

interface Place {
  readonly delivery: Delivery;
  readonly environment: Environment;
}

/** What it takes to ask about the services on a platform, and why it takes what it cannot name. */
export interface AskingPermissions {
  readonly statements: readonly iam.PolicyStatement[];
  readonly because: readonly (readonly [resource: string, reason: string])[];
}

const COLON = { arnFormat: ArnFormat.COLON_RESOURCE_NAME };

/** By platform, as `task-questions.ts` and `pod-questions.ts` ask. */
export const MAY_ASK: Readonly<Record<Platform, (scope: Construct, place: Place) => AskingPermissions>> = {
  ecs: (scope, { delivery, environment }) => {
    const stack = Stack.of(scope);
    const clusterName = names.clusterName(delivery.name, environment.name);
    const own = `${delivery.name}-${environment.name}-*`;
    const ecs = (resource: string) => stack.formatArn({ service: 'ecs', resource, resourceName: `${clusterName}/*` });
    const services = ecs('service');
    const tasks = ecs('task');
    const groups = stack.formatArn({
      ...{ service: 'codedeploy', resource: 'deploymentgroup', resourceName: `${own}/${own}` },
      ...COLON,
    });
    const streams = logGroup(stack, `${own}:log-stream:*`);
    return {
      statements: [
        allow(['ecs:DescribeServices'], [services]),
        allow(['ecs:DescribeTasks'], [tasks]),
        allow(['ecs:ListTasks'], ['*'], {
          ArnEquals: {
            'ecs:cluster': stack.formatArn({ service: 'ecs', resource: 'cluster', resourceName: clusterName }),
          },
        }),
        allow(['codedeploy:GetDeployment', 'codedeploy:ListDeployments'], [groups]),
        allow(['logs:GetLogEvents'], [streams]),
        // The call takes no resource.
        allow(['ecs:DescribeTaskDefinition'], ['*']),
      ],
      because: [
        [services, 'All services of the environment, one of which a person chooses.'],
        [tasks, 'Tasks come and go; those of the cluster are meant.'],
        [groups, "The deployment groups of the environment's services."],
        [streams, "The logs of the environment's services, whose groups CloudFormation names after their stacks."],
      ],
    };
  },
  eks: (scope, place) => {
    const { delivery, environment } = place;
    const stack = Stack.of(scope);
    const prefix = names.podLogGroupPrefix(delivery.name, environment.name);
    const functions = rolloutFunctionsArn(scope, place, 'view');
    const groups = logGroup(stack, `${prefix}*`);
    const streams = logGroup(stack, `${prefix}*:log-stream:*`);
    return {
      statements: [
        allow(['lambda:InvokeFunction'], [functions]),
        allow(['logs:DescribeLogStreams'], [groups]),
        allow(['logs:GetLogEvents'], [streams]),
      ],
      because: [
        [functions, ANY_ROLLOUT_FUNCTION],
        [groups, "The logs of the environment's pods."],
        [streams, 'Each container of each pod has a stream of its own.'],
      ],
    };
  },
};

function logGroup(stack: Stack, resourceName: string): string {
  return stack.formatArn({ service: 'logs', resource: 'log-group', resourceName, ...COLON });
}
