import { prefix, roleName } from './service';

/** The SSM parameter with the service's newest task definition revision. */
export function parameterName(delivery: string, environment: string, service: string): string {
  return `/${delivery}/${environment}/${service}/release`;
}

export function codeDeployApplicationName(delivery: string, environment: string, service: string): string {
  return prefix(delivery, environment, service);
}

export function deploymentGroupName(delivery: string, environment: string, service: string): string {
  return prefix(delivery, environment, service);
}

/** The role in the environment's account that a pipeline deploys with. */
export function deployRoleName(delivery: string, environment: string, service: string): string {
  return roleName(delivery, environment, service, 'deploy');
}

/** The function that a deployment asks whether the new version is good. */
export function hookFunctionName(delivery: string, environment: string, service: string): string {
  return `${prefix(delivery, environment, service)}-validate`;
}

/** The function that sends requests to a service from inside its network. */
export function probeFunctionName(delivery: string, environment: string, service: string): string {
  return `${prefix(delivery, environment, service)}-probe`;
}

/** The role in the environment's account with which tests call the probe. */
export function probeRoleName(delivery: string, environment: string, service: string): string {
  return roleName(delivery, environment, service, 'probe');
}
