import * as eks from 'aws-cdk-lib/aws-eks-v2';
import type { Construct } from 'constructs';
import { ADD_ON_VERSIONS, type AddOnName } from './versions';

export interface AddOnProps {
  readonly cluster: eks.Cluster;
  readonly name: AddOnName;
  /** As `aws eks describe-addon-configuration` has it. @default - the add-on's own */
  readonly configuration?: Readonly<Record<string, unknown>>;
  readonly podIdentityAssociations?: eks.CfnAddon.PodIdentityAssociationProperty[];
}

/** An add-on that EKS keeps, of the version pinned in `versions.ts`. It waits until its pods run, and so needs nodes. */
export function addOn(scope: Construct, id: string, props: AddOnProps): eks.CfnAddon {
  const { cluster, name, configuration, podIdentityAssociations } = props;
  return new eks.CfnAddon(scope, id, {
    clusterName: cluster.clusterName,
    addonName: name,
    addonVersion: ADD_ON_VERSIONS[name],
    configurationValues: configuration && JSON.stringify(configuration),
    podIdentityAssociations,
    // What is written here holds, whatever somebody changed by hand.
    resolveConflicts: 'OVERWRITE',
  });
}
