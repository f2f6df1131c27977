import type { Delivery } from '../../../lib/config/delivery';
import * as names from '../../../lib/shared/names';
import { DELIVERIES } from '../../support/deliveries';
import type { Access, SynthesizedRole } from '../../support/iam';
import { resourcesIn } from '../../support/template';

/** Where a table is proven: one service on one release line, in one environment of one delivery. */
export interface Spot {
  readonly delivery: keyof typeof DELIVERIES;
  readonly service: string;
  readonly line: string;
  readonly environment: string;
}

export function spot(delivery: Spot['delivery'], service: string, line: string, environment: string): Spot {
  return { delivery, service, line, environment };
}

/** CodePipeline puts artifacts below the first 20 characters of the pipeline's name. */
const ARTIFACT_PREFIX_LENGTH = 20;

/** The ARNs of a spot, by their names in AWS: made here once more, so that a policy with a wrong one is found. */
export class Place {
  readonly delivery: Delivery;
  /** What tells the key of artifacts from others: its alias. */
  readonly keyContext: Record<string, string[]>;
  private readonly tools: readonly [region: string, account: string];
  private readonly home: readonly [region: string, account: string];

  constructor(
    readonly access: Access,
    readonly at: Spot,
    readonly role: SynthesizedRole,
  ) {
    this.delivery = DELIVERIES[at.delivery];
    this.keyContext = { 'kms:ResourceAliases': [names.artifactKeyAlias(this.delivery.name)] };
    this.tools = this.placeOf(`${this.delivery.name}-toolchain-artifacts`);
    this.home = this.placeOf(`${this.delivery.name}-${at.environment}-network`);
  }

  /** Another service, environment and release line than the spot's. */
  get other(): { readonly service: string; readonly environment: string; readonly line: string } {
    const differs = (own: string) => (item: { readonly name: string }) => item.name !== own;
    return {
      service: this.delivery.services.find(differs(this.at.service))!.name,
      environment: this.delivery.environments.find(differs(this.at.environment))!.name,
      // A delivery with one release line has no other; its name stands for one.
      line: this.delivery.releaseLines.find(differs(this.at.line))?.name ?? 'hotfix',
    };
  }

  get service() {
    return this.delivery.services.find(({ name }) => name === this.at.service)!;
  }

  /** An ARN in the account and region of tools. */
  inTools(service: string, resource: string): string {
    return `arn:aws:${service}:${this.tools.join(':')}:${resource}`;
  }

  /** An ARN in the account and region of the environment. */
  inEnvironment(service: string, resource: string): string {
    return `arn:aws:${service}:${this.home.join(':')}:${resource}`;
  }

  /** A role in the account of tools, or of the environment. */
  roleIn(place: 'tools' | 'environment', name: string): string {
    return `arn:aws:iam::${(place === 'tools' ? this.tools : this.home)[1]}:role/${name}`;
  }

  /** `<delivery>-<environment>-<service>`, and what hangs on it. */
  own(suffix = '', { environment, service } = this.at as { environment: string; service: string }): string {
    return `${this.delivery.name}-${environment}-${service}${suffix}`;
  }

  pipelineName(service = this.at.service, line = this.at.line): string {
    return names.pipelineName(this.delivery.name, service, line);
  }

  pipeline(service?: string, line?: string): string {
    return this.inTools('codepipeline', this.pipelineName(service, line));
  }

  images(service = this.at.service): string {
    return this.inTools('ecr', `repository/${this.delivery.name}-${service}`);
  }

  /** The service's repository of source in CodeCommit. */
  repository(name: string = this.at.service): string {
    const { source } = this.service;
    const own = source.kind === 'codecommit' ? source.repositoryName : `${this.delivery.name}-${name}`;
    return this.inTools('codecommit', name === this.at.service ? own : `${this.delivery.name}-${name}`);
  }

  /** The bucket of artifacts in the region of tools, or of the environment. */
  artifacts(place: 'tools' | 'environment' = 'tools'): string {
    const [region] = place === 'tools' ? this.tools : this.home;
    return `arn:aws:s3:::${names.bucketName(this.delivery.name, this.tools[1], region)}`;
  }

  /** A file of a pipeline in it. */
  artifact(place: 'tools' | 'environment' = 'tools', pipeline = this.pipelineName(), name = 'Source'): string {
    return `${this.artifacts(place)}/${pipeline.slice(0, ARTIFACT_PREFIX_LENGTH)}/${name}/AbCdEf1`;
  }

  sbom(service = this.at.service): string {
    const [region, account] = this.tools;
    return `arn:aws:s3:::${names.sbomBucketName(this.delivery.name, account, region)}/sbom/${service}/sha256-0123.json`;
  }

  /** The key of artifacts, sources and images in the region of tools, or of the environment. */
  key(place: 'tools' | 'environment' = 'tools'): string {
    const isElsewhere = place === 'environment' && this.home[0] !== this.tools[0];
    const region = isElsewhere ? `-${this.home[0]}` : '';
    return this.access.arn('AWS::KMS::Key', `${this.delivery.name}-toolchain-artifacts${region}/Key`);
  }

