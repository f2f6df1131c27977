import { spot } from './place';
import { logging, type RoleTable, row } from './table';

const LAMBDA = 'lambda.amazonaws.com';
const WORKSHOP = spot('workshop', 'storefront', 'main', 'prod');
const COMPANY = spot('company', 'orders', 'main', 'prod-us');

/** The functions that serve all services of a delivery: pull requests and the freeze. */
export const FUNCTIONS: readonly RoleTable[] = [
  {
    who: 'The setup of approval rules and branches',
    stack: 'pull-requests',
    role: 'SetupFunctionRole',
    spots: [WORKSHOP],
    assumedBy: LAMBDA,
    calls: (place) => [
      logging(place, 'SetupFunctionLogs'),
      row(
        'lib/pull-request/approval-template.ts',
        [
          'codecommit:AssociateApprovalRuleTemplateWithRepository',
          'codecommit:CreateApprovalRuleTemplate',
          'codecommit:DeleteApprovalRuleTemplate',
          'codecommit:DisassociateApprovalRuleTemplateFromRepository',
          'codecommit:GetApprovalRuleTemplate',
          'codecommit:ListRepositoriesForApprovalRuleTemplate',
          'codecommit:UpdateApprovalRuleTemplateContent',
          'codecommit:UpdateApprovalRuleTemplateDescription',
        ],
        '*',
      ),
      row(
        'lib/pull-request/branches.ts',
        ['codecommit:CreateBranch', 'codecommit:GetBranch', 'codecommit:GetRepository'],
        place.repository(),
      ),
    ],
  },
  {
    who: 'The answers to pull requests',
    stack: 'pull-requests',
    role: 'ChecksFunctionRole',
    spots: [WORKSHOP],
    assumedBy: LAMBDA,
    calls: (place) => [
      logging(place, 'ChecksFunctionLogs'),
      row(
        'lib/pull-request/codecommit.ts',
        [
          'codecommit:GetDifferences',
          'codecommit:GetMergeOptions',
          'codecommit:GetPullRequest',
          'codecommit:ListPullRequests',
          'codecommit:PostCommentForPullRequest',
          'codecommit:UpdatePullRequestApprovalState',
        ],
        place.repository(),
      ),
      ...['check', 'inspect'].map((check) =>
        row(
          'lib/pull-request/codebuild.ts',
          ['codebuild:BatchGetBuilds', 'codebuild:ListBuildsForProject', 'codebuild:StartBuild'],
          place.project(check, 'workshop-storefront'),
        ),
      ),
    ],
  },
  {
    who: 'The freeze',
    stack: 'release',
    role: 'FreezeFunctionRole',
    spots: [WORKSHOP, COMPANY],
    assumedBy: LAMBDA,
    calls: (place) => [
      logging(place, 'FreezeFunctionLogs'),
      row('lib/release/freeze.lambda.ts', ['ssm:GetParameter'], place.parameter('freeze')),
      row('lib/release/freeze.lambda.ts', ['codepipeline:GetPipelineExecution'], place.pipeline()),
      row(
        'lib/release/freeze.lambda.ts',
        ['codepipeline:PutJobFailureResult', 'codepipeline:PutJobSuccessResult'],
        '*',
      ),
    ],
  },
];
