import { Duration } from 'aws-cdk-lib';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { allow } from '../shared/allow';
import * as names from '../shared/names';
import type { Deployment, DeploymentProps, DeployRights } from './controller';
import { deploymentConfiguration } from './deployment-configuration';
import { DeploymentServiceRole } from './deployment-service-role';

/** CodeDeploy's side of a service: application and deployment group, with rollback on failure, on stop and on alarms. */
export class BlueGreenDeployment extends Construct implements Deployment {
  readonly rights: DeployRights;
  readonly manifest: Deployment['manifest'];

  constructor(scope: Construct, id: string, props: DeploymentProps) {
    super(scope, id);
    const application = new codedeploy.EcsApplication(this, 'Application', {
      applicationName: names.codeDeployApplicationName(...props.path),
    });
    const { role, policy } = new DeploymentServiceRole(this, 'ServiceRole', {
      ...props,
      serviceName: props.service.serviceName,
    });
    const group = new codedeploy.EcsDeploymentGroup(this, 'Group', {
      application,
      deploymentGroupName: names.deploymentGroupName(...props.path),
      deploymentConfig: deploymentConfiguration(this, props.settings.strategy),
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
        terminationWaitTime: Duration.minutes(props.settings.bakeMinutes),
      },
      alarms: [...props.alarms],
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
    });
    group.node.addDependency(props.service, policy);
    this.rights = rightsOn(group);
    this.manifest = { hook: props.hookFunctionArn };
  }
}

/** What CodePipeline's own action does under the deploy role, and Render with the group's alarms. */
function rightsOn(group: codedeploy.IEcsDeploymentGroup): DeployRights {
  return {
    statements: [
      allow(
        ['codedeploy:GetApplication', 'codedeploy:GetApplicationRevision', 'codedeploy:RegisterApplicationRevision'],
        [group.application.applicationArn],
      ),
      allow(
        [
          'codedeploy:CreateDeployment',
          'codedeploy:GetDeployment',
          'codedeploy:GetDeploymentGroup',
          'codedeploy:UpdateDeploymentGroup',
        ],
        [group.deploymentGroupArn],
      ),
      allow(['codedeploy:GetDeploymentConfig'], [group.deploymentConfig.deploymentConfigArn]),
    ],
    wildcards: [],
    deployerOn: names.pipelineRoleName,
    readsArtifacts: true,
  };
}
