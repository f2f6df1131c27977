import { service } from './deployment';
import { type Place, spot } from './place';
import { logging, type RoleTable, type Row, row } from './table';

const SSM = 'ssm.amazonaws.com';
const PROD = [spot('workshop', 'storefront', 'main', 'prod'), spot('company', 'orders', 'main', 'prod-us')];

/** What people have done for them in an environment when something is wrong. */
export const RUNBOOKS: readonly RoleTable[] = [
  {
    who: 'Systems Manager, scaling out',
    stack: 'environment-incidents',
    role: 'ScaleOutRole',
    spots: PROD,
    assumedBy: SSM,
    calls: (place) => [
      row('lib/runbooks/task-scale-steps.ts', ['application-autoscaling:DescribeScalableTargets'], '*'),
      row('lib/runbooks/task-scale-steps.ts', ['ecs:DescribeServices'], service(place)),
      ...scales(place),
      ...asksClusters(place, 'lib/runbooks/pod-scale-steps.ts', 'scale'),
    ],
    although: {
      'hold pods of a service': 'That is what it is for, and the function that it asks does nothing else for it.',
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
    calls: (place) => [...scales(place), ...asksClusters(place, 'lib/runbooks/pod-scale-steps.ts', 'scale')],
    although: {
      'hold pods of a service': 'That is what it is for, and the function that it asks does nothing else for it.',
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
      row('lib/runbooks/task-questions.ts', ['ecs:DescribeServices'], service(place)),
      row('lib/runbooks/task-questions.ts', ['ecs:ListTasks'], '*', { 'ecs:cluster': place.cluster }),
      row('lib/runbooks/task-questions.ts', ['ecs:DescribeTasks'], place.task()),
      row('lib/runbooks/task-questions.ts', ['ecs:DescribeTaskDefinition'], '*'),
      row('lib/runbooks/service-questions.ts', ['cloudwatch:DescribeAlarms', 'xray:GetTraceSummaries'], '*'),
      row(
        'lib/runbooks/task-questions.ts',
        ['codedeploy:GetDeployment', 'codedeploy:ListDeployments'],
        place.inEnvironment('codedeploy', `deploymentgroup:${place.own()}/${place.own()}`),
      ),
      row(
        'lib/runbooks/task-questions.ts',
        ['logs:GetLogEvents'],
        place.inEnvironment('logs', `log-group:${place.own('-Logs6819BB44-AbCdEf')}:log-stream:app/app/0123`),
      ),
      ...asksClusters(place, 'lib/build/programs/call-function.ts', 'view'),
      ...onEks(place).flatMap(({ name }) => {
        const group = `log-group:/${place.delivery.name}/${place.at.environment}/pods/${name}`;
        return [
          row('lib/runbooks/pod-questions.ts', ['logs:DescribeLogStreams'], place.inEnvironment('logs', group)),
          row(
            'lib/runbooks/pod-questions.ts',
            ['logs:GetLogEvents'],
            place.inEnvironment('logs', `${group}:log-stream:app/x`),
          ),
        ];
      }),
      row(
        'lib/runbooks/diagnostics.lambda.ts',
        ['s3:PutObject'],
        `${place.found('AWS::S3::Bucket', 'Diagnostics')}/${place.at.service}/2026-11-23/index.json`,
      ),
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

/** "Permissions validation for Application Auto Scaling API calls on target resources": who may do the same by hand. */
function scales(place: Place): Row[] {
  return [
    row(
      'lib/runbooks/task-scale-steps.ts',
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

/** The environment's services on EKS, all of them: a person chooses one. */
function onEks({ delivery }: Place) {
  return delivery.services.filter(({ platform }) => platform === 'eks');
}

function asksClusters(place: Place, by: string, audience: 'scale' | 'view'): Row[] {
  return onEks(place).map(({ name }) =>
    row(by, ['lambda:InvokeFunction'], place.function(`-rollout:${audience}`, { ...place.at, service: name })),
  );
}
