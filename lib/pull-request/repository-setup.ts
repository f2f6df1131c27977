import { Aws, CustomResource, Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Delivery } from '../config/delivery';
import { acknowledge } from '../shared/acknowledge';
import { allow } from '../shared/allow';
import { BundledFunction } from '../shared/bundled-function';
import { toolchainRemovalPolicyOf, toolchainRetentionOf } from '../shared/life';
import * as names from '../shared/names';
import { allowOnMany } from './allow-on-many';
import { approvalRules } from './approval-rules';
import { APPROVAL_RULE_TYPE, BRANCHES_TYPE } from './constants';
import { codeCommitRepositories, standingBranches } from './repositories';

export interface RepositorySetupProps {
  readonly delivery: Delivery;
}

/**
 * What CloudFormation has no resource for: the standing branches of each CodeCommit repository, and the approval rules of
 * its pull requests.
 */
export class RepositorySetup extends Construct {
  constructor(scope: Construct, id: string, { delivery }: RepositorySetupProps) {
    super(scope, id);
    const repositories = codeCommitRepositories(delivery);
    const { approvals, defaultBranch } = delivery.branching;
    const setup = new BundledFunction(this, 'Function', {
      entry: 'pull-request/setup.lambda.ts',
      description: `Sets up the repositories of ${delivery.name}`,
      timeout: Duration.minutes(5),
      retention: toolchainRetentionOf(delivery),
      removalPolicy: toolchainRemovalPolicyOf(delivery),
      statements: approvals ? [templateActions()] : [],
    });
    if (approvals) {
      acknowledge(setup.policy, 'IAM5[Resource::*]', "CodeCommit's approval rule templates have no ARN.");
    }
    allowOnMany(
      this,
      'Branches',
      setup,
      ['codecommit:CreateBranch', 'codecommit:GetBranch', 'codecommit:GetRepository'],
      repositories.map((repositoryName) =>
        Stack.of(this).formatArn({ service: 'codecommit', resource: repositoryName }),
      ),
    );
    const resource = (id: string, resourceType: string, properties: Record<string, unknown>) =>
      new CustomResource(this, id, {
        resourceType,
        serviceToken: setup.function.functionArn,
        serviceTimeout: Duration.minutes(6),
        properties,
      }).node.addDependency(setup);

    for (const repository of repositories) {
      resource(`Branches-${repository}`, BRANCHES_TYPE, {
        repository,
        defaultBranch,
        branches: standingBranches(delivery),
      });
    }
    if (approvals) {
      const [checks, people] = approvalRules(
        delivery.name,
        approvals,
        sessionsOf(names.pullRequestsName(delivery.name)),
      );
      resource('ChecksRule', APPROVAL_RULE_TYPE, { ...checks, repositories });
      resource('PeopleRule', APPROVAL_RULE_TYPE, { ...people, repositories });
    }
  }
}

/** The role as CodeCommit sees it when it is assumed; its sessions have the name of the function. */
function sessionsOf(roleName: string): string {
  return `arn:${Aws.PARTITION}:sts::${Aws.ACCOUNT_ID}:assumed-role/${roleName}/*`;
}

/** "Permissions for actions on approval rule templates" of the CodeCommit user guide wants `*` for each. */
function templateActions() {
  return allow(
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
    ['*'],
  );
}
