import { Stack, type StackProps } from 'aws-cdk-lib';
import type { CfnNatGateway } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { EnvironmentLoadBalancer } from '../cluster/load-balancer';
import type { Delivery, Environment, Service } from '../config/delivery';
import { EnvironmentDashboard } from './dashboards/environment-dashboard';
import type { MeasuredService } from './dashboards/measured';
import { EnvironmentPageAlarm } from './environment-page-alarm';
import { EnvironmentQueries } from './environment-queries';

export interface ObservabilityStackProps extends StackProps {
  readonly delivery: Delivery;
  readonly environment: Environment;
  readonly services: readonly MeasuredService[];
  readonly loadBalancers: Readonly<Partial<Record<Service['exposure'], EnvironmentLoadBalancer>>>;
  readonly natGateways: readonly CfnNatGateway[];
}

/** What is seen of an environment as a whole. What is seen of one service is in the service's own stack. */
export class ObservabilityStack extends Stack {
  constructor(scope: Construct, id: string, props: ObservabilityStackProps) {
    super(scope, id, props);
    const { delivery, environment, services } = props;
    new EnvironmentQueries(this, 'Queries', {
      delivery: delivery.name,
      environment: environment.name,
      logGroups: services.map(({ logGroup }) => logGroup),
    });
    new EnvironmentPageAlarm(this, 'Page', props);
    new EnvironmentDashboard(this, 'Dashboard', props);
  }
}
