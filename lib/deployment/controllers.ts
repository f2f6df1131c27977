import type { Controller } from '../config/delivery';
import { CodeDeployController } from './codedeploy-controller';
import type { ControllerProps, DeploymentController } from './controller';
import { EcsController } from './ecs-controller';

/** Those of ECS; on EKS Argo Rollouts moves traffic, which needs nothing of the kind. */
type EcsControllers = Exclude<Controller, 'rollouts'>;

const CONTROLLERS: Readonly<Record<EcsControllers, new (props: ControllerProps) => DeploymentController>> = {
  codedeploy: CodeDeployController,
  ecs: EcsController,
};

/** The controller of a service on ECS. What it needs for the service's creation, it makes below the endpoint. */
export function controllerFor(controller: Controller, props: ControllerProps): DeploymentController {
  if (controller === 'rollouts') {
    throw new Error(`${props.serviceName}: who moves traffic on ECS must be codedeploy or ecs (got ${controller})`);
  }
  return new CONTROLLERS[controller](props);
}
