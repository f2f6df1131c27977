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
export function prefix(delivery: string, environment: string, service: string): string {
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
export const ENVIRONMENT_STACKS: readonly string[] = [
  'network',
  'cluster',
  'kubernetes',
  'drift',
  'observability',
  'incidents',
];

/** A stack; `part` is an environment or `toolchain`. */
export function stackName(delivery: string, part: string, name: string): string {
  return `${delivery}-${part}-${name}`;
}

/** The repository of this application's own code, which its pipeline starts from. */
export function infrastructureRepositoryName(delivery: string): string {
  return `${delivery}-infrastructure`;
}

/** The function that a deployment asks whether the new version is good. */
export function hookFunctionName(delivery: string, environment: string, service: string): string {
  return `${prefix(delivery, environment, service)}-validate`;
}

/** The function that sends requests to a service from inside its network. */
export function probeFunctionName(delivery: string, environment: string, service: string): string {
  return `${prefix(delivery, environment, service)}-probe`;
}

/** The role in the environment's account with which tests call the probe. */
export function probeRoleName(delivery: string, environment: string, service: string): string {
  return roleName(delivery, environment, service, 'probe');
}

/** The role of the build that runs a team's tests; the environments' probe roles let it in by this name. */
export function testRoleName(delivery: string, service: string, releaseLine: string): string {
  return `${pipelineName(delivery, service, releaseLine)}-test`;
}

/** The role of the build that runs a load test; the environments' probe roles let it in by this name. */
export function loadTestRoleName(delivery: string, service: string, releaseLine: string): string {
  return `${pipelineName(delivery, service, releaseLine)}-load`;
}

/** The SSM parameter, in the tools account, with what a service runs in an environment. */
export function deployedParameterName(delivery: string, environment: string, service: string): string {
  return `/${delivery}/${environment}/${service}/deployed`;
}

/** The SSM parameter, in the tools account, that stops releases into an environment. */
export function freezeParameterName(delivery: string, environment: string): string {
  return `/${delivery}/${environment}/freeze`;
}

/** The topic of the delivery's messages to people. */
export function notificationsTopicName(delivery: string): string {
  return `${delivery}-notifications`;
}

/** The function that every pipeline asks before it enters an environment. */
export function freezeFunctionName(delivery: string): string {
  return `${delivery}-release-freeze`;
}

/** The SSM Automation document that takes a service back to its last good release. */
export function rollbackDocumentName(delivery: string, service: string, releaseLine: string): string {
  return `${pipelineName(delivery, service, releaseLine)}-rollback`;
}

/** A CodeBuild project that checks a service before a merge, for example with the end `check`. */
export function checkProjectName(delivery: string, service: string, check: string): string {
  return `${delivery}-${service}-${check}`;
}

/** The function that answers pull requests, and its role, by which the approval rules know it. */
export function pullRequestsName(delivery: string): string {
  return `${delivery}-pull-requests`;
}

/** An approval rule of the delivery's repositories, as people see it on a pull request. */
export function approvalRuleName(delivery: string, rule: string): string {
  return `${delivery}-${rule}`;
}

/** The role that GitLab's jobs take on for one service on one release line. */
export function gitlabRoleName(delivery: string, service: string, releaseLine: string): string {
  return `${pipelineName(delivery, service, releaseLine)}-gitlab`;
}

/** What verifies the branches and pull requests of a service that are deployed nowhere; no line's name has an underscore. */
export function checkPipelineName(delivery: string, service: string): string {
  return `${delivery}-${service}_check`;
}

/** The pipeline of this application itself; no service may be called `infrastructure`. */
export function infrastructurePipelineName(delivery: string): string {
  return `${delivery}-infrastructure`;
}

/** The role that the application's own pipeline works under. */
export function infrastructureRoleName(delivery: string): string {
  return `${infrastructurePipelineName(delivery)}-pipeline`;
}

/** The role of the build that has ECS itself deploy; the environments' deploy roles let it in by this name. */
export function shiftRoleName(delivery: string, service: string, releaseLine: string): string {
  return `${pipelineName(delivery, service, releaseLine)}-shift`;
}

/** The bucket of the images' SBOMs; S3's names are global, hence account and region. */
export function sbomBucketName(delivery: string, account: string, region: string): string {
  return `${delivery}-sbom-${account}-${region}`;
}

/** The state machine that looks for drift; `part` is an environment or `toolchain`. */
export function driftCheckName(delivery: string, part: string): string {
  return stackName(delivery, part, 'drift');
}

/** How the names of the alarms end that incidents follow. */
export const INCIDENT_ALARM_END = { page: '-page', ticket: '-ticket' } as const;

/** The alarm that pages for a service: the incident of the service follows it. */
export function pageAlarmName(delivery: string, environment: string, service: string): string {
  return `${prefix(delivery, environment, service)}${INCIDENT_ALARM_END.page}`;
}

/** The alarm of a service that needs a person in working hours. */
export function ticketAlarmName(delivery: string, environment: string, service: string): string {
  return `${prefix(delivery, environment, service)}${INCIDENT_ALARM_END.ticket}`;
}

/** The alarm that is on as long as a service waits for its first release. */
export function firstReleaseAlarmName(delivery: string, environment: string, service: string): string {
  return `${prefix(delivery, environment, service)}-first-release`;
}

/** The alarm that is on when any service of the environment pages; it stops a game day. */
export function environmentPageAlarmName(delivery: string, environment: string): string {
  return `${delivery}-${environment}-page`;
}

/** A service's dashboard, its X-Ray group and its sampling rule. */
export function serviceDashboardName(delivery: string, environment: string, service: string): string {
  return prefix(delivery, environment, service);
}

/** The dashboard of an environment; the configuration's validation keeps it apart from those of services. */
export function environmentDashboardName(delivery: string, environment: string): string {
  return `${delivery}-${environment}`;
}

/** The dashboard of delivery metrics. */
export function deliveryMetricsName(delivery: string): string {
  return `${delivery}-delivery-metrics`;
}

/** A service's X-Ray group and sampling rule; X-Ray takes 32 characters. */
export function tracingName(delivery: string, environment: string, service: string): string {
  return prefix(delivery, environment, service);
}

/** The table of what happened to services. */
export function deliveryEventsName(delivery: string): string {
  return `${delivery}-delivery-events`;
}

/** The bucket that keeps what happened as it came; S3's names are global, hence account and region. */
export function eventArchiveBucketName(delivery: string, account: string, region: string): string {
  return `${delivery}-events-${account}-${region}`;
}

/** The table of incidents, and the function that opens and resolves them. */
export function incidentsName(delivery: string): string {
  return `${delivery}-incidents`;
}

/** The bucket of an environment's collected diagnostics; S3's names are global, hence account and region. */
export function diagnosticsBucketName(delivery: string, environment: string, account: string, region: string): string {
  return `${delivery}-${environment}-diag-${account}-${region}`;
}

/** An SSM Automation document of an environment: `scale-out`, `diagnostics`. */
export function runbookDocumentName(delivery: string, environment: string, runbook: string): string {
  return `${delivery}-${environment}-${runbook}`;
}

/** An alarm of the platform's own machinery; no environment may be called `toolchain`. */
export function platformAlarmName(delivery: string, name: string): string {
  return stackName(delivery, 'toolchain', name);
}

/** An alarm of a service beside those above, such as `availability-fast-1h`. */
export function serviceAlarmName(delivery: string, environment: string, service: string, alarm: string): string {
  return `${prefix(delivery, environment, service)}-${alarm}`;
}

/** The canary that asks a service from outside. */
export function canaryName(delivery: string, environment: string, service: string): string {
  return prefix(delivery, environment, service);
}

/** The metric of error lines in a service's log. */
export function logErrorsMetricName(delivery: string, environment: string, service: string): string {
  return `${prefix(delivery, environment, service)}-log-errors`;
}

/** The alarm on that metric. */
export function logErrorsAlarmName(delivery: string, environment: string, service: string): string {
  return `${prefix(delivery, environment, service)}-log-errors`;
}

/** A saved query of Logs Insights; slashes are folders there. @param service none for one about the whole environment */
export function savedQueryName(delivery: string, environment: string, query: string, service?: string): string {
  return [delivery, environment, ...(service === undefined ? [] : [service]), query].join('/');
}

/** The six alarms of a service that roll a deployment back, as `RollbackAlarms` names them. */
export function rollbackAlarmNames(delivery: string, environment: string, service: string): string[] {
  const sides: readonly Color[] = ['blue', 'green'];
  return sides.flatMap((side) =>
    ['errors', 'latency', 'unhealthy-hosts'].map((what) => `${prefix(delivery, environment, service)}-${side}-${what}`),
  );
}

/** The topic whose messages chat channels show. */
export function chatTopicName(delivery: string): string {
  return `${delivery}-chat`;
}

/**
 * The role in an environment's account with which incidents look at its alarms and metrics; no service may be called
 * `incidents`.
 */
export function incidentMetricsRoleName(delivery: string, environment: string): string {
  return `${delivery}-${environment}-incidents-metrics`;
}

/** What lets an environment's game days write their log. */
export function gameDayName(delivery: string, environment: string): string {
  return `${delivery}-${environment}-game-day`;
}

/** The log of an environment's game days. */
export function gameDayLogGroupName(delivery: string, environment: string): string {
  return `/${delivery}/${environment}/game-day`;
}

/** The environment's EKS cluster; ECS and EKS keep their names apart. */
export function kubernetesClusterName(delivery: string, environment: string): string {
  return `${delivery}-${environment}`;
}

/** The two target groups of a service on EKS: what users get, and what a new version is asked through before that. */
export function podTargetGroupName(
  delivery: string,
  environment: string,
  service: string,
  side: 'live' | 'next',
): string {
  return `${prefix(delivery, environment, service)}-${side}`;
}

/** The function inside an environment's network that installs a service's releases on EKS. */
export function rolloutFunctionName(delivery: string, environment: string, service: string): string {
  return `${prefix(delivery, environment, service)}-rollout`;
}

/** The log of a service's pods: the agent on each node finds it by the pod's namespace, which is the service's name. */
export function podLogGroupName(delivery: string, environment: string, service: string): string {
  return `${podLogGroupPrefix(delivery, environment)}${service}`;
}

/** What the logs of an environment's pods start with. */
export function podLogGroupPrefix(delivery: string, environment: string): string {
  return `/${delivery}/${environment}/pods/`;
}

/** The log of everything else in the cluster, such as the controllers; no service may be called `kubernetes`. */
export function clusterPodLogGroupName(delivery: string, environment: string): string {
  return `${podLogGroupPrefix(delivery, environment)}kubernetes`;
}

/** Where EKS writes what its control plane logs; the name is EKS's own. */
export function controlPlaneLogGroupName(delivery: string, environment: string): string {
  return `/aws/eks/${kubernetesClusterName(delivery, environment)}/cluster`;
}

/** Where the CloudWatch agent writes what becomes Container Insights' metrics; the name is the agent's own. */
export function containerInsightsLogGroupName(delivery: string, environment: string): string {
  return `/aws/containerinsights/${kubernetesClusterName(delivery, environment)}/performance`;
}

/** A role around the environment's EKS cluster, such as that of its `nodes`; no service may be called `kubernetes`. */
export function kubernetesRoleName(delivery: string, environment: string, suffix: 'nodes' | 'view' | 'admin'): string {
  return roleName(delivery, environment, 'kubernetes', suffix);
}

/** The security group of whatever may reach the API of the environment's EKS cluster: people look for it by its name. */
export function kubernetesClientsName(delivery: string, environment: string): string {
  return `${delivery}-${environment}-kubernetes-clients`;
}

/** What CDK makes last of a cluster, and first of what is in it. */
export function kubernetesReadyName(delivery: string, environment: string): string {
  return `/${delivery}/${environment}/kubernetes/ready`;
}

/** A Lambda layer of a stack; without one of ours its name would be the logical id, which says nothing of the delivery. */
export function layerName(stack: string, programs: 'aws-cli' | 'kubectl'): string {
  return `${stack}-${programs}`;
}
