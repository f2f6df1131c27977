import type { CfnExperimentTemplateProps } from 'aws-cdk-lib/aws-fis';

/**
 * What AWS FIS does on a game day, in its own words ("AWS FIS Actions reference"): pure values, which the construct puts into
 * templates.
 */
export type Fault = Pick<CfnExperimentTemplateProps, 'description' | 'actions' | 'targets'>;

/** Which tasks a fault hits. */
export interface ServiceTasks {
  readonly clusterName: string;
  readonly serviceName: string;
  readonly environment: string;
}

/** Long enough for the fastest alarm of an objective to see it, which looks at five minutes. */
const DURATION = 'PT10M';

/** What a far-away dependency takes; more than most objectives of latency have room for. */
const LATENCY = { delayMilliseconds: '300', jitterMilliseconds: '50' };

/**
 * Stops half of the tasks that run at least, and one at least: a percentage of one task would be none, which FIS refuses.
 *
 * @param minimum of the service's tasks
 */
export function stopTasks(at: ServiceTasks, minimum: number): Fault {
  const count = Math.ceil(minimum / 2);
  return {
    description: `Stops tasks of ${at.serviceName} in ${at.environment}: ${count}`,
    targets: { Tasks: tasksOf(at, `COUNT(${count})`) },
    actions: { StopTasks: { actionId: 'aws:ecs:stop-task', targets: { Tasks: 'Tasks' } } },
  };
}

/** Slows down all that the tasks send. It needs the agent beside the service. */
export function slowNetwork(at: ServiceTasks): Fault {
  return {
    description: `Delays all that ${at.serviceName} sends in ${at.environment} by ${LATENCY.delayMilliseconds} ms`,
    targets: { Tasks: tasksOf(at, 'ALL') },
    actions: {
      SlowNetwork: {
        actionId: 'aws:ecs:task-network-latency',
        // Fargate has no other way than ECS's own endpoints ("Use the AWS FIS aws:ecs:task actions").
        parameters: { duration: DURATION, ...LATENCY, sources: 'ALL', useEcsFaultInjectionEndpoints: 'true' },
        targets: { Tasks: 'Tasks' },
      },
    },
  };
}

/** @param subnetArns those of the tasks: of all services, as they share them */
export function denyDynamoDb(environment: string, subnetArns: readonly string[]): Fault {
  return {
    description: `Keeps all services of ${environment} from DynamoDB`,
    targets: {
      Subnets: { resourceType: 'aws:ec2:subnet', resourceArns: [...subnetArns], selectionMode: 'ALL' },
    },
    actions: {
      DenyDynamoDb: {
        actionId: 'aws:network:disrupt-connectivity',
        parameters: { duration: DURATION, scope: 'dynamodb' },
        targets: { Subnets: 'Subnets' },
      },
    },
  };
}

/** By cluster and service, not by tags: those of a task depend on who has started it. */
function tasksOf({ clusterName, serviceName }: ServiceTasks, selectionMode: string) {
  return { resourceType: 'aws:ecs:task', parameters: { cluster: clusterName, service: serviceName }, selectionMode };
}
