import type { Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import type { Endpoint } from '../compute/endpoint';
import type { PlaceholderService } from '../compute/placeholder-service';
import { DeploymentServiceRole } from './deployment-service-role';

export interface BlueGreenDeploymentProps {
  readonly applicationName: string;
  readonly deploymentGroupName: string;
  readonly cluster: ecs.ICluster;
  /** The cluster's name as a plain string, for policies. */
  readonly clusterName: string;
  readonly service: PlaceholderService;
  readonly endpoint: Endpoint;
  readonly alarms: readonly cloudwatch.IAlarm[];
  /** Roles of the tasks that a deployment starts. */
  readonly passRoleArns: readonly string[];
  /** How long the old tasks stay, ready for a rollback, once all traffic has moved. */
  readonly bakeTime: Duration;
}

/** CodeDeploy's side of a service: application and deployment group, with rollback on failure, on stop and on alarms. */
export class BlueGreenDeployment extends Construct {
  readonly deploymentGroup: codedeploy.EcsDeploymentGroup;

  constructor(scope: Construct, id: string, props: BlueGreenDeploymentProps) {
    super(scope, id);
    const application = new codedeploy.EcsApplication(this, 'Application', {
      applicationName: props.applicationName,
    });
    const { role, policy } = new DeploymentServiceRole(this, 'ServiceRole', {
      ...props,
      serviceName: props.service.serviceName,
    });
    this.deploymentGroup = new codedeploy.EcsDeploymentGroup(this, 'Group', {
      application,
      deploymentGroupName: props.deploymentGroupName,
      deploymentConfig: codedeploy.EcsDeploymentConfig.ALL_AT_ONCE,
      // Without updates, as the construct would attach AWS's managed policy, which reaches every service.
      role: role.withoutPolicyUpdates(),
      service: ecs.FargateService.fromFargateServiceAttributes(this, 'Service', {
        cluster: props.cluster,
        serviceName: props.service.serviceName,
      }),
      blueGreenDeploymentConfig: {
        blueTargetGroup: props.endpoint.targetGroups.blue,
        greenTargetGroup: props.endpoint.targetGroups.green,
        listener: props.endpoint.productionListener,
        testListener: props.endpoint.testListener,
        terminationWaitTime: props.bakeTime,
      },
      alarms: [...props.alarms],
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
    });
    this.deploymentGroup.node.addDependency(props.service, policy);
  }
}
