import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct, IDependable } from 'constructs';
import { Endpoint } from '../compute/endpoint';
import { ServiceAccess } from '../compute/service-access';
import type { ServiceContext } from '../compute/service-context';
import { ServiceTable } from '../compute/service-table';
import type { ServiceSettings } from '../config/delivery';
import { DeployRole } from '../deployment/deploy-role';
import { ForwardedRelease } from '../deployment/forwarded-release';
import { ReleaseParameter } from '../deployment/release-parameter';
import { RollbackAlarms } from '../deployment/rollback-alarms';
import type { KubernetesCluster } from '../kubernetes/kubernetes-cluster';
import type { Platform, PlatformDeployment } from '../platform/platform';
import { platformFor } from '../platform/platforms';
import { isElsewhere } from '../shared/accounts';
import { removalPolicyOf, retentionOf } from '../shared/life';
import * as names from '../shared/names';
import { Variable } from '../shared/service-contract';
import { traceVariables } from '../tracing/trace-variables';
import { Validation } from '../validation/validation';

export interface ServiceStackProps extends StackProps, ServiceContext {
  readonly cluster: ecs.ICluster;
  /** For services on EKS. @default - none of the environment's services is */
  readonly kubernetes?: KubernetesCluster;
}

/** One service in one environment: what it runs on, how it is reached, and how a release gets there. */
export class ServiceStack extends Stack {
  /** What its containers write. */
  readonly logGroup: logs.LogGroup;
  readonly endpoint: Endpoint;
  /** Where users reach it, without a path. */
  readonly url: string;
  /** Its own data, if it has any. */
  readonly table?: ServiceTable;
  /** The alarms that stop a deployment. */
  readonly rollbackAlarms: RollbackAlarms;
  private readonly settings: ServiceSettings;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ServiceStackProps,
  ) {
    super(scope, id, props);
    const { delivery, environment, service } = props;
    this.settings = service.in[environment.name]!;
    const { settings } = this;
    const platform = platformFor({ ...props, settings });

    this.logGroup = new logs.LogGroup(this, 'Logs', {
      logGroupName: platform.logGroupName,
      retention: retentionOf(environment),
      removalPolicy: removalPolicyOf(environment),
    });
    const access = new ServiceAccess(this, 'Access', { ...props, settings, securityGroup: platform.securityGroup });
    this.table = this.dataTable();
    this.endpoint = this.reachedAt(access, platform);
    const workload = platform.workloadIn(this, {
      access,
      endpoint: this.endpoint,
      logGroup: this.logGroup,
      variables: this.variables(access, platform),
    });
    this.table?.grantReadWriteItems(workload.role);
    // What a new version is asked before it gets traffic.
    const validation = new Validation(this, 'Validation', { ...props, settings, access });
    this.rollbackAlarms = new RollbackAlarms(this, 'Alarms', {
      prefix: names.prefix(...this.path),
      endpoint: this.endpoint,
      alarms: settings.alarms,
      runbook: delivery.runbook,
    });
    const deployment = workload.deploymentWith({
      alarms: this.rollbackAlarms.alarms,
      hookFunctionArn: validation.hookFunctionArn,
    });
    this.releases(deployment, [access, validation, ...(this.table ? [this.table] : [])]);

    this.url = access.url;
    new CfnOutput(this, 'Url', { value: access.url, description: `Where ${service.name} answers` });
    new CfnOutput(this, 'TestUrl', { value: access.testUrl, description: 'The new version, while a deployment runs' });
  }

  /** The service's own data. */
  private dataTable(): ServiceTable | undefined {
    const { environment, service } = this.props;
    if (!service.table) return undefined;
    return new ServiceTable(this, 'Table', {
      environment,
      table: service.table,
      description: `Data of ${service.name} in ${environment.name}`,
    });
  }

  /** Where it is reached. */
  private reachedAt(access: ServiceAccess, platform: Platform): Endpoint {
    return new Endpoint(this, identityOf(this.props, this.settings, platform), {
      vpc: this.props.vpc,
      loadBalancer: access.loadBalancer,
      loadBalancerFullName: access.loadBalancerFullName,
      ...platform.targets,
      listenerPort: this.settings.listenerPort,
      domain: access.domain,
    });
  }

  /** What its code is told, besides what the team states. */
  private variables(access: ServiceAccess, platform: Platform): Record<string, string> {
    const { tracing } = this.settings;
    const { logGroupName } = this.logGroup;
    return {
      ...access.calledUrls,
      ...(this.table && { [Variable.TABLE_NAME]: this.table.table.tableName }),
      ...(tracing &&
        traceVariables({ path: this.path, percent: tracing.percent, logGroupName, kubernetes: platform.tracedIn })),
    };
  }

  /** How a release gets there: the role to deploy with, and the parameter that starts it, written last. */
  private releases(deployment: PlatformDeployment, needed: readonly IDependable[]): void {
    const { delivery, environment, service } = this.props;
    const parameterName = names.parameterName(...this.path);
    const forwarded = isElsewhere(environment, delivery.tools)
      ? [new ForwardedRelease(this, 'Forwarded', { parameterName, tools: delivery.tools })]
      : [];
    const deployRole = new DeployRole(this, 'DeployRole', {
      delivery,
      environmentName: environment.name,
      serviceName: service.name,
      rights: deployment.rights,
      releaseParameterName: parameterName,
    });
    new ReleaseParameter(this, 'ReleaseParameter', {
      parameterName,
      manifest: deployment.manifest,
      after: [...needed, ...deployment.after, deployRole, ...forwarded],
    });
  }

  /** What most names are made of. */
  private get path(): [delivery: string, environment: string, service: string] {
    const { delivery, environment, service } = this.props;
    return [delivery.name, environment.name, service.name];
  }
}

/**
 * What cannot be changed once the service exists. It is part of the logical ids, so that CloudFormation never rewrites a
 * listener, rule, target group or service in the hands of whoever deploys; see
 * docs/decisions/0001-codedeploy-and-create-once.md.
 */
function identityOf(
  { service, environment }: ServiceStackProps,
  settings: ServiceSettings,
  platform: Platform,
): string {
  const { domain } = environment;
  // Another name or zone is another certificate, which would be a change of the listeners.
  const protocol = service.exposure === 'public' && domain ? `https-${domain.name}-${domain.hostedZoneId}` : 'http';
  const egress = environment.network.natGateways === 0 ? 'direct' : 'nat';
  return `${service.exposure}-${protocol}-${settings.listenerPort}-${egress}${platform.identity}`;
}