  /** The release parameter of the environment's stack, what is deployed there, or whether it is frozen. */
  parameter(
    name: 'release' | 'deployed' | 'freeze',
    { environment, service } = this.at as Pick<Spot, 'environment' | 'service'>,
  ) {
    const { delivery } = this;
    if (name === 'release') {
      return this.inEnvironment('ssm', `parameter${names.parameterName(delivery.name, environment, service)}`);
    }
    const parameter =
      name === 'freeze'
        ? names.freezeParameterName(delivery.name, environment)
        : names.deployedParameterName(delivery.name, environment, service);
    return this.inTools('ssm', `parameter${parameter}`);
  }

  /** The table of what happened, or of incidents. */
  table(of: 'events' | 'incidents'): string {
    const { name } = this.delivery;
    return this.inTools(
      'dynamodb',
      `table/${of === 'events' ? names.deliveryEventsName(name) : names.incidentsName(name)}`,
    );
  }

  /** An event as it came, in the archive. */
  get archived(): string {
    const [region, account] = this.tools;
    return `arn:aws:s3:::${names.eventArchiveBucketName(this.delivery.name, account, region)}/2026/11/23/0123.json`;
  }

  /** Tasks of an environment's cluster. */
  task(environment = this.at.environment): string {
    return this.inEnvironment('ecs', `task/${names.clusterName(this.delivery.name, environment)}/0123456789abcdef`);
  }

  get cluster(): string {
    return this.inEnvironment('ecs', `cluster/${names.clusterName(this.delivery.name, this.at.environment)}`);
  }

  /** One of the service's functions in the environment: `-probe`, `-rollout:view`, `-validate`. */
  function(end: string, at: Pick<Spot, 'environment' | 'service'> = this.at): string {
    return this.inEnvironment('lambda', `function:${this.own(end, at)}`);
  }

  /** The environment's EKS cluster. */
  kubernetes(environment = this.at.environment): string {
    return this.inEnvironment('eks', `cluster/${names.kubernetesClusterName(this.delivery.name, environment)}`);
  }

  /** What AWS FIS has an agent do: a document of AWS's own, which is in no account. */
  get agentDocument(): string {
    return `arn:aws:ssm:${this.home[0]}::document/AWSFIS-Run-Network-Latency-ECS`;
  }

  /** Whether the environment is in another account than the tools. */
  get isInOwnAccount(): boolean {
    return this.tools[1] !== this.home[1];
  }

  get topic(): string {
    return this.inTools('sns', names.notificationsTopicName(this.delivery.name));
  }

  /** A stream of a log group, found by the start of its logical id in the role's own stack. */
  logs(start: string): string {
    const group = this.access.arn('AWS::Logs::LogGroup', `${this.role.stack.name}/${start}`);
    return group.replace(/\*$/, 'log-stream:2026/11/23');
  }

  /** What a program or a test of the pipeline writes reports to. */
  report(project: string, report: string, prefix = this.pipelineName()): string {
    return this.inTools('codebuild', `report-group/${prefix}-${project}-${report}`);
  }

  project(project: string, prefix = this.pipelineName()): string {
    return this.inTools('codebuild', `project/${prefix}-${project}`);
  }

  /** The bundled programs of the role's build: where its project says that they are. */
  get programs(): string {
    const { stack, arn } = this.role;
    const project = resourcesIn([stack], 'AWS::CodeBuild::Project')
      .map(({ properties }) => this.access.value(stack, properties))
      .find(({ ServiceRole }) => ServiceRole === arn);
    const variables: { Name: string; Value: string }[] = project.Environment.EnvironmentVariables;
    return `arn:aws:s3:::${variables.find(({ Name }) => Name === 'SLIPWAY_PROGRAMS')!.Value.slice('s3://'.length)}`;
  }

  /** A resource of the role's own stack that CloudFormation names. */
  found(type: string, start: string): string {
    return this.access.arn(type, `${this.role.stack.name}/${start}`);
  }

  /** The one of them whose logical id has this before its hash. */
  foundBy(type: string, end: string): string {
    const { stack } = this.role;
    const ids = resourcesIn([stack], type).filter(({ id }) => new RegExp(`${end}[0-9A-F]{8}$`).test(id));
    if (ids.length !== 1) throw new Error(`${ids.length} resources ${type} …${end} in ${stack.name}`);
    return this.access.arn(type, ids[0]!.where);
  }

  private placeOf(stackName: string): [region: string, account: string] {
    const stack = this.access.stacks.find(({ name }) => name === stackName)!;
    return ['Region', 'AccountId'].map((pseudo) => this.access.value(stack, { Ref: `AWS::${pseudo}` })) as [
      string,
      string,
    ];
  }
}
