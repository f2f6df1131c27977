import { Annotations, Stack, type StackProps } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import type { Delivery, Environment } from '../config/delivery';
import * as names from '../shared/names';
import { AccessLogBucket } from './access-log-bucket';
import { EnvironmentLoadBalancer } from './load-balancer';
import { PublicDomain } from './public-domain';

/** What a load balancer may have by default (quotas of Application Load Balancers and of Amazon VPC). */
const QUOTAS = { listeners: 50, 'target groups': 100, 'inbound rules of its security group': 60 };

export interface ClusterStackProps extends StackProps {
  readonly delivery: Delivery;
  readonly environment: Environment;
  readonly vpc: ec2.IVpc;
}

/** What the environment's services share: the ECS cluster and, as its services need them, the load balancers. */
export class ClusterStack extends Stack {
  readonly cluster: ecs.ICluster;
  readonly loadBalancers: Readonly<Partial<Record<'public' | 'internal', EnvironmentLoadBalancer>>>;
  readonly domain?: PublicDomain;

  constructor(scope: Construct, id: string, props: ClusterStackProps) {
    super(scope, id, props);
    const { delivery, environment, vpc } = props;
    const clusterName = names.clusterName(delivery.name, environment.name);

    // Container Insights makes a log group of its own, which empties itself after a day. Made here, it would be found in
    // the way of the next cluster of this name, as events that come late make it once more.
    this.cluster = new ecs.Cluster(this, 'Cluster', {
      clusterName,
      vpc,
      containerInsightsV2: ecs.ContainerInsights.ENHANCED,
    });

    const exposures = new Set(delivery.services.map((service) => service.exposure));
    const accessLogs = new AccessLogBucket(this, 'AccessLogs', { environment });
    if (environment.domain && exposures.has('public')) {
      this.domain = new PublicDomain(this, 'Domain', { domain: environment.domain });
    }
    this.announceQuotas(delivery, environment);
    const loadBalancer = (exposure: 'public' | 'internal', constructId: string) =>
      exposures.has(exposure)
        ? new EnvironmentLoadBalancer(this, constructId, {
            name: names.loadBalancerName(delivery.name, environment.name, exposure),
            exposure,
            environment,
            vpc,
            accessLogs,
            redirectToHttps: exposure === 'public' && environment.domain !== undefined,
          })
        : undefined;
    this.loadBalancers = {
      public: loadBalancer('public', 'Public'),
      internal: loadBalancer('internal', 'Internal'),
    };
  }

  /** A deployment that meets a quota half-way is a long wait for a message that can be had now. */
  private announceQuotas({ services }: Delivery, { allowedCidrs, domain }: Environment): void {
    for (const exposure of ['public', 'internal'] as const) {
      const own = services.filter((service) => service.exposure === exposure);
      const redirects = exposure === 'public' && domain ? 1 : 0;
      const callers = own.flatMap(({ name }) => services.filter(({ calls }) => calls.includes(name))).length;
      const needs = {
        listeners: 2 * own.length + redirects,
        'target groups': 2 * own.length,
        // One for production and one for tests of each service, for each range that is let in and for the service's probe;
        // an internal one is open to its callers and its probe, and to the whole network for tests.
        'inbound rules of its security group':
          exposure === 'public'
            ? allowedCidrs.length * (2 * own.length + redirects) + 2 * own.length
            : callers + 2 * own.length,
      };
      for (const [what, needed] of Object.entries(needs)) {
        const quota = QUOTAS[what as keyof typeof QUOTAS];
        if (needed <= quota) continue;
        Annotations.of(this).addInfo(
          `The ${exposure} load balancer needs ${needed} ${what}, and AWS allows ${quota} unless you ask for more: ` +
            'raise the quota before you deploy',
        );
      }
    }
  }
}
