import { DeploymentControllerType } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import type { ServiceControl } from '../compute/service-control';
import type { ControllerProps, Deployment, DeploymentController, DeploymentProps } from './controller';
import { NativeDeployment } from './native-deployment';
import { TrafficRules } from './traffic-rules';

/** ECS changes the weights of a rule on each listener by itself. */
export class EcsController implements DeploymentController {
  readonly control: ServiceControl;
  private readonly rules: TrafficRules;

  constructor({ endpoint, serviceName }: ControllerProps) {
    this.rules = new TrafficRules(endpoint, 'Rules', { endpoint, serviceName });
    this.control = {
      type: DeploymentControllerType.ECS,
      // Only for the placeholder: every deployment brings its own.
      deploymentConfiguration: {
        strategy: 'BLUE_GREEN',
        bakeTimeInMinutes: 0,
        minimumHealthyPercent: 100,
        maximumPercent: 200,
      },
      advancedConfiguration: {
        alternateTargetGroupArn: endpoint.targetGroups.green.targetGroupArn,
        productionListenerRule: this.rules.production.listenerRuleArn,
        testListenerRule: this.rules.test.listenerRuleArn,
        roleArn: this.rules.role.roleArn,
      },
      after: [this.rules],
    };
  }

  deploymentOf(scope: Construct, id: string, props: DeploymentProps): Deployment {
    return new NativeDeployment(scope, id, { ...props, rules: this.rules });
  }
}
