import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
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
import { BlueGreenDeployment } from '../deployment/blue-green-deployment';
import { DeployRole } from '../deployment/deploy-role';
import { ReleaseParameter } from '../deployment/release-parameter';
import { RollbackAlarms } from '../deployment/rollback-alarms';
import { FIRST_ZONES, SubnetGroup } from '../network/constants';
import { removalPolicyOf, retentionOf } from '../shared/life';
import * as names from '../shared/names';
import { APP_CONTAINER, Variable } from '../shared/service-contract';

export interface ServiceStackProps extends StackProps, ServiceContext {
  readonly cluster: ecs.ICluster;
}

/** One service in one environment: what it runs on, how it is reached, and how a release gets there. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props);
    const { delivery, environment, service, vpc, cluster } = props;
    const named = (name: (delivery: string, environment: string, service: string) => string): string =>
      name(delivery.name, environment.name, service.name);
    const settings = service.in[environment.name]!;
    const hasPublicAddress = environment.network.natGateways === 0;
    const logGroup = new logs.LogGroup(this, 'Logs', {
      retention: retentionOf(environment),
      removalPolicy: removalPolicyOf(environment),
    });

    const access = new ServiceAccess(this, 'Access', { ...props, settings });
    const endpoint = new Endpoint(this, identityOf(props, settings), {
      vpc,
      loadBalancer: access.loadBalancer,
      loadBalancerFullName: access.loadBalancerFullName,
      targetGroupNames: {
        blue: names.targetGroupName(delivery.name, environment.name, service.name, 'blue'),
        green: names.targetGroupName(delivery.name, environment.name, service.name, 'green'),
      },
      listenerPort: settings.listenerPort,
      domain: access.domain,
    });
    const table = service.table
      ? new ServiceTable(this, 'Table', {
          environment,
          table: service.table,
          description: `Data of ${service.name} in ${environment.name}`,
        })
      : undefined;

    const family = named(names.familyName);
    const release = new ReleaseTaskDefinition(this, 'Release', {
      family,
      settings,
      architecture: service.architecture,
      platformVariables: { ...access.calledUrls, ...(table && { [Variable.TABLE_NAME]: table.table.tableName }) },
      logGroup,
      imageRepositoryArn: imageRepositoryArn(this, delivery, service),
    });
    table?.grantReadWriteItems(release.taskRole);

    const subnets = vpc.selectSubnets({ subnetGroupName: SubnetGroup.TASKS }).subnets;
    const placeholder = new PlaceholderService(endpoint, 'Service', {
      serviceName: service.name,
      family: `${family}-placeholder`,
      cluster,
      endpoint,
      subnets: subnets.slice(0, FIRST_ZONES),
      securityGroup: access.securityGroup,
      assignPublicIp: hasPublicAddress,
      logGroup,
    });
    const clusterName = names.clusterName(delivery.name, environment.name);
    new TaskScaling(this, 'Scaling', {
      clusterName,
      service: placeholder.service,
      serviceName: service.name,
      endpoint,
      scaling: settings.scaling,
    });

    const passRoleArns = [release.taskRole.roleArn, release.executionRole.roleArn];
    const deployment = new BlueGreenDeployment(this, 'Deployment', {
      applicationName: named(names.codeDeployApplicationName),
      deploymentGroupName: named(names.deploymentGroupName),
      cluster,
      clusterName,
      service: placeholder,
      endpoint,
      alarms: new RollbackAlarms(this, 'Alarms', { prefix: family, endpoint, alarms: settings.alarms }).alarms,
      passRoleArns,
      bakeTime: Duration.minutes(environment.production ? 30 : 5),
    });
    const parameter = new ReleaseParameter(this, 'ReleaseParameter', {
      parameterName: named(names.parameterName),
      manifest: {
        taskDefinition: release.taskDefinition.taskDefinitionArn,
        container: APP_CONTAINER,
        port: settings.port,
        subnets: subnets.map((subnet) => subnet.subnetId),
        securityGroups: [access.securityGroup.securityGroupId],
        assignPublicIp: hasPublicAddress ? 'ENABLED' : 'DISABLED',
      },
      after: [access, release, deployment, ...(table ? [table] : [])],
    });
    new DeployRole(this, 'DeployRole', {
      delivery,
      environmentName: environment.name,
      serviceName: service.name,
      deploymentGroup: deployment.deploymentGroup,
      releaseParameterArn: parameter.parameterArn,
      family,
      passRoleArns,
    });

    new CfnOutput(this, 'Url', { value: access.url, description: `Where ${service.name} answers` });
    new CfnOutput(this, 'TestUrl', { value: access.testUrl, description: 'The new version, while a deployment runs' });
  }
}

/**
 * What cannot be changed once the service exists. It is part of the logical ids, so that CloudFormation never rewrites a
 * listener, target group or service in CodeDeploy's hands; see docs/decisions/0001-codedeploy-and-create-once.md.
 */
function identityOf({ service, environment }: ServiceStackProps, settings: ServiceSettings): string {
  const { domain } = environment;
  // Another name or zone is another certificate, which would be a change of the listeners.
  const protocol = service.exposure === 'public' && domain ? `https-${domain.name}-${domain.hostedZoneId}` : 'http';
  const egress = environment.network.natGateways === 0 ? 'direct' : 'nat';
  return `${service.exposure}-${protocol}-${settings.listenerPort}-${egress}`;
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
