/** What is kept of AWS's answers about a service, in the words of its reader. Without I/O. */
import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import type { Service, Task, TaskDefinition } from '@aws-sdk/client-ecs';
import type { TraceSummary } from '@aws-sdk/client-xray';

/** Of the newest, in what is kept. */
const MOST_EVENTS = 50;
/** Tasks that run, and as many that have stopped. ECS remembers those for an hour. */
const MOST_TASKS = 5;

/** A stream of a container's log. */
export interface LogStream {
  readonly task: string;
  readonly container: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
}

/** @param service as ECS describes it: with task sets under CodeDeploy, with deployments under ECS itself */
export function serviceState(service: Service) {
  const { status, desiredCount, runningCount, pendingCount, taskDefinition, taskSets = [], deployments = [] } = service;
  return {
    ...{ status, desiredCount, runningCount, pendingCount, taskDefinition },
    taskSets: taskSets.map((set) => ({
      status: set.status,
      stability: set.stabilityStatus,
      taskDefinition: set.taskDefinition,
      desired: set.computedDesiredCount,
      running: set.runningCount,
      pending: set.pendingCount,
      createdAt: set.createdAt,
    })),
    deployments: deployments.map((deployment) => ({
      status: deployment.status,
      rollout: deployment.rolloutState,
      reason: deployment.rolloutStateReason,
      taskDefinition: deployment.taskDefinition,
      desired: deployment.desiredCount,
      running: deployment.runningCount,
      failed: deployment.failedTasks,
      createdAt: deployment.createdAt,
    })),
    // They say as well which targets are unhealthy, and with what answer.
    events: (service.events ?? []).slice(0, MOST_EVENTS).map(({ createdAt, message }) => ({ createdAt, message })),
  };
}

/** The newest of those that run and of those that have stopped. */
export function newestTasks(tasks: readonly Task[]): Task[] {
  const age = ({ stoppedAt, createdAt }: Task) => (stoppedAt ?? createdAt)?.getTime() ?? 0;
  const newest = [...tasks].sort((one, other) => age(other) - age(one));
  const hasStopped = ({ stoppedAt }: Task) => stoppedAt !== undefined;
  return [
    ...newest.filter((task) => !hasStopped(task)).slice(0, MOST_TASKS),
    ...newest.filter(hasStopped).slice(0, MOST_TASKS),
  ];
}

export function taskState(task: Task) {
  const { lastStatus, healthStatus, stopCode, stoppedReason, createdAt, startedAt, stoppedAt, availabilityZone } = task;
  return {
    id: lastPart(task.taskArn),
    taskDefinition: task.taskDefinitionArn,
    ...{ lastStatus, healthStatus, stopCode, stoppedReason, createdAt, startedAt, stoppedAt, availabilityZone },
    containers: (task.containers ?? []).map((container) => ({
      name: container.name,
      status: container.lastStatus,
      health: container.healthStatus,
      exitCode: container.exitCode,
      reason: container.reason,
      image: container.imageDigest,
    })),
  };
}

/** Of variables and secrets the names alone: values are nobody's business here. */
export function definitionState({ taskDefinitionArn, cpu, memory, containerDefinitions = [] }: TaskDefinition) {
  return {
    taskDefinition: taskDefinitionArn,
    ...{ cpu, memory },
    containers: containerDefinitions.map(({ name, image, essential, environment, secrets, portMappings }) => ({
      ...{ name, image, essential },
      ports: (portMappings ?? []).map(({ containerPort }) => containerPort),
      variables: (environment ?? []).map((variable) => variable.name),
      secrets: (secrets ?? []).map((secret) => secret.name),
    })),
  };
}

/** Where the containers of tasks write, as ECS's driver `awslogs` names it: start of the stream, container, task. */
export function logStreams(tasks: readonly Task[], definitions: readonly TaskDefinition[]): LogStream[] {
  return tasks.flatMap((task) => {
    const definition = definitions.find(({ taskDefinitionArn }) => taskDefinitionArn === task.taskDefinitionArn);
    return (definition?.containerDefinitions ?? []).flatMap(({ name, logConfiguration }) => {
      const group = logConfiguration?.options?.['awslogs-group'];
      const start = logConfiguration?.options?.['awslogs-stream-prefix'];
      if (!group || !start || !name) return [];
      const id = lastPart(task.taskArn);
      return [{ task: id, container: name, logGroupName: group, logStreamName: `${start}/${name}/${id}` }];
    });
  });
}

export function deploymentState(deployment: DeploymentInfo) {
  const { deploymentId, status, createTime, startTime, completeTime, deploymentConfigName } = deployment;
  return {
    ...{ deploymentId, status, createTime, startTime, completeTime, deploymentConfigName },
    error: deployment.errorInformation,
    rolledBackBy: deployment.rollbackInfo?.rollbackDeploymentId,
    rollbackMessage: deployment.rollbackInfo?.rollbackMessage,
  };
}

export function alarmState(alarm: MetricAlarm | CompositeAlarm) {
  const { AlarmName: name, StateValue: state, StateReason: reason } = alarm;
  const since = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp;
  return { name, state, since, reason };
}

/** Without the addresses of callers. */
export function traceState({ Id: id, StartTime: startedAt, Duration: seconds, Http: http, ...summary }: TraceSummary) {
  return {
    ...{ id, startedAt, seconds },
    fault: summary.HasFault,
    error: summary.HasError,
    throttle: summary.HasThrottle,
    method: http?.HttpMethod,
    url: http?.HttpURL,
    status: http?.HttpStatus,
  };
}

/** A time in the name of an object: without colons, which consoles and shells do not like. */
export function folderOf(service: string, time: Date): string {
  return `${service}/${time.toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
}

function lastPart(arn = ''): string {
  return arn.split('/').at(-1)!;
}
