/** The pipeline of one service on one release line. */
export function pipelineName(delivery: string, service: string, releaseLine: string): string {
  return `${delivery}-${service}-${releaseLine}`;
}

/** What verifies the branches and pull requests of a service that are deployed nowhere; no line's name has an underscore. */
export function checkPipelineName(delivery: string, service: string): string {
  return `${delivery}-${service}_check`;
}

/** The pipeline of this application itself; no service may be called `infrastructure`. */
export function infrastructurePipelineName(delivery: string): string {
  return `${delivery}-infrastructure`;
}

/** The role that CodePipeline itself works under; the environments' deploy roles let it in by this name. */
export function pipelineRoleName(delivery: string, service: string, releaseLine: string): string {
  return `${pipelineName(delivery, service, releaseLine)}-pipeline`;
}

/** The role that the application's own pipeline works under. */
export function infrastructureRoleName(delivery: string): string {
  return `${infrastructurePipelineName(delivery)}-pipeline`;
}

/** The role of the build that renders a deployment; the environments' deploy roles let it in by this name. */
export function renderRoleName(delivery: string, service: string, releaseLine: string): string {
  return `${pipelineName(delivery, service, releaseLine)}-render`;
}

/** The role of the build that has ECS itself deploy; the environments' deploy roles let it in by this name. */
export function shiftRoleName(delivery: string, service: string, releaseLine: string): string {
  return `${pipelineName(delivery, service, releaseLine)}-shift`;
}

/** The role of the build that runs a team's tests; the environments' probe roles let it in by this name. */
export function testRoleName(delivery: string, service: string, releaseLine: string): string {
  return `${pipelineName(delivery, service, releaseLine)}-test`;
}

/** The role of the build that runs a load test; the environments' probe roles let it in by this name. */
export function loadTestRoleName(delivery: string, service: string, releaseLine: string): string {
  return `${pipelineName(delivery, service, releaseLine)}-load`;
}

/** The role that GitLab's jobs take on for one service on one release line. */
export function gitlabRoleName(delivery: string, service: string, releaseLine: string): string {
  return `${pipelineName(delivery, service, releaseLine)}-gitlab`;
}

/** The bucket of the pipelines' artifacts; S3's names are global, hence account and region. */
export function bucketName(delivery: string, account: string, region: string): string {
  return `${delivery}-artifacts-${account}-${region}`;
}

/** The alias of the key under which the toolchain keeps artifacts, sources and images. */
export function artifactKeyAlias(delivery: string): string {
  return `alias/${delivery}-artifacts`;
}
