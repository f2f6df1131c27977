import type { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AccountBudget } from '../budget/account-budget';
import { holdsBudget } from '../budget/budgeted';
import { ClusterStack } from '../cluster/cluster-stack';
import type { Delivery, Environment, Service } from '../config/delivery';
import { isOnEks, servicesOnEks } from '../config/on-eks';
import { DriftStack } from '../drift/drift-stack';
import { IncidentMetricsRole } from '../incidents/incident-metrics-role';
import { KubernetesStack } from '../kubernetes/kubernetes-stack';
import { NetworkStack } from '../network/network-stack';
import { AccountTracing } from '../observability/account-tracing';
import { ObservabilityStack } from '../observability/observability-stack';
import { ServiceObservability } from '../observability/service-observability';
import { EnvironmentIncidentsStack } from '../runbooks/environment-incidents-stack';
import { ServiceStack } from '../service/service-stack';
import { hasOwnAccount } from '../shared/accounts';
import { removalPolicyOf, retentionOf } from '../shared/life';
import { stackName } from '../shared/names';
import { driftedStacks } from './drifted-stacks';
import { Tag, tagWithIdentity } from './tagging';

export interface DeliveryEnvironmentProps {
  readonly delivery: Delivery;
  readonly environment: Environment;
}

/**
 * The stacks of one environment: its network, its clusters with load balancers, one for each service, and what is seen and
 * done when something is wrong.
 */
export class DeliveryEnvironment extends Construct {
  /** By the service's name. */
  readonly services: Readonly<Record<string, Stack>>;
  private readonly network: NetworkStack;
  private readonly cluster: ClusterStack;
  /** Where a service is on EKS. */
  private readonly kubernetes?: KubernetesStack;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DeliveryEnvironmentProps,
  ) {
    super(scope, id);
    const { delivery, environment } = props;
    const where = `${delivery.name} ${environment.name}`;
    this.network = new NetworkStack(this, 'network', this.common('network', `Network of ${where}`));
    this.cluster = new ClusterStack(this, 'cluster', {
      ...this.common('cluster', `Cluster and load balancers of ${where}`),
      vpc: this.network.vpc,
    });
    // Before the services, whose collectors send what it asks for, and not where it would go along with one of them.
    new AccountTracing(this.cluster, 'Tracing', { environment });
    this.kubernetes = this.kubernetesWhereUsed();
    const services = delivery.services.map((service) => ({ service, stack: this.service(service) }));
    this.services = Object.fromEntries(services.map(({ service, stack }) => [service.name, stack]));
    const observability = new ObservabilityStack(this, 'observability', {
      ...this.common('observability', `Dashboard and queries of ${where}`),
      // Nothing in it is lost, and it goes along when a service is removed: it names the service's alarm.
      terminationProtection: false,
      services: services.map(({ service, stack: { endpoint, logGroup, table } }) => ({
        service,
        endpoint,
        logGroup,
        table,
      })),
      loadBalancers: this.cluster.loadBalancers,
      natGateways: this.network.natGateways,
    });
    // It knows their alarms by name.
    for (const { stack } of services) observability.addStackDependency(stack);
    const incidents = new EnvironmentIncidentsStack(this, 'incidents', {
      ...this.common('incidents', `Runbooks and game days of ${where}`),
      vpc: this.network.vpc,
    });
    // A game day ends when the environment pages. Production has none, and keeps this stack when a service is removed.
    if (!environment.production) incidents.addStackDependency(observability);
    if (hasOwnAccount(environment, delivery.tools)) new IncidentMetricsRole(incidents, 'IncidentMetrics', props);
    if (delivery.budget && holdsBudget(environment, delivery)) {
      new AccountBudget(incidents, 'Budget', { delivery, ...delivery.budget });
    }
    new DriftStack(this, 'drift', {
      ...this.common('drift', `The look for drift in ${where}`),
      part: environment.name,
      stacks: driftedStacks(this),
      retention: retentionOf(environment),
      removalPolicy: removalPolicyOf(environment),
    });
    tagWithIdentity(this, Tag.ENVIRONMENT, environment.name);
  }

  /** An EKS cluster costs by the hour, and many deliveries need none. */
  private kubernetesWhereUsed(): KubernetesStack | undefined {
    const { delivery, environment } = this.props;
    if (servicesOnEks(delivery.services).length === 0) return undefined;
    return new KubernetesStack(this, 'kubernetes', {
      ...this.common('kubernetes', `EKS cluster of ${delivery.name} ${environment.name}`),
      vpc: this.network.vpc,
      loadBalancers: this.cluster.loadBalancers,
    });
  }

  private service(service: Service): ServiceStack {
    const { delivery, environment } = this.props;
    const stack = new ServiceStack(this, service.name, {
      ...this.common(service.name, `${service.name} in ${delivery.name} ${environment.name}`),
      service,
      vpc: this.network.vpc,
      cluster: this.cluster.cluster,
      kubernetes: this.kubernetes,
      loadBalancers: this.cluster.loadBalancers,
      domain: this.cluster.domain,
    });
    // It knows the cluster by its name, and what it has in there goes before the cluster does.
    if (isOnEks(service)) stack.addStackDependency(this.kubernetes!);
    const { endpoint, logGroup, rollbackAlarms, table, url } = stack;
    new ServiceObservability(stack, 'Observability', {
      ...this.props,
      service,
      endpoint,
      url,
      logGroup,
      table,
      rollbackAlarms: rollbackAlarms.alarms,
    });
    tagWithIdentity(stack, Tag.SERVICE, service.name);
    return stack;
  }

  private common(name: string, description: string) {
    const { delivery, environment } = this.props;
    return {
      stackName: stackName(delivery.name, environment.name, name),
      description,
      env: { account: environment.account, region: environment.region },
      terminationProtection: environment.production,
      delivery,
      environment,
    };
  }
}
