import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import type { Service, Task, TaskDefinition } from '@aws-sdk/client-ecs';
import type { TraceSummary } from '@aws-sdk/client-xray';

/** Answers of AWS about the service `web` of the environment `dev`, which is in trouble. */

export const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 11, minute));

const ARN = 'arn:aws:ecs:eu-central-1:111111111111';
export const REVISION = `${ARN}:task-definition/shop-dev-web:7`;

export const SERVICE: Service = {
  serviceName: 'web',
  status: 'ACTIVE',
  desiredCount: 2,
  runningCount: 1,
  pendingCount: 1,
  taskDefinition: REVISION,
  roleArn: 'arn:aws:iam::111111111111:role/ecs',
  taskSets: [
    {
      status: 'PRIMARY',
      stabilityStatus: 'STABILIZING',
      taskDefinition: REVISION,
      computedDesiredCount: 2,
      runningCount: 1,
      pendingCount: 1,
      createdAt: at(10),
    },
  ],
  deployments: [],
  events: [
    { id: 'e2', createdAt: at(41), message: '(service web) (port 8080) is unhealthy: Health checks failed with [503]' },
    { id: 'e1', createdAt: at(40), message: '(service web) has started 1 tasks' },
  ],
};

/** @param minute at which it was made, and at which it has stopped */
export function task(id: string, minute: number, stopped?: number): Task {
  return {
    taskArn: `${ARN}:task/shop-dev/${id}`,
    taskDefinitionArn: REVISION,
    lastStatus: stopped === undefined ? 'RUNNING' : 'STOPPED',
    healthStatus: stopped === undefined ? 'HEALTHY' : 'UNHEALTHY',
    createdAt: at(minute),
    startedAt: at(minute + 1),
    availabilityZone: 'eu-central-1a',
    ...(stopped !== undefined && {
      stoppedAt: at(stopped),
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
    }),
    containers: [
      {
        name: 'app',
        lastStatus: stopped === undefined ? 'RUNNING' : 'STOPPED',
        imageDigest: 'sha256:1234',
        ...(stopped !== undefined && { exitCode: 137, reason: 'OutOfMemoryError: container killed' }),
      },
    ],
    overrides: { containerOverrides: [{ name: 'app', environment: [{ name: 'TOKEN', value: 'hunter2' }] }] },
  };
}

export const DEFINITION: TaskDefinition = {
  taskDefinitionArn: REVISION,
  cpu: '256',
  memory: '512',
  containerDefinitions: [
    {
      name: 'app',
      image: 'repository@sha256:1234',
      essential: true,
      portMappings: [{ containerPort: 8080 }],
      environment: [{ name: 'API_KEY', value: 'hunter2' }],
      secrets: [{ name: 'PASSWORD', valueFrom: 'arn:aws:secretsmanager:eu-central-1:111111111111:secret:shop/web' }],
      logConfiguration: {
        logDriver: 'awslogs',
        options: { 'awslogs-group': 'shop-dev-web-Logs1', 'awslogs-stream-prefix': 'app', 'awslogs-region': 'eu' },
      },
    },
  ],
};

export const DEPLOYMENT: DeploymentInfo = {
  deploymentId: 'd-1',
  status: 'Failed',
  createTime: at(20),
  completeTime: at(35),
  deploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent5Minutes',
  errorInformation: { code: 'ALARM_ACTIVE', message: 'One or more alarms have been activated' },
  rollbackInfo: { rollbackDeploymentId: 'd-2', rollbackMessage: 'Deployment d-2 rolls back' },
};

export const METRIC_ALARM: MetricAlarm = {
  AlarmName: 'shop-dev-web-blue-errors',
  StateValue: 'ALARM',
  StateReason: 'Threshold Crossed',
  StateUpdatedTimestamp: at(31),
  StateTransitionedTimestamp: at(30),
};

export const COMPOSITE_ALARM: CompositeAlarm = {
  AlarmName: 'shop-dev-web-page',
  StateValue: 'ALARM',
  StateReason: 'shop-dev-web-down is in ALARM',
  StateUpdatedTimestamp: at(32),
};

export const TRACE: TraceSummary = {
  Id: '1-6742b1c0-0123456789abcdef01234567',
  StartTime: at(33),
  Duration: 1.5,
  HasFault: true,
  HasError: false,
  HasThrottle: false,
  Http: { HttpMethod: 'GET', HttpURL: 'http://shop.example.com/', HttpStatus: 502, ClientIp: '192.0.2.7' },
};
