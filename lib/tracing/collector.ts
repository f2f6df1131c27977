import { Duration, Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { COLLECTOR_CONTAINER } from '../shared/service-contract';
import { collectorVariables } from './collector-configuration';
import { COLLECTOR_HEALTH_COMMAND, COLLECTOR_IMAGE, COLLECTOR_USER } from './constants';
import { allowTraces } from './trace-rights';

export interface CollectorProps {
  readonly taskDefinition: ecs.FargateTaskDefinition;
  /** Under which it calls X-Ray. */
  readonly taskRole: iam.Role;
  readonly logGroup: logs.ILogGroup;
  /** MiB. */
  readonly memory: number;
  readonly transactionSearch: boolean;
  /**
   * Started again when it ends. CodePipeline reads a task definition for CodeDeploy with a reader of its own, and nobody has
   * written down whether that knows restart policies; where ECS deploys, the SDK here registers it.
   */
  readonly isRestarted: boolean;
}

/**
 * The collector beside a service. Nothing of the service depends on it: it is not essential and has memory of its
 * own, no container waits for it, and its health says something to people only. When a task stops,
 * its load balancer has sent nothing for half a minute, so that no order of stopping is needed to keep the last spans.
 */
export class Collector extends Construct {
  constructor(scope: Construct, id: string, props: CollectorProps) {
    super(scope, id);
    const { taskDefinition, memory, transactionSearch } = props;
    const { region } = Stack.of(this);
    const linuxParameters = new ecs.LinuxParameters(this, 'Linux');
    linuxParameters.dropCapabilities(ecs.Capability.ALL);
    taskDefinition.addContainer(COLLECTOR_CONTAINER, {
      image: ecs.ContainerImage.fromRegistry(COLLECTOR_IMAGE),
      essential: false,
      memoryLimitMiB: memory,
      user: COLLECTOR_USER,
      readonlyRootFilesystem: true,
      linuxParameters,
      environment: collectorVariables({ region, memory, transactionSearch, detector: 'ecs' }),
      healthCheck: {
        command: ['CMD', COLLECTOR_HEALTH_COMMAND],
        interval: Duration.seconds(30),
        timeout: Duration.seconds(5),
        retries: 3,
        startPeriod: Duration.seconds(10),
      },
      ...(props.isRestarted && {
        enableRestartPolicy: true,
        // The shortest that ECS takes: one that cannot run for a minute is left alone.
        restartAttemptPeriod: Duration.minutes(1),
      }),
      logging: ecs.LogDrivers.awsLogs({ logGroup: props.logGroup, streamPrefix: COLLECTOR_CONTAINER }),
    });
    allowTraces(props.taskRole, transactionSearch);
  }
}
