import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { Endpoint } from '../compute/endpoint';
import { PlaceholderService } from '../compute/placeholder-service';
import { ReleaseTaskDefinition } from '../compute/release-task-definition';
import { ServiceAccess } from '../compute/service-access';
import type { ServiceContext } from '../compute/service-context';
import { ServiceTable } from '../compute/service-table';
import { TaskScaling } from '../compute/task-scaling';
import type { Delivery, Service, ServiceSettings } from '../config/delivery';
import type { DeploymentController } from '../deployment/controller';
import { controllerFor } from '../deployment/controllers';
import { DeployRole } from '../deployment/deploy-role';
import { ForwardedRelease } from '../deployment/forwarded-release';
import { ReleaseParameter } from '../deployment/release-parameter';
import { RollbackAlarms } from '../deployment/rollback-alarms';
import { FIRST_ZONES, SubnetGroup } from '../network/constants';
import { isElsewhere } from '../shared/accounts';
import { removalPolicyOf, retentionOf } from '../shared/life';
import * as names from '../shared/names';
import { APP_CONTAINER, Variable } from '../shared/service-contract';
import { traceVariables } from '../tracing/trace-variables';
import { Validation } from '../validation/validation';

export interface ServiceStackProps extends StackProps, ServiceContext {
  readonly cluster: ecs.ICluster;
}

