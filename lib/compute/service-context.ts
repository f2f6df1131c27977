import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { EnvironmentLoadBalancer } from '../cluster/load-balancer';
import type { PublicDomain } from '../cluster/public-domain';
import type { Delivery, Environment, Service } from '../config/delivery';

/** A service, the environment it runs in, and what it shares there with others. */
export interface ServiceContext {
  readonly delivery: Delivery;
  readonly environment: Environment;
  readonly service: Service;
  readonly vpc: ec2.IVpc;
  readonly loadBalancers: Readonly<Partial<Record<Service['exposure'], EnvironmentLoadBalancer>>>;
  /** For public services. @default - plain HTTP */
  readonly domain?: PublicDomain;
}
