import { Stack } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { AGENT_TAG } from '../compute/fault-agent-script';
import { acknowledge, acknowledgeResource } from '../shared/acknowledge';
import { allow } from '../shared/allow';

/** What one kind of fault takes, and why it takes what it cannot name. */
export interface FaultPermissions {
  readonly statements: readonly iam.PolicyStatement[];
  readonly acknowledgeOn: (policy: iam.Policy) => void;
}

/** The tag that FIS puts on the network ACLs it makes ("AWS FIS Actions reference"). */
const MANAGED = { managedByFIS: 'true' } as const;

/** To stop tasks of a cluster. Found by cluster and service, they need no `tag:GetResources`. */
export function mayStopTasks(scope: Construct, clusterName: string): FaultPermissions {
  const tasks = arnOf(scope, 'ecs', 'task', `${clusterName}/*`);
  return {
    statements: [listTasks(scope, clusterName), allow(['ecs:DescribeTasks', 'ecs:StopTask'], [tasks])],
    acknowledgeOn: (policy) => {
      acknowledge(
        policy,
        'IAM5[Resource::*]',
        'ecs:ListTasks takes no resource; the condition holds it to the cluster.',
      );
      acknowledgeResource(policy, tasks, 'Tasks come and go; those of the cluster are meant.');
    },
  };
}

/** To have the agents beside a cluster's tasks slow them down. */
export function maySlowTasks(scope: Construct, clusterName: string): FaultPermissions {
  const { region } = Stack.of(scope);
  const tasks = arnOf(scope, 'ecs', 'task', `${clusterName}/*`);
  const hosts = arnOf(scope, 'ecs', 'container-instance', `${clusterName}/*`);
  const agents = arnOf(scope, 'ssm', 'managed-instance', '*');
  const document = Stack.of(scope).formatArn({
    service: 'ssm',
    region,
    account: '',
    resource: 'document',
    resourceName: 'AWSFIS-Run-Network-Latency-ECS',
  });
  return {
    statements: [
      listTasks(scope, clusterName),
      allow(['ecs:DescribeTasks'], [tasks]),
      allow(['ecs:DescribeContainerInstances'], [hosts]),
      allow(['ssm:SendCommand'], [document]),
      // No agent of another environment's tasks.
      allow(['ssm:SendCommand'], [agents], { StringLike: { [`ssm:resourceTag/${AGENT_TAG.task}`]: tasks } }),
      // None of these takes a resource.
      allow(['ec2:DescribeInstances', 'ec2:DescribeSubnets', 'ssm:CancelCommand', 'ssm:ListCommands'], ['*']),
    ],
    acknowledgeOn: (policy) => {
      acknowledge(policy, 'IAM5[Resource::*]', 'These calls take no resource.');
      acknowledgeResource(policy, tasks, 'Tasks come and go; those of the cluster are meant.');
      acknowledgeResource(policy, hosts, 'What a task runs on has no name beforehand.');
      acknowledgeResource(policy, agents, "An agent gets its id when it registers; the tag says whose task's it is.");
    },
  };
}

/**
 * To put network ACLs of its own on the subnets for a while, after AWS's own policy
 * AWSFaultInjectionSimulatorNetworkAccess.
 */
export function mayCutOff(scope: Construct, vpcId: string, subnets: readonly ec2.ISubnet[]): FaultPermissions {
  const lists = arnOf(scope, 'ec2', 'network-acl', '*');
  const prefixLists = Stack.of(scope).formatArn({
    service: 'ec2',
    // Those of AWS services belong to AWS.
    account: '*',
    resource: 'prefix-list',
    resourceName: '*',
  });
  const requested = { 'aws:RequestTag/managedByFIS': MANAGED.managedByFIS };
  return {
    statements: [
      allow(['ec2:CreateNetworkAcl'], [arnOf(scope, 'ec2', 'vpc', vpcId)]),
      allow(['ec2:CreateNetworkAcl'], [lists], { StringEquals: requested }),
      allow(['ec2:CreateTags'], [lists], { StringEquals: { 'ec2:CreateAction': 'CreateNetworkAcl', ...requested } }),
      allow(['ec2:CreateNetworkAclEntry', 'ec2:DeleteNetworkAcl'], [lists], {
        StringEquals: { 'ec2:ResourceTag/managedByFIS': MANAGED.managedByFIS },
      }),
      allow(
        ['ec2:ReplaceNetworkAclAssociation'],
        [lists, ...subnets.map(({ subnetId }) => arnOf(scope, 'ec2', 'subnet', subnetId))],
      ),
      allow(['ec2:GetManagedPrefixListEntries'], [prefixLists]),
      // None of these takes a resource.
      allow(
        ['ec2:DescribeManagedPrefixLists', 'ec2:DescribeNetworkAcls', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
        ['*'],
      ),
    ],
    acknowledgeOn: (policy) => {
      acknowledge(policy, 'IAM5[Resource::*]', 'These calls take no resource.');
      acknowledgeResource(policy, lists, 'FIS makes one, and takes away no other than its own; subnets are named.');
      acknowledgeResource(policy, prefixLists, "The addresses of DynamoDB are in a list of AWS's own, read only.");
    },
  };
}

function listTasks(scope: Construct, clusterName: string): iam.PolicyStatement {
  return allow(['ecs:ListTasks'], ['*'], {
    ArnEquals: { 'ecs:cluster': arnOf(scope, 'ecs', 'cluster', clusterName) },
  });
}

function arnOf(scope: Construct, service: string, resource: string, resourceName: string): string {
  return Stack.of(scope).formatArn({ service, resource, resourceName });
}
