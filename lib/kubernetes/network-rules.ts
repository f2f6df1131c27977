import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { EnvironmentLoadBalancer } from '../cluster/load-balancer';
import type { Delivery, Environment } from '../config/delivery';
import { servicesOnEks } from '../config/on-eks';
import { FIRST_CONTAINER_PORT, LAST_CONTAINER_PORT } from '../shared/addresses';

export interface NetworkRulesProps {
  readonly delivery: Delivery;
  readonly environment: Environment;
  /** Of nodes and pods. */
  readonly securityGroup: ec2.ISecurityGroup;
  readonly loadBalancers: Readonly<Partial<Record<'public' | 'internal', EnvironmentLoadBalancer>>>;
}

/**
 * Who reaches pods and whom they reach, for all services at once: with Auto Mode pods have the group of their node, so that two
 * services that call a third would want the same rule twice, which EC2 refuses. Among pods the network policies of each
 * service's chart say more. Their way out is the cluster's own group's, which EKS opens to everywhere.
 */
export class NetworkRules extends Construct {
  constructor(scope: Construct, id: string, props: NetworkRulesProps) {
    super(scope, id);
    const { delivery, environment, securityGroup, loadBalancers } = props;
    const services = servicesOnEks(delivery.services);
    for (const exposure of new Set(services.map((service) => service.exposure))) {
      const { securityGroup: own } = loadBalancers[exposure]!;
      securityGroup.connections.allowFrom(
        imported(this, exposure === 'public' ? 'Public' : 'Internal', own),
        ec2.Port.tcpRange(FIRST_CONTAINER_PORT, LAST_CONTAINER_PORT),
        `The ${exposure} load balancer to pods`,
      );
    }
    const called = [...new Set(services.flatMap(({ calls }) => calls))];
    if (called.length === 0) return;
    const entrance = imported(this, 'Called', loadBalancers.internal!.securityGroup);
    for (const name of called.sort()) {
      const { listenerPort } = delivery.services.find((service) => service.name === name)!.in[environment.name]!;
      entrance.addIngressRule(securityGroup, ec2.Port.tcp(listenerPort), `Pods call ${name}`);
    }
  }
}

/** So that the rules are in this stack, and not in the one that all services share. */
function imported(scope: Construct, id: string, group: ec2.ISecurityGroup): ec2.ISecurityGroup {
  return ec2.SecurityGroup.fromSecurityGroupId(scope, id, group.securityGroupId, { allowAllOutbound: false });
}
