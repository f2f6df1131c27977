import { type Place, spot } from './place';
import { announces, clones, leaves, logging, programs, publishes, type RoleTable, reads, row, signs } from './table';

const CODEBUILD = 'codebuild.amazonaws.com';
const CODEDEPLOY = [
  spot('workshop', 'storefront', 'main', 'prod'),
  spot('company', 'storefront', 'main', 'prod-us'),
  spot('acme', 'orders', 'main', 'prod-us'),
];
const NATIVE = [spot('company', 'orders', 'main', 'prod-us'), spot('acme', 'admin', 'develop', 'dev')];
const ROLLOUTS = [spot('workshop', 'orders', 'main', 'prod'), spot('acme', 'search', 'main', 'prod-us')];
const TESTED = [spot('workshop', 'storefront', 'release', 'test'), spot('acme', 'web', 'develop', 'dev')];

const deployRole = (place: Place) => place.roleIn('environment', place.own('-deploy'));
const probeRole = (place: Place) => place.roleIn('environment', place.own('-probe'));

/** The builds of a pipeline in an environment, and the roles there that they enter. */
export const DEPLOYMENT: readonly RoleTable[] = [
  {
    who: 'Notes',
    stack: 'pipeline',
    role: 'EnvironmentsNotesProgramBuildRole',
    spots: CODEDEPLOY,
    assumedBy: CODEBUILD,
    calls: (place) => [
      logging(place, 'EnvironmentsNotesProgramBuildLogs'),
      ...reads(place),
      ...clones(place),
      ...leaves(place),
      programs(place),
      row('lib/deployment/programs/deployed-parameter.ts', ['ssm:GetParameter'], place.parameter('deployed')),
      ...publishes(place, 'lib/release/programs/publish.ts'),
    ],
    although: { 'tell people something': 'It says that a release waits for an approval.' },
  },
  {
    who: 'Render',
    stack: 'pipeline',
    role: 'DeploymentRenderBuildRole',
    spots: [...CODEDEPLOY, ...NATIVE, ...ROLLOUTS],
    assumedBy: CODEBUILD,
    calls: (place) => [
      logging(place, 'DeploymentRenderBuildLogs'),
      ...reads(place),
      ...leaves(place),
      programs(place),
      row('lib/deployment/programs/assume-role.ts', ['sts:AssumeRole'], deployRole(place)),
      row('lib/deployment/programs/deployed-parameter.ts', ['ssm:GetParameter'], place.parameter('deployed')),
      row(
        'lib/deployment/programs/rollback.ts',
        ['codepipeline:GetPipelineState', 'codepipeline:GetPipelineExecution'],
        place.pipeline(),
      ),
      announces(place),
    ],
    although: { 'tell the records something': 'It says that a deployment begins.' },
  },
  {
    who: 'Deploy, where ECS or Argo Rollouts moves the traffic',
    stack: 'pipeline',
    role: 'DeploymentDeployBuildRole',
    spots: [...NATIVE, ...ROLLOUTS],
    assumedBy: CODEBUILD,
    calls: (place) => [
      logging(place, 'DeploymentDeployBuildLogs'),
      ...reads(place),
      programs(place),
      row('lib/deployment/programs/assume-role.ts', ['sts:AssumeRole'], deployRole(place)),
    ],
  },
  {
    who: 'Record',
    stack: 'pipeline',
    role: 'DeploymentRecordBuildRole',
    spots: [...CODEDEPLOY, ...NATIVE],
    assumedBy: CODEBUILD,
    calls: (place) => [
      logging(place, 'DeploymentRecordBuildLogs'),
      ...reads(place),
      programs(place),
      row('lib/build/programs/ecr.ts', ['ecr:BatchGetImage'], place.images()),
      row('lib/deployment/programs/deployed-tag.ts', ['ecr:PutImage'], place.images()),
      row('lib/deployment/programs/deployed-parameter.ts', ['ssm:PutParameter'], place.parameter('deployed')),
      ...signs(place),
      announces(place),
    ],
    although: {
      'sign something': 'It pushes a tag, and nothing says that ECR does not sign for that.',
      'tell the records something': 'It says what is deployed.',
    },
  },
  {
    who: "A team's own tests",
    stack: 'pipeline',
    role: 'EnvironmentsTestsCommandsProgramBuildRole',
    spots: TESTED,
    assumedBy: CODEBUILD,
    calls: (place) => [
      logging(place, 'EnvironmentsTestsCommandsProgramBuildLogs'),
      ...reads(place),
      ...clones(place),
      programs(place),
      row('lib/validation/programs/probe-access.ts', ['sts:AssumeRole'], probeRole(place)),
    ],
  },
  {
    who: 'Load test',
    stack: 'pipeline',
    role: 'EnvironmentsTestsLoadProgramBuildRole',
    spots: [spot('workshop', 'storefront', 'release', 'test')],
    assumedBy: CODEBUILD,
    calls: (place) => [
      logging(place, 'EnvironmentsTestsLoadProgramBuildLogs'),
      ...reads(place),
      programs(place),
      row('lib/validation/programs/probe-access.ts', ['sts:AssumeRole'], probeRole(place)),
    ],
  },
  {
    who: 'The role that tests reach a service with',
    stack: 'service',
    role: 'ValidationProbeRole',
    spots: TESTED,
    assumedBy: (place) => [
      'EnvironmentsTestsCommandsProgramBuildRole',
      ...(place.at.delivery === 'workshop' ? ['EnvironmentsTestsLoadProgramBuildRole'] : []),
    ],
    calls: (place) => [
      row('lib/build/programs/call-function.ts', ['lambda:InvokeFunction'], place.function('-probe')),
      row('lib/validation/load-balancer-addresses.ts', ['ec2:DescribeNetworkInterfaces'], '*'),
    ],
  },
  {
    who: 'The role that CodePipeline and Render enter, where CodeDeploy moves the traffic',
    stack: 'service',
    role: 'DeployRole',
    spots: CODEDEPLOY,
    assumedBy: () => ['Role', 'DeploymentRenderBuildRole'],
    calls: (place) => [
      ...renders(place),
      ...reads(place, 'environment'),
      // "CodePipeline service role: CodeDeploy to ECS" in its guide.
      row(
        'CodePipeline',
        ['codedeploy:GetApplication', 'codedeploy:GetApplicationRevision', 'codedeploy:RegisterApplicationRevision'],
        place.inEnvironment('codedeploy', `application:${place.own()}`),
      ),
      row(
        'CodePipeline',
        ['codedeploy:CreateDeployment', 'codedeploy:GetDeployment'],
        place.inEnvironment('codedeploy', `deploymentgroup:${place.own()}/${place.own()}`),
      ),
      row(
        'lib/deployment/programs/deployment-group.ts',
        ['codedeploy:GetDeploymentGroup', 'codedeploy:UpdateDeploymentGroup'],
        place.inEnvironment('codedeploy', `deploymentgroup:${place.own()}/${place.own()}`),
      ),
      row('CodePipeline', ['codedeploy:GetDeploymentConfig'], deploymentConfiguration(place)),
      ...registers(place, 'CodePipeline'),
    ],
  },
  {
    who: 'The role that Render and Deploy enter, where ECS moves the traffic',
    stack: 'service',
    role: 'DeployRole',
    spots: NATIVE,
    assumedBy: () => ['DeploymentDeployBuildRole', 'DeploymentRenderBuildRole'],
    calls: (place) => [
      ...renders(place),
      ...registers(place, 'lib/deployment/programs/ecs-service.ts'),
      row(
        'lib/deployment/programs/ecs-service.ts',
        ['ecs:UpdateService', 'ecs:ListServiceDeployments'],
        service(place),
      ),
      row(
        'lib/deployment/programs/ecs-service.ts',
        ['ecs:DescribeServiceDeployments', 'ecs:StopServiceDeployment'],
        service(place).replace(':service/', ':service-deployment/').concat('/0123456789abcdef'),
      ),
      row(
        'lib/deployment/programs/ecs-service.ts',
        ['ecs:DescribeServiceRevisions'],
        service(place).replace(':service/', ':service-revision/').concat('/0123456789'),
      ),
      // `UpdateService` hands ECS the roles for the hook and for the load balancer.
      ...['DeploymentHookRole', '\\w+RulesRole'].map((role) =>
        row('lib/deployment/programs/ecs-service.ts', ['iam:PassRole'], roleOf(place, role), {
          'iam:PassedToService': 'ecs.amazonaws.com',
        }),
      ),
    ],
    although: { 'update a service': "ECS's own deployment is an update of the service." },
  },
  {
    who: 'The role that Render and Deploy enter, where Argo Rollouts moves the traffic',
    stack: 'service',
    role: 'DeployRole',
    spots: ROLLOUTS,
    assumedBy: () => ['DeploymentDeployBuildRole', 'DeploymentRenderBuildRole'],
    calls: (place) => [
      row('lib/deployment/programs/environment-account.ts', ['ssm:GetParameter'], place.parameter('release')),
      row('lib/build/programs/call-function.ts', ['lambda:InvokeFunction'], place.function('-rollout:deploy')),
    ],
    although: { 'update a service': 'The function in the cluster is asked to install a release.' },
  },
];

