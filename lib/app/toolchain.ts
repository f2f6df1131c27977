import type { Stack, StackProps } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ArtifactsStack } from '../artifacts/artifacts-stack';
import { AccountBudget } from '../budget/account-budget';
import type { Delivery, Infrastructure, ReleaseLine, Service } from '../config/delivery';
import { DeliveryMetricsStack } from '../delivery-metrics/delivery-metrics-stack';
import { DriftStack } from '../drift/drift-stack';
import { IncidentsStack } from '../incidents/incidents-stack';
import { InfrastructurePipelineStack } from '../infrastructure/infrastructure-pipeline-stack';
import { DeliveryMetricsDashboard } from '../observability/dashboards/delivery-metrics-dashboard';
import { CheckPipelineStack, type ConnectedService, connectedServices } from '../pipeline/check-pipeline-stack';
import { PipelineStack } from '../pipeline/pipeline-stack';
import { ChecksStack } from '../pull-request/checks-stack';
import { PullRequestStack } from '../pull-request/pull-request-stack';
import { codeCommitServices } from '../pull-request/repositories';
import { RegistryStack } from '../registry/registry-stack';
import { ReleaseStack } from '../release/release-stack';
import { otherRegions } from '../shared/accounts';
import { toolchainRemovalPolicyOf, toolchainRetentionOf } from '../shared/life';
import { stackName } from '../shared/names';
import { SourceStack } from '../source/source-stack';
import { driftedStacks } from './drifted-stacks';
import { Tag, tagWithIdentity } from './tagging';

export interface ToolchainProps {
  readonly delivery: Delivery;
  /** The environments' stacks, by the environment's and then the service's name. */
  readonly environments: Readonly<Record<string, Readonly<Record<string, Stack>>>>;
  /** The paths of the environments' constructs, by their names. */
  readonly environmentPaths: Readonly<Record<string, string>>;
}

/**
 * What turns commits into releases: artifacts, sources, images, the checks of pull requests, and a pipeline for each
 * service and release line.
 */
