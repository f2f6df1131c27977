import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { EnvironmentLoadBalancer } from '../../cluster/load-balancer';
import type { Endpoint } from '../../compute/endpoint';
import type { ServiceTable } from '../../compute/service-table';
import type { Delivery, Environment, Service } from '../../config/delivery';
import type { Objective } from '../objective';

/** A service and what is measured of it. */
export interface MeasuredService {
  readonly service: Service;
  readonly endpoint: Endpoint;
  readonly logGroup: logs.ILogGroup;
  /** @default - the service has none */
  readonly table?: Pick<ServiceTable, 'metrics'>;
}

/** What an environment's dashboard is drawn from. */
export interface EnvironmentDashboardProps {
  readonly delivery: Delivery;
  readonly environment: Environment;
  /** All of the environment, in the order in which they are shown. */
  readonly services: readonly MeasuredService[];
  readonly loadBalancers: Readonly<Partial<Record<Service['exposure'], EnvironmentLoadBalancer>>>;
  readonly natGateways: readonly ec2.CfnNatGateway[];
}

/** What a service's dashboard is drawn from. */
export interface ServiceDashboardProps {
  readonly delivery: Delivery;
  readonly environment: Environment;
  readonly service: Service;
  readonly endpoint: Endpoint;
  /** @default - the service has none */
  readonly table?: ServiceTable;
  readonly logGroup: logs.ILogGroup;
  /** @default - the service promises nothing */
  readonly objectives?: readonly Objective[];
  /** Lines of the service's log about errors. */
  readonly logErrors: cloudwatch.IMetric;
  /** Where its traces are, by what the link says. @default - nothing is traced */
  readonly traceLinks?: Readonly<Record<string, string>>;
}
