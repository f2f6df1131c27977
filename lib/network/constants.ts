/** Names of the VPC's subnet groups. */
export const SubnetGroup = {
  /** Load balancers and NAT gateways. */
  PUBLIC: 'Public',
  /** The services' tasks: private behind NAT gateways, or public with closed security groups where there are none. */
  TASKS: 'Tasks',
} as const;

/** The most zones an environment may use; address space for them is set aside from the start. */
export const MAX_ZONES = 3;

/**
 * Zones that every environment has, as a load balancer needs two. A service is created in these, whatever is added
 * later: its own subnets could not be changed any more.
 */
export const FIRST_ZONES = 2;
