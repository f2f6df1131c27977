import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as eks from 'aws-cdk-lib/aws-eks-v2';

/** An environment's EKS cluster, as the stacks of its services see it. */
export interface KubernetesCluster {
  /** Takes manifests, service accounts and access entries, also from other stacks. */
  readonly cluster: eks.ICluster;
  /** The plain name, known at synth. */
  readonly clusterName: string;
  /** Address of the API, `https://…`; it answers inside the environment's network alone. */
  readonly endpoint: string;
  /** The certificate that the API's is signed with, in base64. */
  readonly certificateAuthority: string;
  /** Of nodes, and so of pods. */
  readonly securityGroup: ec2.ISecurityGroup;
  /** Of functions that may reach the API. */
  readonly deployerSecurityGroup: ec2.ISecurityGroup;
  /** The role that nodes work under; it is what pulls images. */
  readonly nodeRoleName: string;
}
