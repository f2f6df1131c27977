import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, Stack } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as logs from 'aws-cdk-lib/aws-logs';
import { ClusterStack } from '../../../lib/cluster/cluster-stack';
import { Endpoint } from '../../../lib/compute/endpoint';
import { ServiceTable } from '../../../lib/compute/service-table';
import type { Delivery, Environment, Service } from '../../../lib/config/delivery';
import { RollbackAlarms } from '../../../lib/deployment/rollback-alarms';
import { NetworkStack } from '../../../lib/network/network-stack';
import { DeliveryMetricsDashboard } from '../../../lib/observability/dashboards/delivery-metrics-dashboard';
import { EnvironmentDashboard } from '../../../lib/observability/dashboards/environment-dashboard';
import type { MeasuredService } from '../../../lib/observability/dashboards/measured';
import { ServiceDashboard } from '../../../lib/observability/dashboards/service-dashboard';
import { ServiceAlarms } from '../../../lib/observability/service-alarms';
import { ServiceLogs } from '../../../lib/observability/service-logs';
import { newApp } from '../../support/app';
import type { DashboardBody } from '../../support/dashboard/body';
import { evaluator } from '../../support/intrinsics';
import { resourcesIn, type SynthesizedStack } from '../../support/template';

/** The dashboards of a delivery's first environment and of its metrics, with as much of its services as they show. */
export class DashboardPlace {
  private readonly outdir = mkdtempSync(join(tmpdir(), 'slipway-dashboards-'));
  private readonly app: App = newApp(this.outdir);
  private readonly environment: Environment;
  private synthesized?: readonly SynthesizedStack[];

  constructor(private readonly delivery: Delivery) {
    this.environment = delivery.environments[0]!;
    const network = new NetworkStack(this.app, 'network', { ...this.stack('network'), environment: this.environment });
    const cluster = new ClusterStack(this.app, 'cluster', {
      ...this.stack('cluster'),
      delivery,
      environment: this.environment,
      vpc: network.vpc,
    });
    const services = delivery.services.map((service) => this.service(service, network.vpc, cluster));
    const observability = new Stack(this.app, 'observability', this.stack('observability'));
    new EnvironmentDashboard(observability, 'Dashboard', {
      delivery,
      environment: this.environment,
      services,
      loadBalancers: cluster.loadBalancers,
      natGateways: network.natGateways,
    });
    const toolchain = new Stack(this.app, 'toolchain', {
      env: { ...delivery.tools },
      stackName: `${delivery.name}-toolchain-delivery-metrics`,
    });
    new DeliveryMetricsDashboard(toolchain, 'Dashboard', { delivery });
  }

  private stack(name: string) {
    const { account, region } = this.environment;
    return { env: { account, region }, stackName: `${this.delivery.name}-${this.environment.name}-${name}` };
  }

  private service(service: Service, vpc: ec2.IVpc, { loadBalancers }: ClusterStack): MeasuredService {
    const { delivery, environment } = this;
    const stack = new Stack(this.app, service.name, this.stack(service.name));
    const { loadBalancer } = loadBalancers[service.exposure]!;
    const prefix = `${delivery.name}-${environment.name}-${service.name}`;
    const endpoint = new Endpoint(stack, 'Endpoint', {
      vpc,
      loadBalancer: elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, 'LoadBalancer', {
        loadBalancerArn: loadBalancer.loadBalancerArn,
        securityGroupId: 'sg-1',
        vpc,
      }),
      loadBalancerFullName: loadBalancer.loadBalancerFullName,
      targetGroupNames:
        service.platform === 'eks'
          ? { blue: `${prefix}-live`, green: `${prefix}-next` }
          : { blue: `${prefix}-blue`, green: `${prefix}-green` },
      listenerPort: 80,
    });
    const logGroup = new logs.LogGroup(stack, 'Logs');
    const table =
      service.table && new ServiceTable(stack, 'Table', { environment, table: service.table, description: 'Data' });
    const { alarms } = new RollbackAlarms(stack, 'Alarms', {
      prefix,
      endpoint,
      alarms: service.in[environment.name]!.alarms,
      runbook: delivery.runbook,
    });
    const place = { delivery, environment, service, endpoint };
    const observed = new ServiceAlarms(stack, 'Observed', {
      ...place,
      rollbackAlarms: alarms,
      url: 'https://a.example',
    });
    const serviceLogs = new ServiceLogs(stack, 'ServiceLogs', { ...place, serviceName: service.name, logGroup });
    new ServiceDashboard(stack, 'Dashboard', {
      ...place,
      table,
      logGroup,
      objectives: observed.objectives.objectives,
      logErrors: serviceLogs.metricErrors(),
      traceLinks: { 'Trace map': 'https://example.com/traces?filter=service(a)' },
    });
    return { service, endpoint, logGroup, table };
  }

  get stacks(): readonly SynthesizedStack[] {
    this.synthesized ??= this.synthesize();
    return this.synthesized;
  }

  private synthesize(): SynthesizedStack[] {
    try {
      return this.app.synth().stacks.map(({ stackName, environment, template }) => ({
        name: stackName,
        account: known(environment.account),
        region: known(environment.region),
        template,
      }));
    } finally {
      rmSync(this.outdir, { recursive: true });
    }
  }

  /** By its name. */
  body(name: string): DashboardBody {
    const evaluate = evaluator(this.stacks);
    for (const { stack, properties } of resourcesIn(this.stacks, 'AWS::CloudWatch::Dashboard')) {
      if (properties['DashboardName'] === name) return JSON.parse(evaluate(stack, properties['DashboardBody']));
    }
    throw new Error(`No dashboard ${name}`);
  }
}

function known(place: string): string | undefined {
  return place.startsWith('unknown-') ? undefined : place;
}
