import { roleOf, service } from './deployment';
import { type Place, spot } from './place';
import { joinsNetwork, logging, type RoleTable, type Row, row } from './table';

const CODEDEPLOY = [spot('workshop', 'storefront', 'main', 'prod'), spot('company', 'storefront', 'main', 'prod-us')];
const NATIVE = [spot('company', 'orders', 'main', 'prod-us')];
const ROLLOUTS = [spot('workshop', 'orders', 'main', 'prod')];
const TASKS = 'ecs-tasks.amazonaws.com';

const hook = (place: Place) => place.function('-validate');

/** What runs and moves a service in an environment. */
export const ENVIRONMENT: readonly RoleTable[] = [
  {
    who: "The service's own code",
    stack: 'service',
    role: 'ReleaseTaskRole',
    spots: [
      spot('company', 'orders', 'main', 'prod-us'),
      spot('workshop', 'storefront', 'main', 'prod'),
      // With an agent for game days; with all spans in the logs; without traces.
      spot('acme', 'orders', 'develop', 'dev'),
      spot('company', 'storefront', 'main', 'prod'),
      spot('acme', 'shop-api', 'main', 'prod'),
    ],
    assumedBy: TASKS,
    calls: (place) => [
      ...(place.service.table ? usesTable(place) : []),
      ...sendsTraces(place),
      ...joinsGameDays(place),
    ],
    // A service may do with the items of its own table whatever it likes.
    spare: /^dynamodb:(Batch(Get|Write)Item|ConditionCheckItem|DeleteItem|DescribeTable|Scan)$|^kms:Encrypt$/,
    although: {
      'remove data of its own table': 'Items are for the service to keep or to remove; the table itself is not.',
    },
  },
  {
    who: 'ECS, starting tasks',
    stack: 'service',
    role: 'ReleaseExecutionRole',
    spots: [...CODEDEPLOY, ...NATIVE, spot('acme', 'web', 'develop', 'dev')],
    assumedBy: TASKS,
    // CDK's way of letting somebody read a secret or a parameter.
    spare: /^secretsmanager:DescribeSecret$|^ssm:(DescribeParameters|GetParameter|GetParameterHistory)$/,
    calls: (place) => [
      // "Amazon ECS task execution IAM role".
      row('ECS', ['ecr:GetAuthorizationToken'], '*'),
      row(
        'ECS',
        ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        place.images(),
      ),
      logging(place, 'Logs'),
      ...(Object.keys(place.service.in[place.at.environment]!.secrets).length > 0
        ? [
            row(
              'ECS',
              ['secretsmanager:GetSecretValue'],
              place.inEnvironment('secretsmanager', 'secret:acme/web-AbCdEf'),
            ),
            row('ECS', ['ssm:GetParameters'], place.inEnvironment('ssm', 'parameter/acme/web/features')),
          ]
        : []),
    ],
  },
  {
    who: "ECS, starting the placeholder's tasks",
    stack: 'service',
    role: '\\w+ServiceExecutionRole',
    spots: CODEDEPLOY,
    assumedBy: TASKS,
    // Its image is public.
    calls: (place) => [logging(place, 'Logs')],
  },
  {
    who: "The placeholder's code",
    stack: 'service',
    role: '\\w+ServiceTaskRole',
    spots: CODEDEPLOY,
    assumedBy: TASKS,
    calls: () => [],
  },
  {
    who: 'CodeDeploy',
    stack: 'service',
    role: 'DeploymentServiceRole',
    spots: CODEDEPLOY,
    assumedBy: 'codedeploy.amazonaws.com',
    // After AWS's own policy "AWSCodeDeployRoleForECSLimited"; nothing here is in S3 or told by SNS.
    calls: (place) => [
      row('CodeDeploy', ['ecs:DescribeServices', 'ecs:UpdateServicePrimaryTaskSet'], service(place)),
      row(
        'CodeDeploy',
        ['ecs:CreateTaskSet', 'ecs:DeleteTaskSet'],
        service(place).replace(':service/', ':task-set/').concat('/0123456789'),
      ),
      row('CodeDeploy', ['elasticloadbalancing:DescribeTargetGroups', 'elasticloadbalancing:DescribeListeners'], '*'),
      row('CodeDeploy', ['elasticloadbalancing:DescribeRules', 'cloudwatch:DescribeAlarms'], '*'),
      // It owns both listeners whole.
      ...['Production', 'Test'].map((listener) =>
        row(
          'CodeDeploy',
          ['elasticloadbalancing:ModifyListener'],
          place.foundBy('AWS::ElasticLoadBalancingV2::Listener', listener),
        ),
      ),
      row('CodeDeploy', ['lambda:InvokeFunction'], hook(place)),
      ...['ReleaseExecutionRole', 'ReleaseTaskRole'].map((role) =>
        row('CodeDeploy', ['iam:PassRole'], roleOf(place, role), { 'iam:PassedToService': TASKS }),
      ),
    ],
  },
  {
    who: 'ECS, asking the hook',
    stack: 'service',
    role: 'DeploymentHookRole',
    spots: NATIVE,
    assumedBy: 'ecs.amazonaws.com',
    calls: (place) => [row('ECS', ['lambda:InvokeFunction'], hook(place))],
  },
  {
    who: 'ECS, moving the traffic',
    stack: 'service',
    role: '\\w+RulesRole',
    spots: NATIVE,
    assumedBy: 'ecs.amazonaws.com',
    // After AWS's own policy "AmazonECSInfrastructureRolePolicyForLoadBalancers".
    calls: (place) => [
      ...['blue', 'green'].map((color) =>
        row(
          'ECS',
          ['elasticloadbalancing:RegisterTargets', 'elasticloadbalancing:DeregisterTargets'],
          place.inEnvironment('elasticloadbalancing', `targetgroup/${place.own(`-${color}`)}/0`),
        ),
      ),
      ...['Production', 'Test'].map((rule) =>
        row(
          'ECS',
          ['elasticloadbalancing:ModifyRule'],
          place.foundBy('AWS::ElasticLoadBalancingV2::ListenerRule', rule),
        ),
      ),
      row('ECS', ['elasticloadbalancing:DescribeListeners', 'elasticloadbalancing:DescribeRules'], '*'),
      row('ECS', ['elasticloadbalancing:DescribeTargetGroups', 'elasticloadbalancing:DescribeTargetHealth'], '*'),
    ],
  },
  {
    who: 'The hook',
    stack: 'service',
    role: 'ValidationHookRole',
    spots: [...CODEDEPLOY, ...NATIVE, ...ROLLOUTS],
    assumedBy: 'lambda.amazonaws.com',
    calls: (place) => [
      logging(place, 'ValidationHookLogs'),
      row('lib/build/programs/call-function.ts', ['lambda:InvokeFunction'], place.function('-probe')),
      ...(place.service.exposure === 'public'
        ? [row('lib/validation/load-balancer-addresses.ts', ['ec2:DescribeNetworkInterfaces'], '*')]
        : []),
      ...(place.service.in[place.at.environment]!.controller === 'codedeploy'
        ? [
            row(
              'lib/validation/codedeploy-hook.lambda.ts',
              ['codedeploy:PutLifecycleEventHookExecutionStatus'],
              place.inEnvironment('codedeploy', `deploymentgroup:${place.own()}/${place.own()}`),
            ),
          ]
        : []),
    ],
  },
  {
    who: 'The probe',
    stack: 'service',
    role: 'ValidationProbeFunctionRole',
    spots: [...CODEDEPLOY, ...NATIVE, ...ROLLOUTS],
    assumedBy: 'lambda.amazonaws.com',
    calls: (place) => [logging(place, 'ValidationProbeFunctionLogs'), ...joinsNetwork(place)],
  },
];

