import { type IPrincipal, ServicePrincipal, SessionTagsPrincipal } from 'aws-cdk-lib/aws-iam';

/** A service account of one cluster. */
export interface PodIdentity {
  readonly clusterArn: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/**
 * EKS Pod Identity, for the pods of one service account of one cluster: it states who asks in session tags ("Create IAM role
 * with trust policy required by EKS Pod Identity", EKS user guide). The cluster's ARN says whose account it is, too; that
 * the caller's `aws:SourceAccount` is stated is written nowhere.
 */
export function podPrincipal({ clusterArn, namespace, serviceAccount }: PodIdentity): IPrincipal {
  return new SessionTagsPrincipal(
    new ServicePrincipal('pods.eks.amazonaws.com', {
      conditions: {
        StringEquals: {
          'aws:RequestTag/eks-cluster-arn': clusterArn,
          'aws:RequestTag/kubernetes-namespace': namespace,
          'aws:RequestTag/kubernetes-service-account': serviceAccount,
        },
      },
    }),
  );
}
