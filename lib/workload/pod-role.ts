import { Stack } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { podPrincipal } from '../shared/pod-principal';

export interface PodRoleProps {
  /** The plain name. */
  readonly clusterName: string;
  readonly namespace: string;
  /** It need not exist yet: EKS knows it by its name. */
  readonly serviceAccount: string;
  readonly description: string;
}

/** What the pods of one service account may do: a role, and that EKS Pod Identity gives it to them. */
export class PodRole extends Construct {
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: PodRoleProps) {
    super(scope, id);
    const { clusterName, namespace, serviceAccount, description } = props;
    const clusterArn = Stack.of(this).formatArn({ service: 'eks', resource: 'cluster', resourceName: clusterName });
    this.role = new iam.Role(this, 'Role', {
      description,
      assumedBy: podPrincipal({ clusterArn, namespace, serviceAccount }),
    });
    new eks.CfnPodIdentityAssociation(this, 'Association', {
      clusterName,
      namespace,
      serviceAccount,
      roleArn: this.role.roleArn,
    });
  }
}
