import { Stack, type StackProps } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as eks from 'aws-cdk-lib/aws-eks-v2';
import type { Construct } from 'constructs';
import type { EnvironmentLoadBalancer } from '../cluster/load-balancer';
import type { Delivery, Environment } from '../config/delivery';
import { servicesOnEks } from '../config/on-eks';
import { KubectlLayer } from '../shared/kubectl-layer';
import * as names from '../shared/names';
import { addOn } from './add-on';
import { ArgoRollouts } from './argo-rollouts';
import { ControlPlane } from './control-plane';
import type { KubernetesCluster } from './kubernetes-cluster';
import { NetworkRules } from './network-rules';
import { Nodes } from './nodes';
import { ObservabilityAddOn } from './observability-add-on';
import { People } from './people';

export interface KubernetesStackProps extends StackProps {
  readonly delivery: Delivery;
  /** With at least one NAT gateway: nodes pull images, and CDK's function calls AWS. */
  readonly environment: Environment;
  readonly vpc: ec2.IVpc;
  readonly loadBalancers: Readonly<Partial<Record<'public' | 'internal', EnvironmentLoadBalancer>>>;
}

/** What an environment's services on EKS share: the cluster, its nodes, its add-ons, and what moves their traffic. */
export class KubernetesStack extends Stack implements KubernetesCluster {
  readonly cluster: eks.ICluster;
  readonly clusterName: string;
  readonly endpoint: string;
  readonly certificateAuthority: string;
  readonly securityGroup: ec2.ISecurityGroup;
  readonly deployerSecurityGroup: ec2.ISecurityGroup;
  readonly nodeRoleName: string;

  constructor(scope: Construct, id: string, props: KubernetesStackProps) {
    super(scope, id, props);
    const { delivery, environment, vpc, loadBalancers } = props;
    if (environment.network.natGateways === 0) {
      throw new Error(`EKS in ${environment.name} needs at least one NAT gateway (got natGateways: 0)`);
    }
    this.clusterName = names.kubernetesClusterName(delivery.name, environment.name);
    const kubectlLayer = new KubectlLayer(this, 'Kubectl');
    const { cluster, clients } = new ControlPlane(this, 'Cluster', { ...props, kubectlLayer });
    this.cluster = cluster;
    this.endpoint = cluster.clusterEndpoint;
    this.certificateAuthority = cluster.clusterCertificateAuthorityData;
    this.securityGroup = cluster.clusterSecurityGroup;
    this.deployerSecurityGroup = clients;

    const clusterArn = this.formatArn({ service: 'eks', resource: 'cluster', resourceName: this.clusterName });
    const within = { delivery, environment, cluster, clusterName: this.clusterName, clusterArn };
    const nodes = new Nodes(this, 'Nodes', { ...within, vpc });
    this.nodeRoleName = names.kubernetesRoleName(delivery.name, environment.name, 'nodes');
    new NetworkRules(this, 'Rules', { delivery, environment, securityGroup: this.securityGroup, loadBalancers });
    new People(this, 'People', within);

    const namespaces = servicesOnEks(delivery.services).map(({ name }) => name);
    const inside = [
      new ObservabilityAddOn(this, 'Observability', { ...within, namespaces }),
      // The horizontal autoscaler asks it how busy pods are.
      addOn(this, 'Metrics', { cluster, name: 'metrics-server' }),
      addOn(this, 'Secrets', {
        cluster,
        name: 'aws-secrets-store-csi-driver-provider',
        // Services get their secrets in variables, which Kubernetes takes from secrets of its own. Without rotation those
        // would keep, over releases, the values that the first pod found.
        configuration: { 'secrets-store-csi-driver': { syncSecret: { enabled: true }, enableSecretRotation: true } },
      }),
      new ArgoRollouts(this, 'Rollouts', within),
    ];
    // Nothing of it runs without a node; and when all goes, it goes before the nodes do.
    for (const one of inside) one.node.addDependency(nodes);
  }
}
