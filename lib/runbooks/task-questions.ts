/** What AWS is asked about a service on ECS. */
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CodeDeployClient, GetDeploymentCommand, ListDeploymentsCommand } from '@aws-sdk/client-codedeploy';
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  type DesiredStatus,
  ECSClient,
  ListTasksCommand,
  type Task,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import { Problem } from '../build/programs/problem';
import * as names from '../shared/names';
import type { Asked, Questions } from './asked';
import { LOG_LINES } from './constants';
import {
  definitionState,
  deploymentState,
  type LogStream,
  logStreams,
  newestTasks,
  serviceState,
  taskState,
} from './diagnostics-model';

const MOST_DEPLOYMENTS = 3;

const ecs = new ECSClient({});
const codeDeploy = new CodeDeployClient({});
const logs = new CloudWatchLogsClient({});

export function questionsAboutTasks(asked: Asked): Questions {
  const tasks = newest(asked);
  const definitions = tasks.then(definitionsOf);
  return {
    service: aboutService(asked),
    tasks: tasks.then((found) => found.map(taskState)),
    definitions: definitions.then((found) => found.map(definitionState)),
    logs: Promise.all([tasks, definitions]).then((found) => Promise.all(logStreams(...found).map(lastLines))),
    deployments: deployments(asked),
  };
}

async function aboutService({ clusterName, service }: Asked) {
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster: clusterName, services: [service] }));
  if (!services?.[0]) throw new Problem(`${clusterName} has no service ${service}`);
  return serviceState(services[0]);
}

async function newest({ clusterName, service }: Asked): Promise<Task[]> {
  const arns = async (desiredStatus: DesiredStatus) => {
    const { taskArns } = await ecs.send(
      new ListTasksCommand({ cluster: clusterName, serviceName: service, desiredStatus }),
    );
    return taskArns ?? [];
  };
  const tasks: Task[] = [];
  for (const status of ['RUNNING', 'STOPPED'] as const) {
    const found = await arns(status);
    // ECS does not take an empty list; it lists a hundred at a time, as many as it describes.
    if (found.length === 0) continue;
    const described = await ecs.send(new DescribeTasksCommand({ cluster: clusterName, tasks: found }));
    tasks.push(...(described.tasks ?? []));
  }
  return newestTasks(tasks);
}

async function definitionsOf(tasks: readonly Task[]): Promise<TaskDefinition[]> {
  const arns = [...new Set(tasks.map(({ taskDefinitionArn }) => taskDefinitionArn!))];
  return Promise.all(
    arns.map(async (taskDefinition) => {
      const answer = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
      return answer.taskDefinition!;
    }),
  );
}

async function lastLines({ task, container, logGroupName, logStreamName }: LogStream) {
  try {
    const { events = [] } = await logs.send(
      new GetLogEventsCommand({ logGroupName, logStreamName, limit: LOG_LINES, startFromHead: false }),
    );
    const lines = events.map(({ timestamp, message }) => `${new Date(timestamp!).toISOString()} ${message}`);
    return { task, container, lines };
  } catch (error) {
    // A container that never started has written nothing.
    if ((error as Error).name === 'ResourceNotFoundException') return { task, container, lines: [] };
    throw error;
  }
}

/** Those of CodeDeploy. Where ECS itself deploys, they are part of the service. */
async function deployments({ delivery, environment, service, from, to }: Asked) {
  const applicationName = names.codeDeployApplicationName(delivery, environment, service);
  const deploymentGroupName = names.deploymentGroupName(delivery, environment, service);
  try {
    const { deployments: ids = [] } = await codeDeploy.send(
      new ListDeploymentsCommand({ applicationName, deploymentGroupName, createTimeRange: { start: from, end: to } }),
    );
    return await Promise.all(
      ids.slice(0, MOST_DEPLOYMENTS).map(async (deploymentId) => {
        const { deploymentInfo } = await codeDeploy.send(new GetDeploymentCommand({ deploymentId }));
        return deploymentState(deploymentInfo!);
      }),
    );
  } catch (error) {
    if ((error as Error).name === 'ApplicationDoesNotExistException') return [];
    throw error;
  }
}
