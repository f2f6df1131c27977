import { type Place, spot } from './place';
import { connection, leaves, logging, programs, publishes, type RoleTable, type Row, reads, row } from './table';
import { BUILDING, handsOver } from './toolchain';

const CODEBUILD = 'codebuild.amazonaws.com';
const WORKSHOP = spot('workshop', 'orders', 'main', 'prod');
const COMPANY = spot('company', 'orders', 'main', 'prod-us');
const PIPELINE = (place: Place) => `${place.delivery.name}-infrastructure`;
const BOOTSTRAP = ['deploy', 'file-publishing', 'lookup'];

/** The pipeline of this application, and the look for drift. */
export const INFRASTRUCTURE: readonly RoleTable[] = [
  {
    who: 'CodePipeline, for the infrastructure',
    stack: 'infrastructure',
    role: 'Role',
    spots: [WORKSHOP, COMPANY],
    assumedBy: 'codepipeline.amazonaws.com',
    calls: (place) => [
      ...handedOver(place),
      ...['synth', 'diff', 'deploy-toolchain', `deploy-${place.at.environment}`].map((project) =>
        row('CodePipeline', BUILDING, place.project(project, PIPELINE(place))),
      ),
      ...reads(place, 'tools', PIPELINE(place)),
      ...leaves(place, 'tools', PIPELINE(place)),
      // An approval with a topic.
      ...publishes(place, 'CodePipeline'),
    ],
    although: { 'tell people something': 'It asks for approvals.' },
  },
  {
    who: 'EventBridge, starting the pipeline of the infrastructure',
    stack: 'infrastructure',
    role: 'PipelineEventsRole',
    spots: [WORKSHOP],
    assumedBy: 'events.amazonaws.com',
    calls: (place) => [
      row('EventBridge', ['codepipeline:StartPipelineExecution'], place.inTools('codepipeline', PIPELINE(place))),
    ],
  },
  {
    who: 'Synth',
    stack: 'infrastructure',
    role: 'SynthBuildRole',
    spots: [WORKSHOP, COMPANY],
    assumedBy: CODEBUILD,
    calls: (place) => [
      logging(place, 'SynthBuildLogs'),
      ...reads(place, 'tools', PIPELINE(place)),
      ...leaves(place, 'tools', PIPELINE(place)),
      ...cloned(place),
    ],
  },
  {
    who: 'Diff',
    stack: 'infrastructure',
    role: 'DiffProjectProgramBuildRole',
    spots: [WORKSHOP, COMPANY],
    assumedBy: CODEBUILD,
    calls: (place) => [
      logging(place, 'DiffProjectProgramBuildLogs'),
      ...reads(place, 'tools', PIPELINE(place)),
      ...leaves(place, 'tools', PIPELINE(place)),
      programs(place),
      // The deployed templates are read with the role's rights: `cloudformation:GetTemplate` is bootstrap's to give.
      ...(['tools', 'environment'] as const).map((where) =>
        enters('lib/infrastructure/programs/lookup.ts', place, 'lookup', where),
      ),
    ],
  },
  {
    who: 'Deploy, of the toolchain',
    stack: 'infrastructure',
    role: 'ToolchainBuildRole',
    spots: [WORKSHOP, COMPANY],
    assumedBy: CODEBUILD,
    calls: (place) => [
      logging(place, 'ToolchainBuildLogs'),
      ...reads(place, 'tools', PIPELINE(place)),
      ...BOOTSTRAP.map((role) => enters('lib/infrastructure/deploy-project.ts', place, role, 'tools')),
    ],
  },
  {
    who: 'Deploy, of an environment',
    stack: 'infrastructure',
    role: 'Environments(dev|test|prod)BuildRole',
    spots: [spot('company', 'orders', 'main', 'dev')],
    assumedBy: CODEBUILD,
    calls: deploysEnvironment,
  },
  {
    who: 'Deploy, of an environment in another region',
    stack: 'infrastructure',
    role: 'EnvironmentsprodusBuildRole',
    spots: [COMPANY],
    assumedBy: CODEBUILD,
    calls: deploysEnvironment,
  },
  {
    who: 'Bake',
    stack: 'infrastructure',
    role: 'EnvironmentsBakeProgramBuildRole',
    spots: [spot('company', 'orders', 'main', 'prod')],
    assumedBy: CODEBUILD,
    calls: (place) => [
      logging(place, 'EnvironmentsBakeProgramBuildLogs'),
      ...reads(place, 'tools', PIPELINE(place)),
      programs(place),
      // Alarms are read with the role's rights.
      enters('lib/infrastructure/programs/bake.program.ts', place, 'lookup', 'environment'),
    ],
  },
  {
    who: 'The look for drift',
    stack: 'drift',
    role: 'StepRole',
    spots: [WORKSHOP, COMPANY],
    assumedBy: 'lambda.amazonaws.com',
    // The configuration of every type of resource that a delivery has: lib/drift/read-permissions.ts.
    spare: /^cloudformation:DetectStackResourceDrift$|^[\w-]+:(Batch)?(Describe|Get|List|View)\w+$/,
    calls: (place) => [
      logging(place, 'StepLogs'),
      row(
        'lib/drift/drift.lambda.ts',
        ['cloudformation:DescribeStackResourceDrifts', 'cloudformation:DetectStackDrift'],
        place.inEnvironment('cloudformation', `stack/${place.own()}/0123`),
      ),
      row('lib/drift/drift.lambda.ts', ['cloudformation:DescribeStackDriftDetectionStatus'], '*'),
      // CloudFormation reads with the rights of whoever asks; these stand for lib/drift/read-permissions.ts.
      row(
        'CloudFormation',
        ['ecs:DescribeServices'],
        place.inEnvironment('ecs', `service/${place.delivery.name}-${place.at.environment}/orders`),
      ),
      row('CloudFormation', ['iam:GetRole', 'iam:ListRolePolicies'], place.roleIn('environment', place.own('-deploy'))),
      row('CloudFormation', ['lambda:GetFunction'], place.function('-probe')),
      row(
        'CloudFormation',
        ['lambda:GetLayerVersion'],
        place.inEnvironment('lambda', `layer:${place.own('-kubectl')}:3`),
      ),
      row('CloudFormation', ['eks:DescribeCluster'], place.kubernetes()),
      row(
        'CloudFormation',
        ['eks:DescribeAccessEntry', 'eks:ListAssociatedAccessPolicies'],
        `${place.kubernetes().replace(':cluster/', ':access-entry/')}/role/1/x/01234567-89ab`,
      ),
      row(
        'CloudFormation',
        ['elasticloadbalancing:DescribeListeners', 'elasticloadbalancing:DescribeTargetGroups'],
        '*',
      ),
      ...publishes(place, 'lib/drift/drift.lambda.ts'),
    ],
    although: { 'tell people something': 'It reports what has drifted.' },
  },
  {
    who: 'Step Functions, looking for drift',
    stack: 'drift',
    role: 'Role',
    spots: [WORKSHOP],
    assumedBy: 'states.amazonaws.com',
    calls: (place) => [row('Step Functions', ['lambda:InvokeFunction'], place.found('AWS::Lambda::Function', 'Step'))],
  },
  {
    who: 'EventBridge, starting the look for drift',
    stack: 'drift',
    role: 'CheckEventsRole',
    spots: [WORKSHOP],
    assumedBy: 'events.amazonaws.com',
    calls: (place) => [
      row('EventBridge', ['states:StartExecution'], place.found('AWS::StepFunctions::StateMachine', 'Check')),
    ],
  },
];

