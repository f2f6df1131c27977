import { Stack } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { APP_CONTAINER } from '../shared/service-contract';
import { PLACEHOLDER } from './constants';
import type { Endpoint } from './endpoint';
import type { ServiceControl } from './service-control';
import { taskPrincipal } from './task-principal';

export interface PlaceholderServiceProps {
  readonly serviceName: string;
  /** The task definition family of the placeholder, not the one that releases use. */
  readonly family: string;
  readonly cluster: ecs.ICluster;
  readonly endpoint: Endpoint;
  readonly control: ServiceControl;
  readonly subnetIds: readonly string[];
  readonly securityGroup: ec2.ISecurityGroup;
  readonly assignPublicIp: boolean;
  readonly logGroup: logs.ILogGroup;
}

/**
 * The ECS service, created once with a placeholder and then in the hands of whoever deploys. CloudFormation fails on almost
 * every change of a service under CodeDeploy, and would undo what deployments have set under ECS, so that every property
 * below is a constant or part of the endpoint's identity. What a user changes later reaches the service through a
 * deployment.
 */
export class PlaceholderService extends Construct {
  readonly service: ecs.CfnService;
  readonly serviceName: string;

  constructor(scope: Construct, id: string, props: PlaceholderServiceProps) {
    super(scope, id);
    this.serviceName = props.serviceName;
    const assumedBy = taskPrincipal(Stack.of(this));
    const role = (roleId: string, description: string) => new iam.Role(this, roleId, { assumedBy, description });
    const executionRole = role('ExecutionRole', `Starts the placeholder of ${props.serviceName}`);
    const taskDefinition = new ecs.FargateTaskDefinition(this, 'TaskDefinition', {
      family: props.family,
      cpu: PLACEHOLDER.cpu,
      memoryLimitMiB: PLACEHOLDER.memory,
      // Roles of its own, with nothing but its log: the service's may change.
      taskRole: role('TaskRole', `The placeholder of ${props.serviceName}`),
      executionRole,
    });
    taskDefinition.addContainer(APP_CONTAINER, {
      image: ecs.ContainerImage.fromRegistry(PLACEHOLDER.image),
      command: ['node', '-e', PLACEHOLDER.program],
      portMappings: [{ containerPort: PLACEHOLDER.port }],
      user: '1000:1000',
      readonlyRootFilesystem: true,
      logging: ecs.LogDrivers.awsLogs({ logGroup: props.logGroup, streamPrefix: 'placeholder' }),
    });

    // The plain resource, because all of it should be read here: the construct above it adds what may change.
    this.service = new ecs.CfnService(this, 'Resource', {
      serviceName: props.serviceName,
      cluster: props.cluster.clusterArn,
      deploymentController: { type: props.control.type },
      deploymentConfiguration: props.control.deploymentConfiguration,
      // The family's name, not a revision: a revision would be a property that changes.
      taskDefinition: props.family,
      launchType: ecs.LaunchType.FARGATE,
      platformVersion: ecs.FargatePlatformVersion.LATEST,
      schedulingStrategy: 'REPLICA',
      // No desired count: ECS starts with one task, and from then on scaling decides.
      healthCheckGracePeriodSeconds: 60,
      enableEcsManagedTags: true,
      propagateTags: ecs.PropagatedTagSource.SERVICE,
      loadBalancers: [
        {
          containerName: APP_CONTAINER,
          containerPort: PLACEHOLDER.port,
          targetGroupArn: props.endpoint.targetGroups.blue.targetGroupArn,
          advancedConfiguration: props.control.advancedConfiguration,
        },
      ],
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: [...props.subnetIds],
          securityGroups: [props.securityGroup.securityGroupId],
          assignPublicIp: props.assignPublicIp ? 'ENABLED' : 'DISABLED',
        },
      },
    });
    this.service.node.addDependency(
      taskDefinition,
      // With its policy, which the first task needs to write its log.
      executionRole,
      // ECS refuses a target group that no listener leads to.
      props.endpoint.productionListener,
      props.endpoint.testListener,
      ...props.control.after,
    );
  }
}
