/**
 * Kinds of which no package has the schema, for `schemaProblems`. They are written by hand, of the fields that are used here
 * alone, so that a field beside those or a value of another kind is found. They are no schema of whoever serves the kind: what
 * is wrong here is wrong there as well, and what AWS changes nobody here is told.
 */
import type { IObjectMeta } from '@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta';

/** As Go writes it, in one unit. */
type Duration = `${number}${'s' | 'm' | 'h'}`;

/**
 * Karpenter's own, held against `pkg/apis/crds/karpenter.sh_nodepools.yaml` of Karpenter 1.14.1 by hand, in November 2026. The
 * labels of `eks.amazonaws.com` are of "Create a Node Pool for EKS Auto Mode", in Amazon EKS's user guide.
 */
export interface NodePool {
  apiVersion: 'karpenter.sh/v1';
  kind: 'NodePool';
  metadata: IObjectMeta;
  spec: {
    template: {
      spec: {
        nodeClassRef: { group: 'eks.amazonaws.com'; kind: 'NodeClass'; name: string };
        requirements: (Among | Above)[];
        expireAfter?: Duration;
        terminationGracePeriod?: Duration;
      };
    };
    disruption?: {
      consolidationPolicy: 'WhenEmpty' | 'WhenEmptyOrUnderutilized';
      consolidateAfter: Duration;
      budgets?: { nodes: `${number}` | `${number}%` }[];
    };
    limits?: { cpu?: string };
  };
}

interface Among {
  key:
    | 'kubernetes.io/arch'
    | 'karpenter.sh/capacity-type'
    | 'eks.amazonaws.com/instance-category'
    | 'eks.amazonaws.com/instance-cpu';
  operator: 'In';
  values: [string, ...string[]];
}

interface Above {
  key: 'eks.amazonaws.com/instance-generation';
  operator: 'Gt';
  /** One whole number. */
  values: [`${number}`];
}

/** EKS Auto Mode, which publishes no schema: "Create a Node Class for Amazon EKS" in its user guide. */
export interface NodeClass {
  apiVersion: 'eks.amazonaws.com/v1';
  kind: 'NodeClass';
  metadata: IObjectMeta;
  spec: {
    role: string;
    subnetSelectorTerms: { id: string }[];
    securityGroupSelectorTerms: { id: string }[];
    networkPolicy?: 'DefaultAllow' | 'DefaultDeny';
    networkPolicyEventLogs?: 'Disabled' | 'Enabled';
    ephemeralStorage?: { size?: `${number}${'Gi' | 'G' | 'Ti' | 'T'}` };
  };
}

/** AWS Load Balancer Controller, "TargetGroupBinding", with what EKS Auto Mode has changed. */
export interface TargetGroupBinding {
  apiVersion: 'eks.amazonaws.com/v1';
  kind: 'TargetGroupBinding';
  metadata: IObjectMeta;
  spec: {
    serviceRef: { name: string; port: number | string };
    targetGroupARN: string;
    targetType: 'ip' | 'instance';
    ipAddressType?: 'ipv4' | 'ipv6';
    vpcID?: string;
  };
}

/** Secrets Store CSI Driver, "SecretProviderClass" and "Sync as Kubernetes Secret"; AWS provider, "mount options". */
export interface SecretProviderClass {
  apiVersion: 'secrets-store.csi.x-k8s.io/v1';
  kind: 'SecretProviderClass';
  metadata: IObjectMeta;
  spec: {
    provider: 'aws';
    parameters: { region?: string; usePodIdentity?: 'true' | 'false'; pathTranslation?: string; objects: string };
    secretObjects?: {
      secretName: string;
      type: string;
      labels?: { [key: string]: string };
      annotations?: { [key: string]: string };
      data: { key: string; objectName: string }[];
    }[];
  };
}
