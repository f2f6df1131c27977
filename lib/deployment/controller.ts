import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { ICluster } from 'aws-cdk-lib/aws-ecs';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct, IConstruct } from 'constructs';
import type { Endpoint } from '../compute/endpoint';
import type { PlaceholderService } from '../compute/placeholder-service';
import type { ServiceControl } from '../compute/service-control';
import type { ServiceSettings } from '../config/delivery';
import type { EcsRelease } from './release-manifest';

/** Who moves the traffic of a service on ECS: CodeDeploy, or ECS itself. `controllerFor` chooses. */
export interface DeploymentController {
  /** What the service is created with. */
  readonly control: ServiceControl;
  /** What a deployment of the service takes once it exists. */
  deploymentOf(scope: Construct, id: string, props: DeploymentProps): Deployment;
}

export interface ControllerProps {
  readonly endpoint: Endpoint;
  readonly serviceName: string;
}

export interface DeploymentProps {
  /** Delivery, environment and service, which names are made of. */
  readonly path: readonly [delivery: string, environment: string, service: string];
  readonly cluster: ICluster;
  /** The cluster's name as a plain string, for policies. */
  readonly clusterName: string;
  readonly service: PlaceholderService;
  readonly endpoint: Endpoint;
  readonly settings: Pick<ServiceSettings, 'strategy' | 'bakeMinutes'>;
  /** Those that stop a deployment and roll it back. */
  readonly alarms: readonly IAlarm[];
  /** Roles of the tasks that a deployment starts. */
  readonly passRoleArns: readonly string[];
  /** The function that is asked whether the new version is good, before it gets traffic. */
  readonly hookFunctionArn: string;
}

/** What a deployment takes. */
export interface Deployment extends IConstruct {
  readonly rights: DeployRights;
  /** What a deployment reads about the controller. */
  readonly manifest: Pick<EcsRelease, 'hook' | 'native'>;
}

/** What the deploy role gets for a deployment, besides reading the release. */
export interface DeployRights {
  readonly statements: readonly PolicyStatement[];
  /** Wildcards in the statements' resources, and why. */
  readonly wildcards: readonly { readonly resource: string; readonly reason: string }[];
  /** The name of the role that deploys with it, for a release line of the service. */
  deployerOn(delivery: string, service: string, releaseLine: string): string;
  /** Whether CodePipeline reads the rendered files under the deploy role. */
  readonly readsArtifacts: boolean;
}
