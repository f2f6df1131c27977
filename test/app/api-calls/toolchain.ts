import { type Place, spot } from './place';
import { connection, leaves, logging, type RoleTable, type Row, reads, row, signs } from './table';

const LAMBDA = 'lambda.amazonaws.com';
const WORKSHOP = spot('workshop', 'storefront', 'main', 'prod');
const COMPANY = spot('company', 'orders', 'main', 'prod-us');
const SHARED = spot('acme', 'admin', 'main', 'prod');
const GITLAB = spot('acme', 'stock', 'main', 'prod');

/** The pipelines of services, and what starts them and rolls back. */
export const TOOLCHAIN: readonly RoleTable[] = [
  {
    who: 'CodePipeline, for a service',
    stack: 'pipeline',
    role: 'Role',
    spots: [WORKSHOP, COMPANY, spot('workshop', 'orders', 'develop', 'dev'), GITLAB],
    assumedBy: 'codepipeline.amazonaws.com',
    calls: (place) => [
      ...source(place),
      ...projects(place).map((project) => row('CodePipeline', BUILDING, place.project(project))),
      ...(place.service.in[place.at.environment]!.controller === 'codedeploy'
        ? [row('CodePipeline', ['sts:AssumeRole'], place.roleIn('environment', place.own('-deploy')))]
        : []),
      // A rule before the stages; a person's approval takes no right of the pipeline's.
      row(
        'CodePipeline',
        ['lambda:InvokeFunction'],
        place.inTools('lambda', `function:${place.delivery.name}-release-freeze`),
      ),
      ...reads(place),
      ...leaves(place),
      // It copies what an action in another region needs.
      ...leaves(place, 'environment'),
    ],
  },
  {
    who: 'CodePipeline, for checks before a merge',
    stack: 'checks',
    role: 'CheckRole',
    spots: [COMPANY],
    assumedBy: 'codepipeline.amazonaws.com',
    calls: (place) => [
      ...source(place),
      ...['verify', 'inspect'].map((project) =>
        row('CodePipeline', BUILDING, place.project(project, 'company-orders_check')),
      ),
      ...reads(place, 'tools', 'company-orders_check'),
      ...leaves(place, 'tools', 'company-orders_check'),
    ],
  },
  {
    who: 'EventBridge, starting a pipeline at a push',
    stack: 'pipeline',
    role: 'PipelineEventsRole',
    spots: [WORKSHOP],
    assumedBy: 'events.amazonaws.com',
    calls: (place) => [row('EventBridge', ['codepipeline:StartPipelineExecution'], place.pipeline())],
  },
  {
    who: 'The route, where services share a repository',
    stack: 'pipeline',
    role: 'PushRouteRole',
    spots: [SHARED],
    assumedBy: LAMBDA,
    calls: (place) => [
      logging(place, 'PushRouteLogs'),
      row('lib/pipeline/route.lambda.ts', ['codecommit:GetDifferences'], place.repository()),
      row(
        'lib/pipeline/route.lambda.ts',
        ['codepipeline:ListPipelineExecutions', 'codepipeline:StartPipelineExecution'],
        place.pipeline(),
      ),
    ],
  },
  {
    who: 'The redeployment of a new configuration',
    stack: 'pipeline',
    role: 'ConfigurationChangeRedeployFunctionRole',
    // It reads what the line's first environment has.
    spots: [WORKSHOP, spot('company', 'orders', 'main', 'dev')],
    assumedBy: LAMBDA,
    calls: (place) => [
      logging(place, 'ConfigurationChangeRedeployFunctionLogs'),
      row('lib/deployment/programs/deployed-parameter.ts', ['ssm:GetParameter'], place.parameter('deployed')),
      row(
        'lib/release/redeploy.lambda.ts',
        ['codepipeline:GetPipelineState', 'codepipeline:ListPipelineExecutions', 'codepipeline:StartPipelineExecution'],
        place.pipeline(),
      ),
    ],
  },
  {
    who: 'The rollback',
    stack: 'pipeline',
    role: 'RollbackFunctionRole',
    spots: [WORKSHOP, COMPANY],
    assumedBy: LAMBDA,
    calls: (place) => [
      logging(place, 'RollbackFunctionLogs'),
      row(
        'lib/release/rollback.lambda.ts',
        ['codepipeline:ListActionExecutions', 'codepipeline:ListPipelineExecutions'],
        place.pipeline(),
      ),
      row(
        'lib/release/rollback.lambda.ts',
        ['codepipeline:RollbackStage'],
        `${place.pipeline()}/${place.at.environment}`,
      ),
    ],
  },
  {
    who: 'Systems Manager, running the rollback',
    stack: 'pipeline',
    role: 'RollbackRole',
    spots: [WORKSHOP],
    assumedBy: 'ssm.amazonaws.com',
    calls: (place) => [
      row(
        'lib/release/rollback-document.ts',
        ['lambda:InvokeFunction'],
        place.found('AWS::Lambda::Function', 'RollbackFunction'),
      ),
      row('lib/release/rollback-document.ts', ['codepipeline:GetPipelineExecution'], place.pipeline()),
    ],
  },
  {
    who: "GitLab's jobs",
    stack: 'pipeline',
    role: 'GitlabCiRole',
    spots: [GITLAB],
    // Who gets in is asked in test/source/gitlab-ci-access.test.ts.
    assumedBy: () => [],
    calls: (place) => [
      row('integrations/gitlab', ['ecr:GetAuthorizationToken'], '*'),
      row(
        'integrations/gitlab',
        [
          'ecr:BatchCheckLayerAvailability',
          'ecr:BatchGetImage',
          'ecr:CompleteLayerUpload',
          'ecr:DescribeImages',
          'ecr:DescribeImageScanFindings',
          'ecr:InitiateLayerUpload',
          'ecr:PutImage',
          'ecr:UploadLayerPart',
        ],
        place.images(),
      ),
      ...(place.delivery.registry.scanning === 'enhanced'
        ? [row('ECR', ['inspector2:ListCoverage', 'inspector2:ListFindings'], '*')]
        : []),
      ...signs(place),
      row('integrations/gitlab', ['codepipeline:StartPipelineExecution'], place.pipeline()),
    ],
    although: { 'sign something': 'ECR signs an image in the name of whoever pushes it, and these jobs push.' },
  },
];

