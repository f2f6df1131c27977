import { Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Endpoint } from '../../../lib/compute/endpoint';
import { TableMetrics } from '../../../lib/compute/table-metrics';
import type { Delivery } from '../../../lib/config/delivery';
import { DeliveryMetricsDashboard } from '../../../lib/observability/dashboards/delivery-metrics-dashboard';
import { EnvironmentDashboard } from '../../../lib/observability/dashboards/environment-dashboard';
import { newApp } from '../../support/app';
import { type DashboardBody, linesOf } from '../../support/dashboard/body';
import { problemsIn } from '../../support/dashboard/problems';
import { evaluator } from '../../support/intrinsics';
import { resourcesIn } from '../../support/template';
import { shop } from '../../support/templates';

const ENVIRONMENTS = ['dev', 'test', 'prod', 'prod-us'];

/** So many services with a table each, in four environments. */
function deliveryOf(count: number): Delivery {
  const small = shop(({ services }) => {
    Object.assign(services[0]!, { objectives: { availability: 99.9 }, table: { partitionKey: 'id' } });
  });
  const [environment] = small.environments;
  const [service] = small.services;
  const settings = service!.in['dev']!;
  return {
    ...small,
    environments: ENVIRONMENTS.map((name) => ({ ...environment!, name, production: name.startsWith('prod') })),
    services: Array.from({ length: count }, (_, index) => ({
      ...service!,
      name: `service-number${index}`,
      in: Object.fromEntries(ENVIRONMENTS.map((name) => [name, settings])),
    })),
  };
}

/** The bodies of the dashboards of the first environment and of the delivery metrics, and the sizes of their templates. */
function dashboardsOf(delivery: Delivery) {
  const app = newApp();
  const [environment] = delivery.environments;
  const services = delivery.services.map((service) => {
    const stack = new Stack(app, service.name, { stackName: `shop-dev-${service.name}` });
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['eu-central-1a'] });
    const endpoint = new Endpoint(stack, 'Endpoint', {
      vpc,
      loadBalancer: elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, 'LoadBalancer', {
        loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-central-1:111111111111:loadbalancer/app/shop-dev-internal/1',
        securityGroupId: 'sg-1',
        vpc,
      }),
      loadBalancerFullName: 'app/shop-dev-internal/1',
      targetGroupNames: { blue: 'blue', green: 'green' },
      listenerPort: 80,
    });
    const table = new dynamodb.CfnTable(stack, 'Table', { keySchema: [{ attributeName: 'id', keyType: 'HASH' }] });
    return {
      service,
      endpoint,
      logGroup: new logs.LogGroup(stack, 'Logs'),
      table: { metrics: new TableMetrics(table.ref, []) },
    };
  });
  new EnvironmentDashboard(new Stack(app, 'shop-dev-observability'), 'Dashboard', {
    delivery,
    environment: environment!,
    services,
    loadBalancers: {},
    natGateways: [],
  });
  new DeliveryMetricsDashboard(new Stack(app, 'shop-toolchain-delivery-metrics'), 'Dashboard', { delivery });
  const stacks = app.synth().stacks.map(({ stackName, template }) => ({ name: stackName, template }));
  const evaluate = evaluator(stacks);
  const inStack = (name: string) => {
    const [found] = resourcesIn(stacks, 'AWS::CloudWatch::Dashboard').filter(({ stack }) => stack.name === name);
    return {
      body: JSON.parse(evaluate(found!.stack, found!.properties['DashboardBody'])) as DashboardBody,
      // As CDK writes it, with its indentation.
      size: JSON.stringify(found!.stack.template, undefined, 1).length,
    };
  };
  return { environment: inStack('shop-dev-observability'), metrics: inStack('shop-toolchain-delivery-metrics') };
}

test.each([1, 11, 101])('dashboards of %i services can be shown, and each fits into a template', (count) => {
  const { environment, metrics } = dashboardsOf(deliveryOf(count));
  for (const { body, size } of [environment, metrics]) {
    expect(problemsIn(body)).toEqual([]);
    // CloudFormation takes 1 MB, and their stacks hold more than them.
    expect(size).toBeLessThan(800_000);
  }
  const shown = (body: DashboardBody) =>
    new Set(body.widgets.flatMap((widget) => linesOf(widget)).map(({ label }) => label));
  for (let index = 0; index < Math.min(count, 100); index++) {
    expect(shown(environment.body)).toContain(`service-number${index}`);
    expect(shown(metrics.body)).toContain(`service-number${index}`);
  }
  const [text, metricsText] = [environment, metrics].map(({ body }) => body.widgets[0]!.properties.markdown);
  expect(text!.includes('The last 1 of 101 services')).toBe(count > 100);
  expect(metricsText!.includes(`${count * ENVIRONMENTS.length - 340} more services`)).toBe(count > 85);
});
