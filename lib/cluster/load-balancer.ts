import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import type { Environment } from '../config/delivery';
import { SubnetGroup } from '../network/constants';
import { acknowledge } from '../shared/acknowledge';
import { EVERYONE, REDIRECT_PORT } from '../shared/addresses';
import type { AccessLogBucket } from './access-log-bucket';

export interface EnvironmentLoadBalancerProps {
  readonly name: string;
  readonly exposure: 'public' | 'internal';
  readonly environment: Environment;
  readonly vpc: ec2.IVpc;
  readonly accessLogs: AccessLogBucket;
  /** Answers on port 80 with a redirect to the same address under HTTPS. */
  readonly redirectToHttps: boolean;
}

/** A load balancer that the environment's services share, each with listeners of its own. It starts closed. */
export class EnvironmentLoadBalancer extends Construct {
  readonly loadBalancer: elbv2.ApplicationLoadBalancer;
  readonly securityGroup: ec2.SecurityGroup;
  /** Ranges of the subnets that it is in, and its requests come from. */
  readonly cidrs: readonly string[];

  constructor(scope: Construct, id: string, props: EnvironmentLoadBalancerProps) {
    super(scope, id);
    this.securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc: props.vpc,
      description: `Load balancer ${props.name}: each service opens its own ports`,
      allowAllOutbound: false,
    });
    const subnets = { subnetGroupName: props.exposure === 'public' ? SubnetGroup.PUBLIC : SubnetGroup.INTERNAL };
    this.cidrs = props.vpc.selectSubnets(subnets).subnets.map((subnet) => subnet.ipv4CidrBlock);
    this.loadBalancer = new elbv2.ApplicationLoadBalancer(this, 'Resource', {
      loadBalancerName: props.name,
      vpc: props.vpc,
      internetFacing: props.exposure === 'public',
      vpcSubnets: subnets,
      securityGroup: this.securityGroup,
      deletionProtection: props.environment.production,
      dropInvalidHeaderFields: true,
    });
    props.accessLogs.receiveFrom(this.loadBalancer, props.exposure);

    if (props.redirectToHttps) {
      this.loadBalancer.addListener('Redirect', {
        port: REDIRECT_PORT,
        open: false,
        defaultAction: elbv2.ListenerAction.redirect({ protocol: 'HTTPS', port: '443', permanent: true }),
      });
      for (const cidr of props.environment.allowedCidrs) {
        this.securityGroup.addIngressRule(ec2.Peer.ipv4(cidr), ec2.Port.tcp(REDIRECT_PORT), 'Redirected to HTTPS');
      }
      if (props.environment.allowedCidrs.includes(EVERYONE)) {
        acknowledge(this.securityGroup, 'EC23', 'The redirect to HTTPS, where the configuration lets everyone in.');
      }
    }
  }
}
