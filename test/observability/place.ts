import { Stack } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Endpoint } from '../../lib/compute/endpoint';
import type { Delivery } from '../../lib/config/delivery';
import { RollbackAlarms } from '../../lib/deployment/rollback-alarms';
import { ServiceAlarms } from '../../lib/observability/service-alarms';
import { newApp } from '../support/app';
import type { Alarms } from '../support/cloudwatch/simulation';
import { evaluator } from '../support/intrinsics';
import { type Resource, resourcesIn, type SynthesizedStack } from '../support/template';

export const LOAD_BALANCER = 'app/shop-dev-public/0123456789abcdef';

/** The alarms of the service `web` of a delivery in `dev`, in a stack with an endpoint and nothing else. */
export class Place {
  readonly stack: Stack;
  readonly alarms: ServiceAlarms;
  private synthesized?: SynthesizedStack;
  private evaluated?: Alarms;

  /** @param others the names of alarms that stand elsewhere */
  constructor(
    readonly delivery: Delivery,
    others: { readonly logErrors?: string } = {},
  ) {
    const environment = delivery.environments[0]!;
    const service = delivery.services[0]!;
    this.stack = new Stack(newApp(), 'dev-web', {
      env: { account: '111111111111', region: 'eu-central-1' },
      stackName: 'shop-dev-web',
    });
    const vpc = ec2.Vpc.fromVpcAttributes(this.stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['eu-central-1a'] });
    const endpoint = new Endpoint(this.stack, 'Endpoint', {
      vpc,
      loadBalancer: elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(this.stack, 'LoadBalancer', {
        loadBalancerArn: `arn:aws:elasticloadbalancing:eu-central-1:111111111111:loadbalancer/${LOAD_BALANCER}`,
        securityGroupId: 'sg-1',
        vpc,
      }),
      loadBalancerFullName: LOAD_BALANCER,
      targetGroupNames: { blue: 'shop-dev-web-blue', green: 'shop-dev-web-green' },
      listenerPort: 443,
    });
    const { alarms: rollbackAlarms } = new RollbackAlarms(this.stack, 'Alarms', {
      prefix: 'shop-dev-web',
      endpoint,
      alarms: service.in['dev']!.alarms,
      runbook: delivery.runbook,
    });
    const url = 'https://web.dev.example.com';
    this.alarms = new ServiceAlarms(this.stack, 'Observed', {
      delivery,
      environment,
      service,
      endpoint,
      rollbackAlarms,
      url,
      ...(others.logErrors && {
        logErrors: Alarm.fromAlarmName(this.stack, 'LogErrors', others.logErrors),
      }),
    });
  }

  get template(): SynthesizedStack {
    this.synthesized ??= {
      name: this.stack.stackName,
      account: this.stack.account,
      region: this.stack.region,
      template: (this.stack.node.root as ReturnType<typeof newApp>).synth().getStackArtifact(this.stack.artifactId)
        .template,
    };
    return this.synthesized;
  }

  /** All alarms as CloudWatch would get them. */
  get synthesizedAlarms(): Alarms {
    this.evaluated ??= {
      metric: this.resources('AWS::CloudWatch::Alarm'),
      composite: this.resources('AWS::CloudWatch::CompositeAlarm'),
    };
    return this.evaluated;
  }

  /** The properties of all resources of a type, evaluated. */
  resources(type: string): NonNullable<Resource['Properties']>[] {
    const evaluate = evaluator([this.template]);
    return resourcesIn([this.template], type).map(({ stack, properties }) => evaluate(stack, properties));
  }
}
