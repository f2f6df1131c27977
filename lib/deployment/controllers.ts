import type { Controller } from '../config/delivery';
import { CodeDeployController } from './codedeploy-controller';
import type { ControllerProps, DeploymentController } from './controller';
import { EcsController } from './ecs-controller';

const CONTROLLERS: Readonly<Record<Controller, new (props: ControllerProps) => DeploymentController>> = {
  codedeploy: CodeDeployController,
  ecs: EcsController,
};

/** The controller of a service. What it needs for the service's creation, it makes below the endpoint. */
export function controllerFor(controller: Controller, props: ControllerProps): DeploymentController {
  return new CONTROLLERS[controller](props);
}