/** Where tasks run. */
interface TaskNetwork {
  readonly subnetIds: readonly string[];
  readonly hasPublicAddress: boolean;
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
  private readonly clusterName: string;
  /** The task definition family of releases, and the start of other names. */
  private readonly family: string;
  private readonly tasks: TaskNetwork;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ServiceStackProps,
  ) {
    super(scope, id, props);
    const { delivery, environment, service, vpc } = props;
    this.settings = service.in[environment.name]!;
    this.clusterName = names.clusterName(delivery.name, environment.name);
    this.family = names.familyName(...this.path);
    this.tasks = {
      subnetIds: vpc.selectSubnets({ subnetGroupName: SubnetGroup.TASKS }).subnetIds,
      hasPublicAddress: environment.network.natGateways === 0,
    };

    this.logGroup = new logs.LogGroup(this, 'Logs', {
      retention: retentionOf(environment),
      removalPolicy: removalPolicyOf(environment),
    });
    const access = new ServiceAccess(this, 'Access', { ...props, settings: this.settings });
    this.table = this.dataTable();
    const release = this.release(access);
    this.endpoint = this.reachedAt(access);
    const controller = controllerFor(this.settings.controller, { endpoint: this.endpoint, serviceName: service.name });
    const placeholder = this.placeholder(controller, access);
    const validation = this.validation(access);
    this.rollbackAlarms = new RollbackAlarms(this, 'Alarms', {
      prefix: this.family,
      endpoint: this.endpoint,
      alarms: this.settings.alarms,
      runbook: delivery.runbook,
    });
    this.deployment(release, controller, placeholder, access, validation);

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

  /** What runs: the task definition that releases are made of. */
  private release(access: ServiceAccess): ReleaseTaskDefinition {
    const { delivery, environment, service } = this.props;
    const { logGroup } = this;
    const { tracing } = this.settings;
    const release = new ReleaseTaskDefinition(this, 'Release', {
      family: this.family,
      environment,
      settings: this.settings,
      architecture: service.architecture,
      platformVariables: {
        ...access.calledUrls,
        ...(this.table && { [Variable.TABLE_NAME]: this.table.table.tableName }),
        ...(tracing &&
          traceVariables({ path: this.path, percent: tracing.percent, logGroupName: logGroup.logGroupName })),
      },
      logGroup,
      imageRepositoryArn: imageRepositoryArn(this, delivery, service),
    });
    this.table?.grantReadWriteItems(release.taskRole);
    return release;
  }

  /** Where it is reached. */
  private reachedAt(access: ServiceAccess): Endpoint {
    return new Endpoint(this, identityOf(this.props, this.settings), {
      vpc: this.props.vpc,
      loadBalancer: access.loadBalancer,
      loadBalancerFullName: access.loadBalancerFullName,
      targetGroupNames: {
        blue: names.targetGroupName(...this.path, 'blue'),
        green: names.targetGroupName(...this.path, 'green'),
      },
      listenerPort: this.settings.listenerPort,
      domain: access.domain,
    });
  }

  /** What runs before the first release, and how many of it and of all releases. */
  private placeholder({ control }: DeploymentController, access: ServiceAccess): PlaceholderService {
    const { cluster, service } = this.props;
    const { endpoint, logGroup } = this;
    const placeholder = new PlaceholderService(endpoint, 'Service', {
      serviceName: service.name,
      family: names.placeholderFamilyName(...this.path),
      cluster,
      endpoint,
      control,
      subnetIds: this.tasks.subnetIds.slice(0, FIRST_ZONES),
      securityGroup: access.securityGroup,
      assignPublicIp: this.tasks.hasPublicAddress,
      logGroup,
    });
    new TaskScaling(this, 'Scaling', {
      clusterName: this.clusterName,
      service: placeholder.service,
      serviceName: service.name,
      endpoint,
      scaling: this.settings.scaling,
    });
    return placeholder;
  }

  /** What a new version is asked before it gets traffic. */
  private validation(access: ServiceAccess): Validation {
    return new Validation(this, 'Validation', { ...this.props, settings: this.settings, access });
  }

  /** How a release gets there: who moves the traffic, the role to deploy with, and the parameter that starts it, written last. */
  private deployment(
    release: ReleaseTaskDefinition,
    controller: DeploymentController,
    service: PlaceholderService,
    access: ServiceAccess,
    validation: Validation,
  ): void {
    const { delivery, environment, cluster } = this.props;
    const passRoleArns = [release.taskRole.roleArn, release.executionRole.roleArn];
    const deployment = controller.deploymentOf(this, 'Deployment', {
      path: this.path,
      cluster,
      clusterName: this.clusterName,
      service,
      endpoint: this.endpoint,
      settings: this.settings,
      alarms: this.rollbackAlarms.alarms,
      passRoleArns,
      hookFunctionArn: validation.hookFunctionArn,
    });
    const parameterName = names.parameterName(...this.path);
    const forwarded = isElsewhere(environment, delivery.tools)
      ? [new ForwardedRelease(this, 'Forwarded', { parameterName, tools: delivery.tools })]
      : [];
    const deployRole = new DeployRole(this, 'DeployRole', {
      delivery,
      environmentName: environment.name,
      serviceName: this.props.service.name,
      rights: deployment.rights,
      releaseParameterName: parameterName,
      family: this.family,
      passRoleArns,
    });
    new ReleaseParameter(this, 'ReleaseParameter', {
      parameterName,
      manifest: {
        taskDefinition: release.taskDefinition.taskDefinitionArn,
        container: APP_CONTAINER,
        port: this.settings.port,
        subnets: this.tasks.subnetIds,
        securityGroups: [access.securityGroup.securityGroupId],
        assignPublicIp: this.tasks.hasPublicAddress ? 'ENABLED' : 'DISABLED',
        ...deployment.manifest,
      },
      after: [access, release, validation, deployment, deployRole, ...forwarded, ...(this.table ? [this.table] : [])],
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
function identityOf({ service, environment }: ServiceStackProps, settings: ServiceSettings): string {
  const { domain } = environment;
  // Another name or zone is another certificate, which would be a change of the listeners.
  const protocol = service.exposure === 'public' && domain ? `https-${domain.name}-${domain.hostedZoneId}` : 'http';
  const egress = environment.network.natGateways === 0 ? 'direct' : 'nat';
  const native = settings.controller === 'ecs' ? '-ecs' : '';
  return `${service.exposure}-${protocol}-${settings.listenerPort}-${egress}${native}`;
}

function imageRepositoryArn(stack: Stack, delivery: Delivery, service: Service): string {
  const { account = stack.account, region = stack.region } = delivery.tools;
  return stack.formatArn({
    service: 'ecr',
    account,
    region,
    resource: 'repository',
    resourceName: names.repositoryName(delivery.name, service.name),
  });
}
