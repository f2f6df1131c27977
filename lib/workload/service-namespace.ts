import * as eks from 'aws-cdk-lib/aws-eks-v2';
import { Construct } from 'constructs';
import { argoRolloutsIn } from '../kubernetes/argo-rollouts-rights';
import { namespaceOf } from './constants';
import { NAMESPACE_RULES } from './namespace-rules';

export interface ServiceNamespaceProps {
  readonly cluster: eks.ICluster;
  readonly serviceName: string;
  /** The Kubernetes group of whoever installs releases. */
  readonly deployers: string;
}

/** The Role and the RoleBinding. */
const DEPLOYER = 'deployer';

/**
 * A service's part of the cluster, and who may install releases and replace pods there. When the service's stack is removed, everything in the
 * namespace goes with it: releases, pods, and their places in the target groups.
 */
export class ServiceNamespace extends Construct {
  constructor(scope: Construct, id: string, props: ServiceNamespaceProps) {
    super(scope, id);
    const { cluster, serviceName, deployers } = props;
    const name = namespaceOf(serviceName);
    const namespace = new eks.KubernetesManifest(this, 'Namespace', {
      cluster,
      // Applied, not created: a deployment that was cut off may have left it.
      overwrite: true,
      manifest: [
        {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: {
            name,
            labels: {
              // The strictest of Kubernetes' own standards: no pod gets in that could do more than a task on Fargate.
              'pod-security.kubernetes.io/enforce': 'restricted',
              // A pod counts as ready when the load balancer finds it well.
              'eks.amazonaws.com/pod-readiness-gate-inject': 'enabled',
            },
          },
        },
      ],
    });
    const rights = new eks.KubernetesManifest(this, 'Rights', {
      cluster,
      overwrite: true,
      manifest: [
        {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'Role',
          metadata: { name: DEPLOYER, namespace: name },
          rules: NAMESPACE_RULES,
        },
        {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'RoleBinding',
          metadata: { name: DEPLOYER, namespace: name },
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: DEPLOYER },
          subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: deployers }],
        },
        argoRolloutsIn(name),
      ],
    });
    rights.node.addDependency(namespace);
  }
}
