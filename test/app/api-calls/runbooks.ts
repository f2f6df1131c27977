import { resourcesIn } from '../../support/template';
import { service } from './deployment';
import { type Place, spot } from './place';
import { logging, type RoleTable, type Row, row } from './table';

const SSM = 'ssm.amazonaws.com';
const FIS = 'fis.amazonaws.com';
const PROD = [spot('workshop', 'storefront', 'main', 'prod'), spot('company', 'orders', 'main', 'prod-us')];
const DEV = spot('workshop', 'orders', 'develop', 'dev');

/** What people have done for them in an environment when something is wrong, and what makes it go wrong on a game day. */
export const RUNBOOKS: readonly RoleTable[] = [
  {
    who: 'Systems Manager, scaling out',
    stack: 'environment-incidents',
    role: 'ScaleOutRole',
    spots: PROD,
    assumedBy: SSM,
    calls: (place) => [
      row('lib/runbooks/scale-document.ts', ['application-autoscaling:DescribeScalableTargets'], '*'),
      row('lib/runbooks/scale-document.ts', ['ecs:DescribeServices'], service(place)),
      ...scales(place),
    ],
    although: {
      'update a service': 'Application Auto Scaling lets those alone change a target who may update its service.',
      'deploy another service':
        "A person chooses which of the environment's services is scaled, and the document does nothing else with it.",
    },
  },
  {
    who: 'Systems Manager, scaling back',
    stack: 'environment-incidents',
    role: 'ScaleInRole',
    spots: PROD,
    assumedBy: SSM,
    calls: scales,
    although: {
      'update a service': 'Application Auto Scaling lets those alone change a target who may update its service.',
      'deploy another service':
        "A person chooses which of the environment's services is scaled, and the document does nothing else with it.",
    },
  },
  {
    who: 'Systems Manager, collecting diagnostics',
    stack: 'environment-incidents',
    role: 'DiagnosticsRunbookRole',
    spots: PROD,
    assumedBy: SSM,
    calls: (place) => [
      row(
        'lib/runbooks/diagnostics-document.ts',
        ['lambda:InvokeFunction'],
        place.found('AWS::Lambda::Function', 'DiagnosticsFunction'),
      ),
    ],
  },
  {
    who: 'The function that collects diagnostics',
    stack: 'environment-incidents',
    role: 'DiagnosticsFunctionRole',
    spots: PROD,
    assumedBy: 'lambda.amazonaws.com',
    calls: (place) => [
      logging(place, 'DiagnosticsFunctionLogs'),
      row('lib/runbooks/service-questions.ts', ['ecs:DescribeServices'], service(place)),
      row('lib/runbooks/service-questions.ts', ['ecs:ListTasks'], '*', cluster(place)),
      row('lib/runbooks/service-questions.ts', ['ecs:DescribeTasks'], place.task()),
      row('lib/runbooks/service-questions.ts', ['ecs:DescribeTaskDefinition', 'cloudwatch:DescribeAlarms'], '*'),
      row('lib/runbooks/service-questions.ts', ['xray:GetTraceSummaries'], '*'),
      row(
        'lib/runbooks/service-questions.ts',
        ['codedeploy:GetDeployment', 'codedeploy:ListDeployments'],
        place.inEnvironment('codedeploy', `deploymentgroup:${place.own()}/${place.own()}`),
      ),
      row(
        'lib/runbooks/service-questions.ts',
        ['logs:GetLogEvents'],
        place.inEnvironment('logs', `log-group:${place.own('-Logs6819BB44-AbCdEf')}:log-stream:app/app/0123`),
      ),
      row(
        'lib/runbooks/diagnostics.lambda.ts',
        ['s3:PutObject'],
        `${place.found('AWS::S3::Bucket', 'Diagnostics')}/${place.at.service}/2026-11-23/index.json`,
      ),
    ],
  },
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
  {
    who: 'The canary',
    stack: 'service',
    role: 'ObservabilityAlarmsOutsideRole',
    spots: [spot('company', 'storefront', 'main', 'prod'), spot('acme', 'web', 'main', 'prod')],
    assumedBy: 'lambda.amazonaws.com',
    // "Required roles and permissions for CloudWatch canaries"; its log group is there already.
    calls: (place) => {
      const artifacts = place.found('AWS::S3::Bucket', 'ObservabilityAlarmsOutsideArtifacts');
      const logGroup = `log-group:/aws/lambda/cwsyn-${place.own()}-01234567`;
      return [
        row('Synthetics', ['s3:GetObject', 's3:PutObject'], `${artifacts}/2026/11/23/0/0-0-0/report.json`),
        row('Synthetics', ['s3:GetBucketLocation'], artifacts),
        row('Synthetics', ['s3:ListAllMyBuckets'], '*'),
        row(
          'Lambda',
          ['logs:CreateLogStream', 'logs:PutLogEvents'],
          place.inEnvironment('logs', `${logGroup}:log-stream:x`),
        ),
        row('Synthetics', ['cloudwatch:PutMetricData'], '*', { 'cloudwatch:namespace': 'CloudWatchSynthetics' }),
      ];
    },
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
const cluster = (place: Place) => ({ 'ecs:cluster': place.cluster });

/** The network's one VPC, or one of the tasks' subnets. */
function inNetwork(place: Place, resource: 'vpc' | 'subnet'): string {
  const [type, start] = resource === 'vpc' ? ['AWS::EC2::VPC', 'Vpc'] : ['AWS::EC2::Subnet', 'VpcTasksSubnet1'];
  const network = place.access.stacks.filter(
    ({ name }) => name === `${place.delivery.name}-${place.at.environment}-network`,
  );
  const { stack, id } = resourcesIn(network, type!).find((found) => found.id.startsWith(start!))!;
  return place.inEnvironment('ec2', `${resource}/${place.access.value(stack, { Ref: id })}`);
}

/** "Permissions validation for Application Auto Scaling API calls on target resources": who may do the same by hand. */
function scales(place: Place): Row[] {
  return [
    row(
      'lib/runbooks/scale-document.ts',
      ['application-autoscaling:RegisterScalableTarget'],
      place.inEnvironment('application-autoscaling', 'scalable-target/0123'),
      {
        'application-autoscaling:service-namespace': 'ecs',
        'application-autoscaling:scalable-dimension': 'ecs:service:DesiredCount',
      },
    ),
    row('Application Auto Scaling', ['ecs:DescribeServices', 'ecs:UpdateService'], service(place)),
  ];
}

function findsTasks(place: Place): Row[] {
  return [
    row('lib/runbooks/experiments.ts', ['ecs:ListTasks'], '*', cluster(place)),
    row('lib/runbooks/experiments.ts', ['ecs:DescribeTasks'], place.task()),
  ];
}

/** "Permissions to send experiment logs" in the guide of AWS FIS. */
function logsExperiments(): Row[] {
  return [row('AWS FIS', ['logs:CreateLogDelivery', 'logs:DescribeLogGroups', 'logs:DescribeResourcePolicies'], '*')];
}
