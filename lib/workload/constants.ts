/** What the chart, the constructs around it and the function that installs it agree on. */

/** The API group of EKS Auto Mode's own resources (EKS user guide, "Migrate to EKS Auto Mode"). */
export const AUTO_MODE_API = 'eks.amazonaws.com/v1';

/** The service account of a service's pods is called as the service. That of the job that validates a version: */
export function validationAccount(service: string): string {
  return `${service}-validation`;
}

/** The namespace of a service, which is also the name of its Helm release and its rollout. */
export function namespaceOf(service: string): string {
  return service;
}

/** The Service whose pods a new version is asked through; that of the pods that users get is called as the service. */
export function nextServiceOf(service: string): string {
  return `${service}-next`;
}

/**
 * Of the job that asks a function whether a new version is good: AWS's own image of its CLI, by version. Whoever wants it by
 * digest writes `@sha256:…` in place of the tag.
 */
export const VALIDATION_IMAGE = 'public.ecr.aws/aws-cli/aws-cli:2.36.49';

/**
 * The parts of a pod's CPU that are set aside for its sidecars: an eighth for each, and a half for all of them together
 * at the most.
 */
export const SIDECAR_CPU = { each: 1 / 8, all: 1 / 2 } as const;

/** The environment of `rollout.lambda.ts`. */
export const ROLLOUT_VARIABLES = {
  /** Address of the cluster's API. */
  endpoint: 'KUBERNETES_ENDPOINT',
  /** The certificate that the API's is signed with, in base64. */
  certificateAuthority: 'KUBERNETES_CERTIFICATE_AUTHORITY',
  /** The name that a token is made for. */
  cluster: 'KUBERNETES_CLUSTER',
  service: 'SERVICE_NAME',
  /** Where the service's images are: `<account>.dkr.ecr.<region>.amazonaws.com/<repository>`. */
  repository: 'IMAGE_REPOSITORY',
  /** The SSM parameter with what the service's stack has published. */
  releaseParameter: 'RELEASE_PARAMETER',
  /** The Helm program. */
  helm: 'HELM',
  /** The chart's directory. */
  chart: 'CHART',
} as const;

/** Where the layer of kubectl and Helm has Helm. */
export const HELM_PROGRAM = '/opt/helm/helm';
/** Where the function's own code has the chart. */
export const CHART_DIRECTORY = '/var/task/chart';

/** How long the function works at most: Helm writes a dozen objects in seconds, and waits for none of them to be ready. */
export const ROLLOUT_SECONDS = 300;

/** What the rollout function says of a run that is not over yet. */
export const BEING_INSTALLED = 'is being installed';

/** The revision of the Helm release whose pods were stable when the newest one was installed; on the Rollout. */
export const GOOD_REVISION_ANNOTATION = 'slipway/good-revision';
/** How many pods a person wants at least, whatever the release states; on the HorizontalPodAutoscaler. */
export const HELD_ANNOTATION = 'slipway/held-minimum';
