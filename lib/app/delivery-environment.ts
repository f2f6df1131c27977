import type { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ClusterStack } from '../cluster/cluster-stack';
import type { Delivery, Environment, Service } from '../config/delivery';
import { DriftStack } from '../drift/drift-stack';
import { NetworkStack } from '../network/network-stack';
import { ServiceStack } from '../service/service-stack';
import { removalPolicyOf, retentionOf } from '../shared/life';
import { stackName } from '../shared/names';
import { driftedStacks } from './drifted-stacks';
import { Tag, tagWithIdentity } from './tagging';

export interface DeliveryEnvironmentProps {
  readonly delivery: Delivery;
  readonly environment: Environment;
}

/** The stacks of one environment: its network, its cluster with load balancers, and one for each service. */
export class DeliveryEnvironment extends Construct {
  /** By the service's name. */
  readonly services: Readonly<Record<string, Stack>>;

  constructor(scope: Construct, id: string, props: DeliveryEnvironmentProps) {
    super(scope, id);
    const { delivery, environment } = props;
    const where = `${delivery.name} ${environment.name}`;
    const common = (name: string, description: string) => ({
      stackName: stackName(delivery.name, environment.name, name),
      description,
      env: { account: environment.account, region: environment.region },
      terminationProtection: environment.production,
    });
    const network = new NetworkStack(this, 'network', { ...common('network', `Network of ${where}`), environment });
    const cluster = new ClusterStack(this, 'cluster', {
      ...common('cluster', `Cluster and load balancers of ${where}`),
      delivery,
      environment,
      vpc: network.vpc,
    });
    const serviceStack = (service: Service): Stack => {
      const stack = new ServiceStack(this, service.name, {
        ...common(service.name, `${service.name} in ${where}`),
        delivery,
        environment,
        service,
        vpc: network.vpc,
        cluster: cluster.cluster,
        loadBalancers: cluster.loadBalancers,
        domain: cluster.domain,
      });
      tagWithIdentity(stack, Tag.SERVICE, service.name);
      return stack;
    };
    this.services = Object.fromEntries(delivery.services.map((service) => [service.name, serviceStack(service)]));
    new DriftStack(this, 'drift', {
      ...common('drift', `The look for drift in ${where}`),
      delivery,
      part: environment.name,
      stacks: driftedStacks(this),
      retention: retentionOf(environment),
      removalPolicy: removalPolicyOf(environment),
    });
    tagWithIdentity(this, Tag.ENVIRONMENT, environment.name);
  }
}