/** The collector beside the service, and the service's own sampler through it. */
export function sendsTraces({ service, delivery, at }: Place): Row[] {
  if (!service.in[at.environment]!.tracing) return [];
  const { transactionSearch } = delivery.environments.find(({ name }) => name === at.environment)!;
  return [
    row(
      'lib/tracing/collector.ts',
      [
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
        'xray:PutTraceSegments',
        // "Transaction Search": spans go into logs.
        ...(transactionSearch === undefined ? [] : ['xray:PutSpans', 'xray:PutSpansForIndexing']),
      ],
      '*',
    ),
  ];
}

/** "Use the AWS FIS aws:ecs:task actions": the agent beside the service makes the task a managed instance. */
function joinsGameDays(place: Place): Row[] {
  const { faultInjection } = place.delivery.environments.find(({ name }) => name === place.at.environment)!;
  if (!faultInjection) return [];
  const by = 'lib/compute/fault-agent-script.ts';
  return [
    row(by, ['ssm:AddTagsToResource', 'ssm:CreateActivation'], '*', { 'aws:TagKeys': ['ECS_TASK_ARN'] }),
    row(by, ['iam:PassRole'], roleOf(place, 'ReleaseFaultAgentInstanceRole'), {
      'iam:PassedToService': 'ssm.amazonaws.com',
    }),
  ];
}

/** What the sample service does with its table, and what comes with a key of the customer's. */
export function usesTable(place: Place) {
  const table = place.found('AWS::DynamoDB::Table', 'Table');
  const key = place.found('AWS::KMS::Key', 'TableKey');
  const via = `dynamodb.${table.split(':')[3]}.amazonaws.com`;
  return [
    row('services/orders', ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'], table),
    ...(place.service.table?.indexes ?? []).map(({ name }) =>
      row('services/orders', ['dynamodb:Query'], `${table}/index/${name}`),
    ),
    row('DynamoDB', ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'], key, { 'kms:ViaService': via }),
  ];
}
