import { DeploymentControllerType } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import type { ServiceControl } from '../compute/service-control';
import { BlueGreenDeployment } from './blue-green-deployment';
import type { Deployment, DeploymentController, DeploymentProps } from './controller';

/** CodeDeploy turns the listeners from one target group to the other. */
export class CodeDeployController implements DeploymentController {
  readonly control: ServiceControl = { type: DeploymentControllerType.CODE_DEPLOY, after: [] };

  deploymentOf(scope: Construct, id: string, props: DeploymentProps): Deployment {
    return new BlueGreenDeployment(scope, id, props);
  }
}