/** Render reads what the environment's stack published. */
function renders(place: Place) {
  const by = 'lib/deployment/programs/environment-account.ts';
  return [row(by, ['ssm:GetParameter'], place.parameter('release')), row(by, ['ecs:DescribeTaskDefinition'], '*')];
}

/** A new revision of the service's family, with the service's roles. */
function registers(place: Place, by: string) {
  const revision = place.inEnvironment('ecs', `task-definition/${place.own()}:7`);
  return [
    row(by, ['ecs:RegisterTaskDefinition'], revision),
    ...['ReleaseExecutionRole', 'ReleaseTaskRole'].map((role) =>
      row(by, ['iam:PassRole'], roleOf(place, role), { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' }),
    ),
  ];
}

export function service(place: Place): string {
  const { delivery, at } = place;
  return place.inEnvironment('ecs', `service/${delivery.name}-${at.environment}/${at.service}`);
}

/** A role of the same stack. */
export function roleOf({ access, role }: Place, id: string): string {
  const own = access.roles.filter(({ stack }) => stack === role.stack);
  return own.find((candidate) => new RegExp(`^${id}[0-9A-F]{8}$`).test(candidate.id))!.arn;
}

/** A predefined one of AWS's, or one of the stack's own. */
function deploymentConfiguration(place: Place): string {
  if (place.at.delivery === 'acme') return place.found('AWS::CodeDeploy::DeploymentConfig', 'Deployment');
  const minutes = place.at.delivery === 'workshop' ? 15 : 5;
  return place.inEnvironment('codedeploy', `deploymentconfig:CodeDeployDefault.ECSCanary10Percent${minutes}Minutes`);
}
