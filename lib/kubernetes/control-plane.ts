import { Duration, Stack, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as eks from 'aws-cdk-lib/aws-eks-v2';
import * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Delivery, Environment } from '../config/delivery';
import { SubnetGroup } from '../network/constants';
import { removalPolicyOf, retentionOf } from '../shared/life';
import * as names from '../shared/names';
import { ClusterRole } from './cluster-role';
import { Kubectl } from './kubectl';
import { KUBERNETES_VERSION } from './versions';

export interface ControlPlaneProps {
  readonly delivery: Delivery;
  readonly environment: Environment;
  readonly vpc: ec2.IVpc;
  /** Of the version in `versions.ts`. */
  readonly kubectlLayer: lambda.ILayerVersion;
}

/**
 * Who did what (`audit`) and as whom AWS knows them (`authenticator`). The other three say how Kubernetes' own controllers do,
 * which AWS runs, and are what costs most.
 */
const LOGS = [eks.ClusterLoggingTypes.AUDIT, eks.ClusterLoggingTypes.AUTHENTICATOR];

/** Port of the cluster's API. */
const API_PORT = 443;

/**
 * The EKS cluster without anything in it. Auto Mode runs and patches its nodes, network, storage and load balancing; its API
 * answers in the environment's network alone.
 */
export class ControlPlane extends Construct {
  readonly cluster: eks.Cluster;
  /** Of functions that may reach the API, CDK's own among them. */
  readonly clients: ec2.SecurityGroup;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ControlPlaneProps,
  ) {
    super(scope, id);
    Kubectl.prepare(this);
    const { delivery, environment, vpc, kubectlLayer } = props;
    const clusterName = names.kubernetesClusterName(delivery.name, environment.name);
    const role = new ClusterRole(this, 'Role', { delivery, environment });
    const kubectl = new Kubectl(this, 'Kubectl', {
      environment,
      description: `Applies manifests and charts to EKS in ${delivery.name} ${environment.name}`,
      clusterName,
      readyName: names.kubernetesReadyName(delivery.name, environment.name),
    });
    this.clients = this.clientGroup();
    const apiGroup = this.apiGroup(this.clients);
    const logGroup = new logs.LogGroup(this, 'Logs', {
      logGroupName: names.controlPlaneLogGroupName(delivery.name, environment.name),
      retention: retentionOf(environment),
      removalPolicy: removalPolicyOf(environment),
    });
    this.cluster = new eks.Cluster(this, 'Resource', {
      clusterName,
      version: KUBERNETES_VERSION,
      vpc,
      vpcSubnets: [{ subnetGroupName: SubnetGroup.TASKS }],
      role: role.role,
      securityGroup: apiGroup,
      endpointAccess: eks.EndpointAccess.PRIVATE,
      // Whoever happens to create it has no rights in it: those that somebody has are access entries in this stack.
      bootstrapClusterCreatorAdminPermissions: false,
      // Auto Mode brings its own network and DNS.
      bootstrapSelfManagedAddons: false,
      compute: { nodePools: [] },
      secretsEncryptionKey: this.secretsKey(),
      clusterLogging: LOGS,
      // Every manifest is a resource of its own, so that there is nothing to look for when one goes.
      prune: false,
      kubectlProviderOptions: { kubectlLayer, role: kubectl.role, securityGroups: [this.clients] },
    });
    // EKS would make the group itself, without a retention, and leave it behind.
    this.cluster.node.addDependency(logGroup, apiGroup);
    kubectl.equip(this.cluster);
    this.settle(this.cluster.node.defaultChild as eks.CfnCluster);
  }

  /** What CDK's construct has no words for. */
  private settle(resource: eks.CfnCluster): void {
    // When its time is over EKS moves the cluster to the next version; extended support would be six times the price.
    resource.upgradePolicy = { supportType: 'STANDARD' };
    Validations.of(resource).acknowledge({
      id: 'CloudFormation-Validate::W9009',
      reason: "CDK's construct states what is encrypted, which can only be `secrets`.",
    });
  }

  private secretsKey(): kms.Key {
    const { delivery, environment } = this.props;
    return new kms.Key(this, 'Key', {
      description: `Kubernetes secrets of ${delivery.name} ${environment.name}`,
      enableKeyRotation: true,
      pendingWindow: Duration.days(7),
      removalPolicy: removalPolicyOf(environment),
    });
  }

  private clientGroup(): ec2.SecurityGroup {
    const { delivery, environment, vpc } = this.props;
    const name = names.kubernetesClientsName(delivery.name, environment.name);
    const group = new ec2.SecurityGroup(this, 'Clients', {
      vpc,
      securityGroupName: name,
      description: `May reach the API of EKS in ${delivery.name} ${environment.name}`,
      allowAllOutbound: false,
    });
    group.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(API_PORT), 'The cluster, AWS and chart repositories');
    return group;
  }

  /** Of the API's network interfaces, beside the cluster's own group: a client reaches the API and no pod. */
  private apiGroup(clients: ec2.ISecurityGroup): ec2.SecurityGroup {
    const group = new ec2.SecurityGroup(this, 'Api', {
      vpc: this.props.vpc,
      description: `API of EKS in ${Stack.of(this).stackName}`,
      allowAllOutbound: false,
    });
    group.addIngressRule(clients, ec2.Port.tcp(API_PORT), 'Clients of the API');
    return group;
  }
}
