import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as eks from 'aws-cdk-lib/aws-eks-v2';
import { Construct } from 'constructs';
import type { Delivery, Environment } from '../config/delivery';
import { servicesOnEks } from '../config/on-eks';
import { SubnetGroup } from '../network/constants';
import { cpuLimit, networkPolicySwitch, nodeClass, nodePool } from './node-manifests';
import { NodeRole } from './node-role';

export interface NodesProps {
  readonly delivery: Delivery;
  readonly environment: Environment;
  readonly vpc: ec2.IVpc;
  readonly cluster: eks.Cluster;
  readonly clusterName: string;
}

/** The nodes: what they are, how many there may be, and what they may do. What needs one depends on this construct. */
export class Nodes extends Construct {
  constructor(scope: Construct, id: string, { delivery, environment, vpc, cluster, clusterName }: NodesProps) {
    super(scope, id);
    const { role, policy } = new NodeRole(this, 'Role', { delivery, environment, clusterName });
    // EKS makes one only for the role of its own pools. It has to outlive the nodes, which is what the order below is for.
    const entry = new eks.AccessEntry(this, 'Access', {
      cluster,
      principal: role.roleArn,
      accessEntryType: eks.AccessEntryType.EC2,
      accessPolicies: [
        eks.AccessPolicy.fromAccessPolicyName('AmazonEKSAutoNodePolicy', {
          accessScopeType: eks.AccessScopeType.CLUSTER,
        }),
      ],
    });
    const services = servicesOnEks(delivery.services);
    const policies = this.manifest('NetworkPolicies', cluster, networkPolicySwitch());
    const kind = this.manifest(
      'Class',
      cluster,
      nodeClass({
        roleName: role.roleName,
        subnetIds: vpc.selectSubnets({ subnetGroupName: SubnetGroup.TASKS }).subnetIds,
        securityGroupId: cluster.clusterSecurityGroupId,
      }),
    );
    const pool = this.manifest(
      'Pool',
      cluster,
      nodePool({
        architectures: [...new Set(services.map(({ architecture }) => architecture))],
        cpuLimit: cpuLimit(services, environment.name),
        production: environment.production,
      }),
    );
    kind.node.addDependency(entry, policy);
    pool.node.addDependency(kind, policies);
  }

  private manifest(id: string, cluster: eks.Cluster, manifest: Record<string, unknown>): eks.KubernetesManifest {
    // Applied, not created: EKS may have made an object of that name.
    return new eks.KubernetesManifest(this, id, { cluster, manifest: [manifest], overwrite: true });
  }
}