export class Toolchain extends Construct {
  private readonly artifacts: ArtifactsStack;
  private readonly signingProfileArn?: string;
  /** What every pipeline starts from. */
  private readonly base: readonly Stack[];
  /** Where artifacts are handed over in other regions than that of tools, by the region. */
  private readonly replicas: Readonly<Record<string, Stack>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ToolchainProps,
  ) {
    super(scope, id);
    const { delivery } = props;
    this.artifacts = new ArtifactsStack(this, 'artifacts', {
      ...this.common('artifacts', `Key and artifact bucket of ${delivery.name}`),
    });
    const { key } = this.artifacts;
    const source = new SourceStack(this, 'source', {
      ...this.common('source', `Source repositories of ${delivery.name}`),
      key,
    });
    const registry = new RegistryStack(this, 'registry', {
      ...this.common('registry', `Image repositories of ${delivery.name}`),
      key,
    });
    this.signingProfileArn = registry.signingProfileArn;
    const release = new ReleaseStack(this, 'release', {
      ...this.common('release', `Messages and freeze switches of ${delivery.name}`),
      key,
    });
    if (delivery.budget) {
      const channel = { topic: release.topic, key };
      new AccountBudget(release, 'Budget', { delivery, ...delivery.budget, channel });
    }
    this.base = [this.artifacts, source, registry, release, ...this.pullRequests(source), this.records(release)];
    this.replicas = this.artifactReplicas();
    for (const service of connectedServices(delivery)) this.connectionChecks(service);
    for (const service of delivery.services) {
      this.pipelines(service);
    }
    if (delivery.infrastructure) this.infrastructurePipeline(delivery.infrastructure);
    new DriftStack(this, 'drift', {
      ...this.common('drift', `The look for drift in the toolchain of ${delivery.name}`),
      part: 'toolchain',
      stacks: driftedStacks(this),
      retention: toolchainRetentionOf(delivery),
      removalPolicy: toolchainRemovalPolicyOf(delivery),
    });
  }

  /**
   * What happens to services, and what comes of it. The record listens before the first pipeline starts; incidents nobody
   * waits for: a chat channel that is not let in yet would hold up everything.
   */
  private records(release: Stack): Stack {
    const { delivery } = this.props;
    const metrics = new DeliveryMetricsStack(this, 'delivery-metrics', {
      ...this.common(
        'delivery-metrics',
        `What happens to the services of ${delivery.name}, and what is measured of it`,
      ),
      key: this.artifacts.key,
    });
    new DeliveryMetricsDashboard(metrics, 'Dashboard', { delivery });
    const incidents = new IncidentsStack(this, 'incidents', {
      ...this.common('incidents', `Incidents of ${delivery.name}`),
      key: this.artifacts.key,
    });
    incidents.addStackDependency(metrics);
    for (const stack of [metrics, incidents]) stack.addStackDependency(release);
    return metrics;
  }

  /** The pull requests of CodeCommit; other hosts have their own. */
  private pullRequests(source: Stack): Stack[] {
    const { delivery } = this.props;
    const services = codeCommitServices(delivery);
    if (services.length === 0) return [];
    const stack = new PullRequestStack(this, 'pull-requests', {
      ...this.common('pull-requests', `Branches, approval rules and pull requests of ${delivery.name}`),
    });
    stack.addStackDependency(source);
    for (const service of services) {
      const name = `${service.name}-checks`;
      const checks = new ChecksStack(this, name, {
        ...this.common(name, `What checks ${service.name} before a merge`),
        service,
        key: this.artifacts.key,
      });
      tagWithIdentity(checks, Tag.SERVICE, service.name);
      for (const needed of [this.artifacts, source]) checks.addStackDependency(needed);
    }
    return [stack];
  }

  /** The pull requests of a repository behind a connection. */
  private connectionChecks(service: ConnectedService): void {
    const name = `${service.name}-checks`;
    const checks = new CheckPipelineStack(this, name, {
      ...this.common(name, `What checks ${service.name} before a merge`),
      service,
      key: this.artifacts.key,
    });
    tagWithIdentity(checks, Tag.SERVICE, service.name);
    checks.addStackDependency(this.artifacts);
  }

  private artifactReplicas(): Readonly<Record<string, Stack>> {
    const { delivery } = this.props;
    const regions = otherRegions(delivery.environments, delivery.tools);
    return Object.fromEntries(
      regions.map((storeRegion) => {
        const name = `artifacts-${storeRegion}`;
        const stack = new ArtifactsStack(this, name, {
          ...this.common(name, `Key and artifact bucket of ${delivery.name} in ${storeRegion}`),
          env: { ...delivery.tools, region: storeRegion },
          storeRegion,
        });
        return [storeRegion, stack];
      }),
    );
  }

  /** A pipeline for each release line, those to production first: others ask what is deployed there. */
  private pipelines(service: Service): void {
    const { releaseLines } = this.props.delivery;
    const isToProduction = (line: ReleaseLine) => line.environments.some(({ production }) => production);
    const toProduction = releaseLines.filter(isToProduction).map((line) => this.pipeline(service, line));
    for (const line of releaseLines.filter((other) => !isToProduction(other))) {
      const stack = this.pipeline(service, line);
      for (const needed of toProduction) stack.addStackDependency(needed);
    }
  }

  private pipeline(service: Service, releaseLine: ReleaseLine): Stack {
    const { delivery, environments } = this.props;
    const name = `${service.name}-${releaseLine.name}-pipeline`;
    const targets = releaseLine.environments.map((environment) => environment.name).join(', ');
    const stack = new PipelineStack(this, name, {
      ...this.common(name, `${service.name} from ${releaseLine.branches.join(', ')} to ${targets}`),
      service,
      releaseLine,
      key: this.artifacts.key,
      signingProfileArn: this.signingProfileArn,
    });
    tagWithIdentity(stack, Tag.SERVICE, service.name);
    for (const needed of this.base) stack.addStackDependency(needed);
    for (const region of otherRegions(releaseLine.environments, delivery.tools)) {
      stack.addStackDependency(this.replicas[region]!);
    }
    // A new pipeline starts at once: what it deploys to has to be there.
    for (const environment of releaseLine.environments) {
      stack.addStackDependency(environments[environment.name]![service.name]!);
    }
    return stack;
  }

  /** Deploys all of this, and itself. */
  private infrastructurePipeline(infrastructure: Infrastructure): void {
    const { delivery, environmentPaths } = this.props;
    const stack = new InfrastructurePipelineStack(this, 'infrastructure', {
      ...this.common('infrastructure', `The pipeline of this application for ${delivery.name}`),
      infrastructure,
      key: this.artifacts.key,
      toolchainPath: this.node.path,
      base: [...this.base, ...Object.values(this.replicas)].map(({ node }) => node.path),
      environmentPaths,
    });
    for (const needed of this.base) stack.addStackDependency(needed);
  }

  private common(name: string, description: string): StackProps & { readonly delivery: Delivery } {
    const { delivery } = this.props;
    return {
      stackName: stackName(delivery.name, 'toolchain', name),
      description,
      env: { ...delivery.tools },
      delivery,
    };
  }
}
