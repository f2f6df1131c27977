import { resourcesIn } from '../../support/template';
import { type Place, spot } from './place';
import { type RoleTable, type Row, row } from './table';

const SSM = 'ssm.amazonaws.com';
const FIS = 'fis.amazonaws.com';
const DEV = spot('workshop', 'storefront', 'develop', 'dev');

/** What makes something go wrong in an environment on a game day. */
export const GAME_DAYS: readonly RoleTable[] = [
  {
    who: 'AWS FIS, stopping tasks',
    stack: 'environment-incidents',
    role: 'GameDayStopTasksRole',
    spots: [DEV],
    assumedBy: FIS,
    calls: (place) => [
      ...findsTasks(place),
      row('lib/runbooks/experiments.ts', ['ecs:StopTask'], place.task()),
      ...logsExperiments(),
    ],
    although: { 'stop tasks': 'That is the fault; production has no game days.' },
  },
  {
    who: 'AWS FIS, slowing down tasks',
    stack: 'environment-incidents',
    role: 'GameDaySlowNetworkRole',
    spots: [DEV],
    assumedBy: FIS,
    calls: (place) => [
      ...findsTasks(place),
      // "AWS FIS Actions reference": aws:ecs:task-network-latency.
      row(
        'lib/runbooks/experiments.ts',
        ['ecs:DescribeContainerInstances'],
        place.task().replace(':task/', ':container-instance/'),
      ),
      row('lib/runbooks/experiments.ts', ['ssm:SendCommand'], place.agentDocument),
      row('lib/runbooks/experiments.ts', ['ssm:SendCommand'], agent(place), {
        'ssm:resourceTag/ECS_TASK_ARN': place.task(),
      }),
      row(
        'lib/runbooks/experiments.ts',
        ['ec2:DescribeInstances', 'ec2:DescribeSubnets', 'ssm:CancelCommand', 'ssm:ListCommands'],
        '*',
      ),
      ...logsExperiments(),
    ],
  },
  {
    who: 'AWS FIS, keeping DynamoDB from everybody',
    stack: 'environment-incidents',
    role: 'GameDayDenyDynamoDbRole',
    spots: [DEV],
    assumedBy: FIS,
    // "AWS FIS Actions reference": aws:network:disrupt-connectivity.
    calls: (place) => [
      row('lib/runbooks/experiments.ts', ['ec2:CreateNetworkAcl'], inNetwork(place, 'vpc')),
      row('lib/runbooks/experiments.ts', ['ec2:ReplaceNetworkAclAssociation'], inNetwork(place, 'subnet')),
      row('lib/runbooks/experiments.ts', ['ec2:CreateNetworkAcl'], acl(place), {
        'aws:RequestTag/managedByFIS': 'true',
      }),
      row('lib/runbooks/experiments.ts', ['ec2:CreateTags'], acl(place), {
        'ec2:CreateAction': 'CreateNetworkAcl',
        'aws:RequestTag/managedByFIS': 'true',
      }),
      row('lib/runbooks/experiments.ts', ['ec2:CreateNetworkAclEntry', 'ec2:DeleteNetworkAcl'], acl(place), {
        'ec2:ResourceTag/managedByFIS': 'true',
      }),
      row('lib/runbooks/experiments.ts', ['ec2:ReplaceNetworkAclAssociation'], acl(place)),
      row(
        'lib/runbooks/experiments.ts',
        ['ec2:GetManagedPrefixListEntries'],
        place.inEnvironment('ec2', 'prefix-list/pl-0123').replace(/:\d+:/, ':aws:'),
      ),
      row(
        'lib/runbooks/experiments.ts',
        ['ec2:DescribeManagedPrefixLists', 'ec2:DescribeNetworkAcls', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
        '*',
      ),
      ...logsExperiments(),
    ],
  },
  {
    who: 'The agent through which AWS FIS slows a task down',
    stack: 'service',
    role: 'ReleaseFaultAgentInstanceRole',
    spots: [DEV, spot('acme', 'web', 'develop', 'dev')],
    assumedBy: SSM,
    // After AWS's own policy "AmazonSSMManagedInstanceCore".
    calls: (place) => [
      row('SSM Agent', AGENT_CHANNELS, '*'),
      row('SSM Agent', ['ssm:DescribeDocument', 'ssm:GetDocument'], place.agentDocument),
      row('SSM Agent', ['ssm:ListInstanceAssociations', 'ssm:UpdateInstanceInformation'], agent(place)),
      row('lib/compute/fault-agent-script.ts', ['ssm:DeleteActivation'], '*'),
      row('lib/compute/fault-agent-script.ts', ['ssm:DeregisterManagedInstance'], agent(place)),
    ],
  },
];

const AGENT_CHANNELS = [
  ...['AcknowledgeMessage', 'DeleteMessage', 'FailMessage', 'GetEndpoint', 'GetMessages', 'SendReply'].map(
    (call) => `ec2messages:${call}`,
  ),
  ...['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'].map(
    (call) => `ssmmessages:${call}`,
  ),
];

const agent = (place: Place) => place.inEnvironment('ssm', 'managed-instance/mi-0123456789abcdef0');
const acl = (place: Place) => place.inEnvironment('ec2', 'network-acl/acl-0123');

/** The network's one VPC, or one of the tasks' subnets. */
function inNetwork(place: Place, resource: 'vpc' | 'subnet'): string {
  const [type, start] = resource === 'vpc' ? ['AWS::EC2::VPC', 'Vpc'] : ['AWS::EC2::Subnet', 'VpcTasksSubnet1'];
  const network = place.access.stacks.filter(
    ({ name }) => name === `${place.delivery.name}-${place.at.environment}-network`,
  );
  const { stack, id } = resourcesIn(network, type!).find((found) => found.id.startsWith(start!))!;
  return place.inEnvironment('ec2', `${resource}/${place.access.value(stack, { Ref: id })}`);
}

function findsTasks(place: Place): Row[] {
  return [
    row('lib/runbooks/experiments.ts', ['ecs:ListTasks'], '*', { 'ecs:cluster': place.cluster }),
    row('lib/runbooks/experiments.ts', ['ecs:DescribeTasks'], place.task()),
  ];
}

/** "Permissions to send experiment logs" in the guide of AWS FIS. */
function logsExperiments(): Row[] {
  return [row('AWS FIS', ['logs:CreateLogDelivery', 'logs:DescribeLogGroups', 'logs:DescribeResourcePolicies'], '*')];
}
