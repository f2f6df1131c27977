import { Stack } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { PlaceholderService } from '../compute/placeholder-service';
import { ReleaseTaskDefinition } from '../compute/release-task-definition';
import { TaskScaling } from '../compute/task-scaling';
import type { Delivery, Service } from '../config/delivery';
import type { DeploymentController } from '../deployment/controller';
import { controllerFor } from '../deployment/controllers';
import { withRevisions } from '../deployment/revision-rights';
import { FIRST_ZONES, SubnetGroup } from '../network/constants';
import * as names from '../shared/names';
import { APP_CONTAINER } from '../shared/service-contract';
import type { Judges, PlatformDeployment, PlatformProps, Workload, WorkloadProps } from './platform';

type EcsWorkloadProps = PlatformProps & WorkloadProps;

/** A task definition that releases are made of, and an ECS service that runs a placeholder until the first of them. */
export class EcsWorkload implements Workload {
  readonly role: Role;
  private readonly path: [delivery: string, environment: string, service: string];
  private readonly clusterName: string;
  /** The task definition family of releases. */
  private readonly family: string;
  private readonly subnetIds: readonly string[];
  private readonly hasPublicAddress: boolean;
  private readonly release: ReleaseTaskDefinition;
  private readonly controller: DeploymentController;
  private readonly placeholder: PlaceholderService;

  constructor(
    private readonly scope: Construct,
    private readonly props: EcsWorkloadProps,
  ) {
    const { delivery, environment, service, settings, vpc, endpoint } = props;
    this.path = [delivery.name, environment.name, service.name];
    this.clusterName = names.clusterName(delivery.name, environment.name);
    this.family = names.familyName(...this.path);
    this.subnetIds = vpc.selectSubnets({ subnetGroupName: SubnetGroup.TASKS }).subnetIds;
    this.hasPublicAddress = environment.network.natGateways === 0;
    this.release = new ReleaseTaskDefinition(scope, 'Release', {
      family: this.family,
      environment,
      settings,
      architecture: service.architecture,
      platformVariables: props.variables,
      logGroup: props.logGroup,
      imageRepositoryArn: imageRepositoryArn(Stack.of(scope), delivery, service),
    });
    this.role = this.release.taskRole;
    this.controller = controllerFor(settings.controller, { endpoint, serviceName: service.name });
    this.placeholder = this.firstTasks();
  }

  deploymentWith({ alarms, hookFunctionArn }: Judges): PlatformDeployment {
    const { cluster, endpoint, settings, access } = this.props;
    const passRoleArns = [this.release.taskRole.roleArn, this.release.executionRole.roleArn];
    const deployment = this.controller.deploymentOf(this.scope, 'Deployment', {
      path: this.path,
      cluster,
      clusterName: this.clusterName,
      service: this.placeholder,
      endpoint,
      settings,
      alarms,
      passRoleArns,
      hookFunctionArn,
    });
    return {
      rights: withRevisions(Stack.of(this.scope), { family: this.family, passRoleArns, rights: deployment.rights }),
      manifest: {
        taskDefinition: this.release.taskDefinition.taskDefinitionArn,
        container: APP_CONTAINER,
        port: settings.port,
        subnets: this.subnetIds,
        securityGroups: [access.securityGroup.securityGroupId],
        assignPublicIp: this.hasPublicAddress ? 'ENABLED' : 'DISABLED',
        ...deployment.manifest,
      },
      after: [this.release, deployment],
    };
  }

  /** What runs before the first release, and how many of it and of all releases. */
  private firstTasks(): PlaceholderService {
    const { cluster, service, settings, endpoint, access, logGroup } = this.props;
    const placeholder = new PlaceholderService(endpoint, 'Service', {
      serviceName: service.name,
      family: names.placeholderFamilyName(...this.path),
      cluster,
      endpoint,
      control: this.controller.control,
      subnetIds: this.subnetIds.slice(0, FIRST_ZONES),
      securityGroup: access.securityGroup,
      assignPublicIp: this.hasPublicAddress,
      logGroup,
    });
    new TaskScaling(this.scope, 'Scaling', {
      clusterName: this.clusterName,
      service: placeholder.service,
      serviceName: service.name,
      endpoint,
      scaling: settings.scaling,
    });
    return placeholder;
  }
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
