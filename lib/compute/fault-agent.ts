import { Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge, acknowledgeResource } from '../shared/acknowledge';
import { allow } from '../shared/allow';
import { AGENT_CONTAINER, AGENT_MEMORY } from '../shared/service-contract';
import { AGENT_IMAGE, AGENT_SCRIPT, AGENT_TAGS, AGENT_VARIABLE } from './fault-agent-script';

export interface FaultAgentProps {
  readonly taskDefinition: ecs.FargateTaskDefinition;
  readonly taskRole: iam.Role;
  readonly logGroup: logs.ILogGroup;
  /** Whose tasks these are, for the role's description. */
  readonly family: string;
}

/**
 * The agent beside a service through which AWS FIS slows down or cuts off a task's network ("Use the AWS FIS aws:ecs:task
 * actions"). It makes each task a managed instance of Systems Manager for as long as the task lives. What that asks of
 * the task is more than a service needs otherwise, so that production never has it.
 */
export class FaultAgent extends Construct {
  constructor(scope: Construct, id: string, props: FaultAgentProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const role = this.managedInstanceRole(props.family);
    props.taskDefinition.addContainer(AGENT_CONTAINER, {
      image: ecs.ContainerImage.fromRegistry(AGENT_IMAGE),
      essential: false,
      // What is set aside, not a limit: for a moment at its start it installs packages, which takes more.
      memoryReservationMiB: AGENT_MEMORY,
      entryPoint: ['/bin/bash', '-c'],
      command: [AGENT_SCRIPT],
      environment: {
        [AGENT_VARIABLE.region]: stack.region,
        [AGENT_VARIABLE.managedInstanceRole]: role.roleName,
      },
      logging: ecs.LogDrivers.awsLogs({ logGroup: props.logGroup, streamPrefix: AGENT_CONTAINER }),
    });
    const { taskRole } = props;
    taskRole.addToPolicy(
      allow(['ssm:AddTagsToResource', 'ssm:CreateActivation'], ['*'], {
        'ForAllValues:StringEquals': { 'aws:TagKeys': AGENT_TAGS },
      }),
    );
    taskRole.addToPolicy(
      allow(['iam:PassRole'], [role.roleArn], { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } }),
    );
    acknowledge(taskRole, 'IAM5[Resource::*]', 'An activation of Systems Manager has no ARN before it is made.');
  }

  /** What a task may do as a managed instance: be sent commands, and leave. */
  private managedInstanceRole(family: string): iam.Role {
    const stack = Stack.of(this);
    const role = new iam.Role(this, 'InstanceRole', {
      description: `Tasks of ${family} as managed instances, for game days`,
      assumedBy: new iam.ServicePrincipal('ssm.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
      }),
    });
    const instances = stack.formatArn({ service: 'ssm', resource: 'managed-instance', resourceName: '*' });
    // AWS's own are in no account.
    const documents = stack.formatArn({ service: 'ssm', account: '', resource: 'document', resourceName: '*' });
    const policy = new iam.Policy(this, 'InstancePolicy', {
      roles: [role],
      statements: [
        allow([...CHANNELS, 'ssm:DeleteActivation'], ['*']),
        allow(['ssm:DescribeDocument', 'ssm:GetDocument'], [documents]),
        allow(
          ['ssm:DeregisterManagedInstance', 'ssm:ListInstanceAssociations', 'ssm:UpdateInstanceInformation'],
          [instances],
        ),
      ],
    });
    acknowledge(policy, 'IAM5[Resource::*]', "The agent's channels and an activation have no ARN.");
    acknowledgeResource(policy, documents, "Documents of AWS's own, which anybody may read.");
    acknowledgeResource(policy, instances, 'A managed instance gets its id when it registers.');
    return role;
  }
}

/**
 * Through which an agent is sent commands. With the calls above it is what that takes of AWS's policy
 * AmazonSSMManagedInstanceCore, without inventory, patches and parameters.
 */
const CHANNELS = [
  'ec2messages:AcknowledgeMessage',
  'ec2messages:DeleteMessage',
  'ec2messages:FailMessage',
  'ec2messages:GetEndpoint',
  'ec2messages:GetMessages',
  'ec2messages:SendReply',
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
];
