import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type { IDependable } from 'constructs';

/** What a service is created with so that its controller can deploy to it. All of it is constant as long as it lives. */
export interface ServiceControl {
  readonly type: ecs.DeploymentControllerType;
  /** @default - none */
  readonly deploymentConfiguration?: ecs.CfnService.DeploymentConfigurationProperty;
  /** How ECS itself moves traffic between the target groups. @default - it does not */
  readonly advancedConfiguration?: ecs.CfnService.AdvancedConfigurationProperty;
  /** What has to be there before the service. */
  readonly after: readonly IDependable[];
}
