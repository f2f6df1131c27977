import type { Scaling, Service, Strategy } from '../config/delivery';

/**
 * What the chart is rendered with: everything about a release of a service on EKS. An environment's stack publishes all but
 * the image, and a pipeline adds that. Amounts of CPU and memory are in Kubernetes' own words. `chart/values.schema.json`
 * says the same to Helm, and refuses what is not in it.
 */
export interface ChartValues {
  /** Set by a release: the repository with the image's digest. */
  readonly image?: string;
  readonly delivery: string;
  readonly environment: string;
  readonly service: string;
  /** Where the cluster, the service's secrets, its metrics and the function that validates it are. */
  readonly region: string;
  readonly architecture: Service['architecture'];
  /** The container's, where it answers. */
  readonly port: number;
  /** Which it answers with 200 while its process is well. */
  readonly healthPath: string;
  /** Of the pod: of the service's container and of the sidecars. */
  readonly user: UserValues;
  /** What each container may use for a while, as long as others leave it: the CPU of the whole pod. For example `250m`. */
  readonly cpuLimit: string;
  readonly app: ContainerValues & {
    /** Command and arguments. @default - the service is asked over HTTP whether it lives */
    readonly healthCommand?: readonly string[];
  };
  readonly sidecars: readonly SidecarValues[];
  /** @default - the service is not traced */
  readonly collector?: SidecarValues & { readonly user: UserValues };
  /** Variables of the service's container whose values Secrets Manager or Systems Manager has. */
  readonly secrets: readonly SecretValues[];
  readonly scaling: Pick<Scaling, 'minimum' | 'maximum' | 'cpuPercent'>;
  readonly strategy: Strategy;
  /** How long a release is watched after all traffic has moved. */
  readonly bakeMinutes: number;
  /** ARNs: what users get, and what a new version is asked through before that. */
  readonly targetGroups: { readonly live: string; readonly next: string };
  /** Ranges of the subnets that the service's own load balancer is in: requests come from there and from nowhere else. */
  readonly loadBalancerCidrs: readonly string[];
  /** The services that this one calls: where their load balancer is, and the ports they have on it. Ports may be empty. */
  readonly calls: { readonly cidrs: readonly string[]; readonly ports: readonly number[] };
  readonly analysis: AnalysisValues;
  readonly validation: ValidationValues;
}

/** Numbers from 1 on. */
export interface UserValues {
  readonly uid: number;
  readonly gid: number;
}

export interface ContainerValues {
  /** What is set aside, which of all containers together is what a Fargate task has. For example `219m`. */
  readonly cpu: string;
  /** What is set aside, and the most it may use. For example `384Mi`. */
  readonly memory: string;
  readonly variables: Readonly<Record<string, string>>;
}

export interface SidecarValues extends ContainerValues {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
}

export interface SecretValues {
  readonly variable: string;
  readonly kind: 'secretsmanager' | 'ssmparameter';
  readonly name: string;
  /** A key at the top of a secret that is a JSON object. @default - the whole of it */
  readonly jsonKey?: string;
}

/** What a release must stay within, as `RollbackAlarms` has it. */
export interface AnalysisValues {
  /** As CloudWatch's dimensions have them: `app/NAME/ID` and `targetgroup/NAME/ID` of the live side. */
  readonly loadBalancer: string;
  readonly targetGroup: string;
  readonly errorPercent: number;
  readonly p99Milliseconds: number;
}

/** The function that is asked whether a new version is good, before it gets traffic. */
export interface ValidationValues {
  readonly functionName: string;
  /** How long the function takes at most. */
  readonly timeoutSeconds: number;
  /** Of the job that asks it: an image with the AWS CLI. */
  readonly image: string;
}
