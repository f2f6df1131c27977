import { Annotations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import type { PublicDomain } from '../cluster/public-domain';
import type { ServiceSettings } from '../config/delivery';
import { acknowledge } from '../shared/acknowledge';
import { EVERYONE, FIRST_CONTAINER_PORT, isWide, LAST_CONTAINER_PORT, TEST_PORT_OFFSET } from '../shared/addresses';
import { urlVariable } from '../shared/names';
import type { ServiceContext } from './service-context';

export interface ServiceAccessProps extends ServiceContext {
  readonly settings: ServiceSettings;
  /** Of what runs, where several services share it: whoever made it has also written its rules. @default - one of its own */
  readonly securityGroup?: ec2.ISecurityGroup;
}

/** Who may call the service and whom it may call, as security group rules, and the addresses that follow from it. */
export class ServiceAccess extends Construct {
  readonly loadBalancer: elbv2.IApplicationLoadBalancer;
  readonly loadBalancerFullName: string;
  readonly securityGroup: ec2.ISecurityGroup;
  /** For public services of an environment with a domain. */
  readonly domain?: PublicDomain;
  readonly url: string;
  readonly testUrl: string;
  /** `<NAME>_URL` for each service that this one calls. */
  readonly calledUrls: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: ServiceAccessProps) {
    super(scope, id);
    const { service, settings, vpc } = props;
    const own = props.loadBalancers[service.exposure]!;
    // Imported, so that this service's rules and listeners live in this stack and not in the one all services share.
    this.loadBalancer = elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(this, 'LoadBalancer', {
      loadBalancerArn: own.loadBalancer.loadBalancerArn,
      loadBalancerDnsName: own.loadBalancer.loadBalancerDnsName,
      loadBalancerCanonicalHostedZoneId: own.loadBalancer.loadBalancerCanonicalHostedZoneId,
      securityGroupId: own.securityGroup.securityGroupId,
      securityGroupAllowsAllOutbound: false,
      vpc,
    });
    this.loadBalancerFullName = own.loadBalancer.loadBalancerFullName;
    this.domain = service.exposure === 'public' ? props.domain : undefined;

    const entrance = this.imported('Entrance', own.securityGroup);
    this.securityGroup = props.securityGroup ?? this.groupBehind(entrance, props);
    this.openListeners(entrance, props);
    this.calledUrls = this.callOthers(props);

    const port = settings.listenerPort;
    const scheme = this.domain ? 'https' : 'http';
    const host = this.domain ? this.ownName(service.name, this.domain) : own.loadBalancer.loadBalancerDnsName;
    this.url = `${scheme}://${host}${port === (this.domain ? 443 : 80) ? '' : `:${port}`}`;
    this.testUrl = `${scheme}://${host}:${port + TEST_PORT_OFFSET}`;
  }

  /** A group of the service's own, which its load balancer reaches. */
  private groupBehind(entrance: ec2.ISecurityGroup, props: ServiceAccessProps): ec2.ISecurityGroup {
    const { delivery, environment, service, vpc } = props;
    const group = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: `Tasks of ${service.name} in ${delivery.name} ${environment.name}`,
    });
    // The container's port belongs to a release, and two releases run side by side: all ports that one may choose.
    group.connections.allowFrom(
      entrance,
      ec2.Port.tcpRange(FIRST_CONTAINER_PORT, LAST_CONTAINER_PORT),
      `Load balancer to ${service.name}`,
    );
    return group;
  }

  /** Public: the configured ranges. Internal: the callers open it for themselves. Test traffic never from half the world. */
  private openListeners(entrance: ec2.ISecurityGroup, { environment, service, settings }: ServiceAccessProps): void {
    const port = settings.listenerPort;
    const test = ec2.Port.tcp(port + TEST_PORT_OFFSET);
    if (service.exposure === 'internal') {
      entrance.addIngressRule(ec2.Peer.ipv4(environment.network.cidr), test, `Test traffic to ${service.name}`);
      return;
    }

    for (const cidr of environment.allowedCidrs) {
      entrance.addIngressRule(ec2.Peer.ipv4(cidr), ec2.Port.tcp(port), `To ${service.name}`);
      if (!isWide(cidr)) entrance.addIngressRule(ec2.Peer.ipv4(cidr), test, `Test traffic to ${service.name}`);
    }
    if (environment.allowedCidrs.includes(EVERYONE)) {
      acknowledge(entrance, 'EC23', 'A public service under TLS, opened to everyone by the configuration.');
    }
    if (environment.allowedCidrs.length === 0) {
      Annotations.of(this).addInfo(
        `Nobody can reach ${service.name} in ${environment.name} yet: list your own address in the environment's ` +
          "allowedCidrs, such as ['203.0.113.7/32'], or set its domain",
      );
    }
  }

  /** Opens the called services' listeners to this service's own group and says where they are. */
  private callOthers(props: ServiceAccessProps): Record<string, string> {
    const { delivery, environment, service, loadBalancers } = props;
    const internal = loadBalancers.internal;
    if (!internal || service.calls.length === 0) return {};
    // Through a shared group two services may call the same one, and EC2 refuses a rule that is there already.
    const entrance = props.securityGroup ? undefined : this.imported('Internal', internal.securityGroup);
    return Object.fromEntries(
      service.calls.map((name) => {
        const called = delivery.services.find((other) => other.name === name)!.in[environment.name]!;
        const port = called.listenerPort;
        entrance?.addIngressRule(this.securityGroup, ec2.Port.tcp(port), `${service.name} calls ${name}`);
        return [urlVariable(name), `http://${internal.loadBalancer.loadBalancerDnsName}:${port}`];
      }),
    );
  }

  private ownName(serviceName: string, domain: PublicDomain): string {
    new route53.ARecord(this, 'Name', {
      zone: domain.zone,
      recordName: serviceName,
      target: route53.RecordTarget.fromAlias(new LoadBalancerTarget(this.loadBalancer)),
    });
    return `${serviceName}.${domain.name}`;
  }

  private imported(id: string, group: ec2.ISecurityGroup): ec2.ISecurityGroup {
    return ec2.SecurityGroup.fromSecurityGroupId(this, id, group.securityGroupId, { allowAllOutbound: false });
  }
}