function deploysEnvironment(place: Place): Row[] {
  return [
    logging(place, place.role.id.replace(/Role[0-9A-F]{8}$/, 'Logs')),
    ...reads(place, 'tools', PIPELINE(place)),
    ...BOOTSTRAP.map((role) => enters('lib/infrastructure/deploy-project.ts', place, role, 'environment')),
  ];
}

/** A role that `cdk bootstrap --trust` makes, and opens to the tools account. */
function enters(by: string, place: Place, role: string, where: 'tools' | 'environment'): Row {
  const [, , , region, account] = (where === 'tools' ? place.inTools('x', '') : place.inEnvironment('x', '')).split(
    ':',
  );
  const arn = place.roleIn(where, `cdk-hnb659fds-${role}-role-${account}-${region}`);
  return { ...row(by, ['sts:AssumeRole'], arn), isElsewhere: true };
}

function handedOver(place: Place): Row[] {
  const { source } = place.delivery.infrastructure!;
  return source.kind === 'codecommit' ? [handsOver(place.inTools('codecommit', PIPELINE(place)))] : cloned(place);
}

function cloned(place: Place): Row[] {
  const { source } = place.delivery.infrastructure!;
  if (source.kind === 'gitlabCi') throw new Error('This application is built by no other CI');
  return source.kind === 'codecommit'
    ? [row('lib/source/codecommit-source.ts', ['codecommit:GitPull'], place.inTools('codecommit', PIPELINE(place)))]
    : connection(source.connectionArn, source.repository);
}
