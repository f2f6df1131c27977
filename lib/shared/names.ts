/**
 * The names that resources bear in AWS, in one place: constructs give them, the configuration's validation measures
 * them. All are `<delivery>-…`, so that several deliveries share an account. The kinds with a tight limit are those of
 * Elastic Load Balancing; the maximum lengths of delivery, environment and service keep every other name within its
 * own.
 */

/** Longest name of a load balancer or a target group (API reference of Elastic Load Balancing, CreateTargetGroup). */
export const LOAD_BALANCING_NAME_LIMIT = 32;
/** Longest name of an IAM role (IAM and STS quotas). */
export const ROLE_NAME_LIMIT = 64;
/** Longest name of an S3 bucket (bucket naming rules). */
export const BUCKET_NAME_LIMIT = 63;
/** Longest name of a pipeline (quotas in AWS CodePipeline). */
export const PIPELINE_NAME_LIMIT = 100;
/** Longest suffix that `roleName` takes. */
export const ROLE_SUFFIX_LIMIT = 10;

export type Color = 'blue' | 'green';
export type Exposure = 'public' | 'internal';

/** What a service's own resources in one environment start with. */
function prefix(delivery: string, environment: string, service: string): string {
  return `${delivery}-${environment}-${service}`;
}

/** One of the two target groups between which CodeDeploy moves the traffic. */
export function targetGroupName(delivery: string, environment: string, service: string, color: Color): string {
  return `${prefix(delivery, environment, service)}-${color}`;
}

/** A load balancer that the services of an environment share. */
export function loadBalancerName(delivery: string, environment: string, exposure: Exposure): string {
  return `${delivery}-${environment}-${exposure}`;
}

/** A role of a service, for example with the suffix `task`. */
export function roleName(delivery: string, environment: string, service: string, suffix: string): string {
  if (suffix.length < 1 || suffix.length > ROLE_SUFFIX_LIMIT) {
    throw new Error(`A role's suffix must have 1 to ${ROLE_SUFFIX_LIMIT} characters (got '${suffix}')`);
  }
  return `${prefix(delivery, environment, service)}-${suffix}`;
}

/** The environment's ECS cluster. */
export function clusterName(delivery: string, environment: string): string {
  return `${delivery}-${environment}`;
}

/** The family of a service's task definitions. */
export function familyName(delivery: string, environment: string, service: string): string {
  return prefix(delivery, environment, service);
}

/** The family of a service's placeholder; no service's name has an underscore, so that it is nobody else's. */
export function placeholderFamilyName(delivery: string, environment: string, service: string): string {
  return `${prefix(delivery, environment, service)}_placeholder`;
}

/** The service's repository of source in CodeCommit, and that of its images in ECR. */
export function repositoryName(delivery: string, service: string): string {
  return `${delivery}-${service}`;
}

/** The pipeline of one service on one release line. */
export function pipelineName(delivery: string, service: string, releaseLine: string): string {
  return `${delivery}-${service}-${releaseLine}`;
}

/** The bucket of the pipelines' artifacts; S3's names are global, hence account and region. */
export function bucketName(delivery: string, account: string, region: string): string {
  return `${delivery}-artifacts-${account}-${region}`;
}

/** The SSM parameter with the service's newest task definition revision. */
export function parameterName(delivery: string, environment: string, service: string): string {
  return `/${delivery}/${environment}/${service}/release`;
}

export function codeDeployApplicationName(delivery: string, environment: string, service: string): string {
  return prefix(delivery, environment, service);
}

export function deploymentGroupName(delivery: string, environment: string, service: string): string {
  return prefix(delivery, environment, service);
}

/** The variable in which a caller finds the address of the service `name`: `ORDERS_API_URL` for `orders-api`. */
export function urlVariable(name: string): string {
  return `${name.toUpperCase().replaceAll('-', '_')}_URL`;
}

/** The role that CodePipeline itself works under; the environments' deploy roles let it in by this name. */
export function pipelineRoleName(delivery: string, service: string, releaseLine: string): string {
  return `${pipelineName(delivery, service, releaseLine)}-pipeline`;
}

/** The role of the build that renders a deployment; the environments' deploy roles let it in by this name. */
export function renderRoleName(delivery: string, service: string, releaseLine: string): string {
  return `${pipelineName(delivery, service, releaseLine)}-render`;
}

/** The role in the environment's account that a pipeline deploys with. */
export function deployRoleName(delivery: string, environment: string, service: string): string {
  return roleName(delivery, environment, service, 'deploy');
}

/** The alias of the key under which the toolchain keeps artifacts, sources and images. */
export function artifactKeyAlias(delivery: string): string {
  return `alias/${delivery}-artifacts`;
}

/** Stacks that every environment has or will have: no service may have one of these names, as its stack does too. */
export const ENVIRONMENT_STACKS: readonly string[] = ['network', 'cluster', 'observability', 'incidents'];

/** A stack; `part` is an environment or `toolchain`. */
export function stackName(delivery: string, part: string, name: string): string {
  return `${delivery}-${part}-${name}`;
}
