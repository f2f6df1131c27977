import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct, IDependable } from 'constructs';
import type { Endpoint, EndpointProps } from '../compute/endpoint';
import type { ServiceAccess } from '../compute/service-access';
import type { ServiceContext } from '../compute/service-context';
import type { ServiceSettings } from '../config/delivery';
import type { DeployRights } from '../deployment/controller';
import type { ReleaseManifest } from '../deployment/release-manifest';
import type { KubernetesCluster } from '../kubernetes/kubernetes-cluster';
import type { KubernetesPlace } from '../tracing/trace-variables';

/**
 * What a service runs on. Everything in front of it (listeners, target groups, alarms, addresses) is the same on all
 * platforms and not here. `platformFor` chooses.
 */
export interface Platform {
  /** What of it cannot be changed once the service exists: the end of the endpoint's construct id. May be empty. */
  readonly identity: string;
  /** Where the containers' lines go, if whoever sends them knows the group by its name. @default - CloudFormation chooses one */
  readonly logGroupName?: string;
  /** Where its pods are, for their traces. @default - the collector finds out by itself */
  readonly tracedIn?: KubernetesPlace;
  /** Of what runs, where all services share one. @default - the service gets one of its own */
  readonly securityGroup?: ec2.ISecurityGroup;
  /** What its two target groups are called, and where the test listener leads at first. */
  readonly targets: Pick<EndpointProps, 'targetGroupNames' | 'testSide'>;
  /** What there is of the service besides its endpoint. @param scope the service's stack */
  workloadIn(scope: Construct, props: WorkloadProps): Workload;
}

export interface PlatformProps extends ServiceContext {
  readonly settings: ServiceSettings;
  /** The environment's ECS cluster. */
  readonly cluster: ecs.ICluster;
  /** The environment's EKS cluster. @default - none of its services is on EKS */
  readonly kubernetes?: KubernetesCluster;
}

export interface WorkloadProps {
  readonly access: ServiceAccess;
  readonly endpoint: Endpoint;
  readonly logGroup: ILogGroup;
  /** Variables that the service gets beside its own: the table's name, the addresses of called services, where traces go. */
  readonly variables: Readonly<Record<string, string>>;
}

/** A service on a platform, before and between its releases. */
export interface Workload {
  /** What the service's code may do. */
  readonly role: Role;
  /** What it takes to release the service. Called once, when everything is there that a release is judged by. */
  deploymentWith(judges: Judges): PlatformDeployment;
}

/** What a new version has to stand before. */
export interface Judges {
  /** Those that stop a deployment and roll it back. */
  readonly alarms: readonly IAlarm[];
  /** The function that is asked whether the new version is good, before it gets traffic. */
  readonly hookFunctionArn: string;
}

/** What a pipeline gets and reads in order to release a service. */
export interface PlatformDeployment {
  readonly rights: DeployRights;
  readonly manifest: ReleaseManifest;
  /** What has to be there before the manifest is published, as that starts a deployment. */
  readonly after: readonly IDependable[];
}
