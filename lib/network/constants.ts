/** Names of the VPC's subnet groups. */
export const SubnetGroup = {
  /** Public load balancers and NAT gateways. */
  PUBLIC: 'Public',
  /** The services' tasks: private behind NAT gateways, or public with closed security groups where there are none. */
  TASKS: 'Tasks',
  /** The internal load balancer, and nothing else: the network policies of pods know it by these ranges. */
  INTERNAL: 'Internal',
} as const;

/** How much longer the prefix of a large subnet is than the network's: eight of that size, of which six are used. */
export const LARGE_SUBNET_BITS = 3;
/**
 * Twice what a load balancer takes at least ("Subnets for your load balancer" in Elastic Load Balancing's guide: /27); three of
 * them fit behind the large ones in the smallest network.
 */
export const LOAD_BALANCER_PREFIX = 26;

/** The most zones an environment may use; address space for them is set aside from the start. */
export const MAX_ZONES = 3;

/**
 * Zones that every environment has, as a load balancer needs two. A service is created in these, whatever is added
 * later: its own subnets could not be changed any more.
 */
export const FIRST_ZONES = 2;
