import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import type { PublicDomain } from '../cluster/public-domain';
import { TEST_PORT_OFFSET } from '../shared/addresses';
import { HEALTH_PATH } from '../shared/service-contract';

/**
 * The two sides of a service. On ECS they change roles with each deployment; on EKS blue is what users get, and green what a
 * new version is asked through before that.
 */
export type Color = 'blue' | 'green';
export const COLORS: readonly Color[] = ['blue', 'green'];

/** A fixed one: what CDK recommends changes with its version, and a changed listener would send its traffic to blue. */
const TLS_POLICY = elbv2.SslPolicy.TLS13_RES;

export interface EndpointProps {
  readonly vpc: ec2.IVpc;
  readonly loadBalancer: elbv2.IApplicationLoadBalancer;
  /** As CloudWatch's `LoadBalancer` dimension wants it: `app/NAME/ID`. */
  readonly loadBalancerFullName: string;
  readonly targetGroupNames: Readonly<Record<Color, string>>;
  /** Where the test listener leads from the start. @default 'blue', and whoever deploys turns it */
  readonly testSide?: Color;
  readonly listenerPort: number;
  /** @default - plain HTTP */
  readonly domain?: PublicDomain;
}

/**
 * Where a service is reached: target groups blue and green, a production and a test listener. CodeDeploy owns the
 * listeners' default action from the first deployment on, so that no property here may come from a setting that a
 * user can change; what identifies the endpoint is in its construct id instead.
 */
export class Endpoint extends Construct {
  readonly targetGroups: Readonly<Record<Color, elbv2.ApplicationTargetGroup>>;
  readonly productionListener: elbv2.ApplicationListener;
  readonly testListener: elbv2.ApplicationListener;
  private readonly loadBalancerFullName: string;

  constructor(scope: Construct, id: string, props: EndpointProps) {
    super(scope, id);
    this.loadBalancerFullName = props.loadBalancerFullName;
    const targetGroup = (constructId: string, color: Color) =>
      new elbv2.ApplicationTargetGroup(this, constructId, {
        targetGroupName: props.targetGroupNames[color],
        vpc: props.vpc,
        targetType: elbv2.TargetType.IP,
        protocol: elbv2.ApplicationProtocol.HTTP,
        // A default that no target uses: each task or pod is registered with its container's own port.
        port: 80,
        deregistrationDelay: Duration.seconds(30),
        healthCheck: {
          path: HEALTH_PATH,
          healthyHttpCodes: '200',
          interval: Duration.seconds(10),
          timeout: Duration.seconds(5),
          healthyThresholdCount: 2,
          unhealthyThresholdCount: 3,
        },
      });
    this.targetGroups = { blue: targetGroup('Blue', 'blue'), green: targetGroup('Green', 'green') };

    const listener = (constructId: string, port: number, side: Color) =>
      new elbv2.ApplicationListener(this, constructId, {
        loadBalancer: props.loadBalancer,
        port,
        protocol: props.domain ? elbv2.ApplicationProtocol.HTTPS : elbv2.ApplicationProtocol.HTTP,
        ...(props.domain && { certificates: [props.domain.certificate], sslPolicy: TLS_POLICY }),
        // Who may call is for the service to say.
        open: false,
        defaultAction: elbv2.ListenerAction.forward([this.targetGroups[side]]),
      });
    this.productionListener = listener('Production', props.listenerPort, 'blue');
    this.testListener = listener('Test', props.listenerPort + TEST_PORT_OFFSET, props.testSide ?? 'blue');
  }

  /** Requests that reached this side, a minute. */
  metricRequests(color: Color, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('RequestCount', color, { statistic: 'Sum', ...options });
  }

  /** Answers of 5xx from this side's tasks, a minute. */
  metricErrors(color: Color, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('HTTPCode_Target_5XX_Count', color, { statistic: 'Sum', ...options });
  }

  /** Seconds until this side answered, for the slowest but one in a hundred. */
  metricLatency(color: Color, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('TargetResponseTime', color, { statistic: 'p99', ...options });
  }

  /** Requests for whose sake this side's tasks could not be connected to, a minute: users got a 502. */
  metricConnectionErrors(color: Color, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('TargetConnectionErrorCount', color, { statistic: 'Sum', ...options });
  }

  /** Requests that this side's tasks answered, a minute. */
  metricAnswers(color: Color, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('TargetResponseTime', color, { statistic: 'SampleCount', ...options });
  }

  /** Percent of this side's answers that took no longer than so many milliseconds. */
  metricAnswersWithin(color: Color, milliseconds: number, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    // The metric is in seconds.
    const statistic = cloudwatch.Stats.percentileRank(milliseconds / 1000);
    return this.metric('TargetResponseTime', color, { statistic, ...options });
  }

  /** Tasks of this side that pass the health check. */
  metricHealthyHosts(color: Color, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('HealthyHostCount', color, { statistic: 'Maximum', ...options });
  }

  /** Tasks of this side that do not pass the health check. */
  metricUnhealthyHosts(color: Color, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('UnHealthyHostCount', color, { statistic: 'Maximum', ...options });
  }

  /** Requests per task of this side, a minute. */
  metricRequestsPerTask(color: Color, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    // This metric is published without the load balancer's dimension too; the narrower one is asked for, as above.
    return this.metric('RequestCountPerTarget', color, { statistic: 'Sum', ...options });
  }

  private metric(metricName: string, color: Color, options: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/ApplicationELB',
      metricName,
      dimensionsMap: {
        LoadBalancer: this.loadBalancerFullName,
        TargetGroup: this.targetGroups[color].targetGroupFullName,
      },
      period: Duration.minutes(1),
      label: color,
      ...options,
    });
  }
}
