import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Delivery, Environment } from '../config/delivery';
import { acknowledge } from '../shared/acknowledge';

export interface ClusterRoleProps {
  readonly delivery: Delivery;
  readonly environment: Environment;
}

/** What Auto Mode works with ("Learn about identity and access in EKS Auto Mode"); CDK attaches all but the first itself. */
const AUTO_MODE_POLICIES = [
  'AmazonEKSClusterPolicy',
  'AmazonEKSComputePolicy',
  'AmazonEKSBlockStoragePolicy',
  'AmazonEKSLoadBalancingPolicy',
  'AmazonEKSNetworkingPolicy',
];

/**
 * What EKS works under in this account. AWS's own policies let it touch what has the cluster's tag, which the target groups of
 * services have, too: `AmazonEKSLoadBalancingPolicy` to put pods into them, `AmazonEKSServiceRolePolicy` to take them out.
 */
export class ClusterRole extends Construct {
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, { delivery, environment }: ClusterRoleProps) {
    super(scope, id);
    this.role = new iam.Role(this, 'Resource', {
      description: `EKS in ${delivery.name} ${environment.name}`,
      // CDK lets it tag its session, by which AWS's policies know the cluster. That EKS says on whose behalf it comes is
      // documented nowhere.
      assumedBy: new iam.ServicePrincipal('eks.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName(AUTO_MODE_POLICIES[0]!)],
    });
    for (const name of AUTO_MODE_POLICIES) {
      acknowledge(
        this.role,
        `IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${name}]`,
        'EKS wants it, and it goes along with what Auto Mode does.',
      );
    }
  }
}
