import { prefix } from './service';

export type Color = 'blue' | 'green';
export type Exposure = 'public' | 'internal';

/** One of the two target groups between which CodeDeploy moves the traffic. */
export function targetGroupName(delivery: string, environment: string, service: string, color: Color): string {
  return `${prefix(delivery, environment, service)}-${color}`;
}

/** A load balancer that the services of an environment share. */
export function loadBalancerName(delivery: string, environment: string, exposure: Exposure): string {
  return `${delivery}-${environment}-${exposure}`;
}

/** The environment's ECS cluster. */
export function clusterName(delivery: string, environment: string): string {
  return `${delivery}-${environment}`;
}

/** The family of a service's task definitions. */
export function familyName(delivery: string, environment: string, service: string): string {
  return prefix(delivery, environment, service);
}

/** The family of a service's placeholder; no service's name has an underscore, so that it is nobody else's. */
export function placeholderFamilyName(delivery: string, environment: string, service: string): string {
  return `${prefix(delivery, environment, service)}_placeholder`;
}