/** "CodePipeline service role": what an action of CodeBuild takes. */
export const BUILDING = ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'];

/** What handing over the source takes, for each of its kinds. */
function source(place: Place): Row[] {
  const { source } = place.service;
  switch (source.kind) {
    case 'codecommit':
      return [handsOver(place.repository())];
    case 'gitlabCi':
      // "CodePipeline service role": the ECR source action.
      return [row('lib/source/pushed-image-action.ts', ['ecr:DescribeImages'], place.images())];
    default:
      return connection(source.connectionArn, source.repository);
  }
}

/** "CodePipeline service role": the CodeCommit source action with a full clone. */
export function handsOver(repository: string): Row {
  return row(
    'lib/source/codecommit-source.ts',
    [
      'codecommit:CancelUploadArchive',
      'codecommit:GetBranch',
      'codecommit:GetCommit',
      'codecommit:GetRepository',
      'codecommit:GetUploadArchiveStatus',
      'codecommit:UploadArchive',
    ],
    repository,
  );
}

function projects(place: Place): string[] {
  const { service, at, delivery } = place;
  const isEcs = service.in[at.environment]!.controller === 'ecs';
  const isApproved = delivery.environments.find(({ name }) => name === at.environment)!.approval;
  return [
    ...(service.source.kind === 'gitlabCi' ? ['adopt-image'] : ['verify', 'inspect', 'image']),
    'scan',
    'render',
    'record',
    ...(isEcs ? ['deploy'] : []),
    ...(isApproved ? ['notes'] : []),
    ...(at.delivery === 'workshop' ? ['back-merge'] : []),
  ];
}
