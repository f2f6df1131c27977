import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { allow } from '../shared/allow';
import * as names from '../shared/names';
import type { Deployment, DeploymentProps, DeployRights } from './controller';
import { ecsPrincipal, type TrafficRules } from './traffic-rules';

export interface NativeDeploymentProps extends DeploymentProps {
  readonly rules: TrafficRules;
}

/**
 * ECS's side of a service: what a deployment states with each update, and the role with which ECS calls the hook. There is
 * no group of anything; the pipeline's `deploy` program hands all of this over.
 */
export class NativeDeployment extends Construct implements Deployment {
  readonly rights: DeployRights;
  readonly manifest: Deployment['manifest'];

  constructor(scope: Construct, id: string, props: NativeDeploymentProps) {
    super(scope, id);
    const { rules, clusterName, settings, endpoint } = props;
    const { serviceName } = props.service;
    const hookRole = this.hookRole(serviceName, props.hookFunctionArn);
    this.manifest = {
      hook: props.hookFunctionArn,
      native: {
        cluster: clusterName,
        service: serviceName,
        strategy: settings.strategy,
        bakeMinutes: settings.bakeMinutes,
        alarms: props.alarms.map((alarm) => alarm.alarmName),
        hookRole: hookRole.roleArn,
        targetGroup: endpoint.targetGroups.blue.targetGroupArn,
        alternateTargetGroup: endpoint.targetGroups.green.targetGroupArn,
        productionRule: rules.production.listenerRuleArn,
        testRule: rules.test.listenerRuleArn,
        trafficRole: rules.role.roleArn,
      },
    };
    this.rights = this.rightsOn(`${clusterName}/${serviceName}`, [hookRole.roleArn, rules.role.roleArn]);
    // The placeholder has to be the deployment that ECS can go back to.
    this.node.addDependency(props.service);
  }

  /** With which ECS asks whether the new version is good. */
  private hookRole(serviceName: string, hookFunctionArn: string): iam.Role {
    const role = new iam.Role(this, 'HookRole', {
      description: `ECS validates new versions of ${serviceName} with it`,
      assumedBy: ecsPrincipal(Stack.of(this)),
    });
    new iam.Policy(this, 'HookPolicy', {
      roles: [role],
      statements: [allow(['lambda:InvokeFunction'], [hookFunctionArn])],
    });
    return role;
  }

  /** What the `deploy` program does, under the deploy role. */
  private rightsOn(service: string, passedRoleArns: readonly string[]): DeployRights {
    const stack = Stack.of(this);
    const arn = (resource: string, resourceName: string) => stack.formatArn({ service: 'ecs', resource, resourceName });
    const own = arn('service', service);
    const deployments = arn('service-deployment', `${service}/*`);
    const revisions = arn('service-revision', `${service}/*`);
    return {
      statements: [
        allow(['ecs:ListServiceDeployments', 'ecs:UpdateService'], [own]),
        // These are about the service as well (service authorization reference of ECS).
        allow(['ecs:DescribeServiceDeployments', 'ecs:StopServiceDeployment'], [own, deployments]),
        allow(['ecs:DescribeServiceRevisions'], [own, revisions]),
        allow(['iam:PassRole'], passedRoleArns, { StringEquals: { 'iam:PassedToService': 'ecs.amazonaws.com' } }),
      ],
      wildcards: [
        { resource: deployments, reason: 'ECS gives each deployment of the service its id when it begins.' },
        { resource: revisions, reason: 'ECS gives each revision of the service its id when a deployment begins.' },
      ],
      deployerOn: names.shiftRoleName,
      readsArtifacts: false,
    };
  }
}
