import types from './resource-types.json';

/** What CloudFormation's schema says about a resource type. Paths are as `Policies/PolicyName`. */
export interface ResourceType {
  /** Properties of which a change makes a new resource. */
  readonly replaces: readonly string[];
  /** Properties of which a change makes a new resource in some cases. */
  readonly mayReplace: readonly string[];
  /** The calls with which it is looked at. */
  readonly read: readonly string[];
  /** The calls with which it is made, changed and removed. */
  readonly write: readonly string[];
}

/** Types whose schema names no calls: what CloudFormation calls for them is told from their properties. */
const WITHOUT_HANDLERS: Readonly<Record<string, Pick<ResourceType, 'read' | 'write'>>> = {
  // Its notifications come with it: all of a budget is one kind of right.
  'AWS::Budgets::Budget': { read: ['budgets:ViewBudget'], write: ['budgets:ModifyBudget', 'budgets:ViewBudget'] },
  'AWS::CodeBuild::Project': {
    read: ['codebuild:BatchGetProjects'],
    write: [
      'codebuild:BatchGetProjects',
      'codebuild:CreateProject',
      'codebuild:DeleteProject',
      'codebuild:UpdateProject',
      'codebuild:UpdateProjectVisibility',
      'iam:PassRole',
    ],
  },
  'AWS::CodeBuild::ReportGroup': {
    read: ['codebuild:BatchGetReportGroups'],
    write: [
      'codebuild:BatchGetReportGroups',
      'codebuild:CreateReportGroup',
      'codebuild:DeleteReport',
      'codebuild:DeleteReportGroup',
      'codebuild:ListReportsForReportGroup',
      'codebuild:UpdateReportGroup',
    ],
  },
  'AWS::CodeCommit::Repository': {
    read: ['codecommit:GetRepository', 'codecommit:GetRepositoryTriggers', 'codecommit:ListTagsForResource'],
    write: [
      'codecommit:CreateCommit',
      'codecommit:CreateRepository',
      'codecommit:DeleteRepository',
      'codecommit:GetBranch',
      'codecommit:GetRepository',
      'codecommit:GetRepositoryTriggers',
      'codecommit:GitPush',
      'codecommit:ListTagsForResource',
      'codecommit:PutRepositoryTriggers',
      'codecommit:TagResource',
      'codecommit:UntagResource',
      'codecommit:UpdateRepositoryDescription',
      'codecommit:UpdateRepositoryEncryptionKey',
      'codecommit:UpdateRepositoryName',
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey',
      // Where the first commit comes from.
      's3:GetObject',
      's3:GetObjectVersion',
    ],
  },
  'AWS::Route53::RecordSet': {
    read: ['route53:GetHostedZone', 'route53:ListResourceRecordSets'],
    write: [
      'route53:ChangeResourceRecordSets',
      'route53:GetChange',
      'route53:GetHostedZone',
      'route53:ListResourceRecordSets',
    ],
  },
};

/** CloudFormation calls the function that the resource names. */
const CUSTOM: ResourceType = { replaces: ['ServiceToken'], mayReplace: [], read: [], write: ['lambda:InvokeFunction'] };

/** All types of the table. */
export const RESOURCE_TYPES: readonly string[] = Object.keys(types);

/** @returns undefined for a type that the table does not have; see `scripts/resource-types.mjs` */
export function resourceType(type: string): ResourceType | undefined {
  if (type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource') return CUSTOM;
  const row = (types as Readonly<Record<string, ResourceType>>)[type];
  return row && { ...row, ...WITHOUT_HANDLERS[type] };
}
