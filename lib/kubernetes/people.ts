import { Stack } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks-v2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Delivery, Environment } from '../config/delivery';
import { allow } from '../shared/allow';
import * as names from '../shared/names';
import { VIEWERS_GROUP } from './constants';
import { viewerRights } from './viewer-manifests';

export interface PeopleProps {
  readonly delivery: Delivery;
  readonly environment: Environment;
  readonly cluster: eks.Cluster;
  readonly clusterArn: string;
}

/**
 * The way in for people: a role that looks at everything but secrets, and one that may do anything, for repairs. Who may take
 * them on is for the policies of the account to say; nobody has either by default. Where from: docs/kubernetes.md.
 */
export class People extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: PeopleProps,
  ) {
    super(scope, id);
    const { cluster } = props;
    const view = new eks.CfnAccessEntry(this, 'ViewAccess', {
      clusterName: cluster.clusterName,
      principalArn: this.role('View', 'view').roleArn,
      kubernetesGroups: [VIEWERS_GROUP],
    });
    const rights = new eks.KubernetesManifest(this, 'ViewRights', {
      cluster,
      manifest: viewerRights(),
      overwrite: true,
    });
    rights.node.addDependency(view);
    cluster.grantClusterAdmin('Admin', this.role('Admin', 'admin').roleArn);
  }

  private role(id: string, name: 'view' | 'admin'): iam.Role {
    const { delivery, environment, clusterArn } = this.props;
    const role = new iam.Role(this, id, {
      roleName: names.kubernetesRoleName(delivery.name, environment.name, name),
      description: `People ${name === 'view' ? 'look at' : 'repair'} EKS in ${delivery.name} ${environment.name}`,
      assumedBy: new iam.AccountPrincipal(Stack.of(this).account),
    });
    new iam.Policy(this, `${id}Policy`, { roles: [role], statements: [allow(['eks:DescribeCluster'], [clusterArn])] });
    return role;
  }
}
