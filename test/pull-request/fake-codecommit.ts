import { type AwsHandler, awsError } from '../support/aws-server';

interface Template {
  content: string;
  description: string;
  readonly repositories: Set<string>;
}

/** Repositories with their branches, and approval rule templates, as CodeCommit keeps them. */
export class FakeCodeCommit {
  /** By the repository's name: branches and the commits that they point at; the first is the repository's default. */
  readonly repositories = new Map<string, Map<string, string>>();
  readonly templates = new Map<string, Template>();

  readonly handlers: Readonly<Record<string, AwsHandler>> = {
    GetRepository: ({ repositoryName }) => {
      const [defaultBranch] = this.branches(repositoryName).keys();
      return { repositoryMetadata: { repositoryName, defaultBranch } };
    },
    GetBranch: ({ repositoryName, branchName }) => {
      const commitId = this.branches(repositoryName).get(branchName as string);
      if (!commitId) throw awsError('BranchDoesNotExistException', `${branchName} does not exist`);
      return { branch: { branchName, commitId } };
    },
    CreateBranch: ({ repositoryName, branchName, commitId }) => {
      const branches = this.branches(repositoryName);
      if (branches.has(branchName as string)) throw awsError('BranchNameExistsException', `${branchName} exists`);
      branches.set(branchName as string, commitId as string);
      return {};
    },
    CreateApprovalRuleTemplate: (input) => {
      const name = input['approvalRuleTemplateName'] as string;
      if (this.templates.has(name)) throw awsError('ApprovalRuleTemplateNameAlreadyExistsException', `${name} exists`);
      this.templates.set(name, {
        content: input['approvalRuleTemplateContent'] as string,
        description: input['approvalRuleTemplateDescription'] as string,
        repositories: new Set(),
      });
      return {};
    },
    GetApprovalRuleTemplate: (input) => {
      const { content, description } = this.template(input);
      return {
        approvalRuleTemplate: { approvalRuleTemplateContent: content, approvalRuleTemplateDescription: description },
      };
    },
    UpdateApprovalRuleTemplateContent: (input) => {
      this.template(input).content = input['newRuleContent'] as string;
      return {};
    },
    UpdateApprovalRuleTemplateDescription: (input) => {
      this.template(input).description = input['approvalRuleTemplateDescription'] as string;
      return {};
    },
    DeleteApprovalRuleTemplate: (input) => {
      const name = input['approvalRuleTemplateName'] as string;
      if (this.templates.get(name)?.repositories.size) throw awsError('ApprovalRuleTemplateInUseException', name);
      this.templates.delete(name);
      return {};
    },
    // One to a page, so that whoever reads the first only is found out.
    ListRepositoriesForApprovalRuleTemplate: (input) => {
      const all = [...this.template(input).repositories];
      const index = Number(input['nextToken'] ?? 0);
      return {
        repositoryNames: all.slice(index, index + 1),
        ...(index + 1 < all.length && { nextToken: `${index + 1}` }),
      };
    },
    AssociateApprovalRuleTemplateWithRepository: (input) => {
      this.branches(input['repositoryName']);
      this.template(input).repositories.add(input['repositoryName'] as string);
      return {};
    },
    DisassociateApprovalRuleTemplateFromRepository: (input) => {
      this.branches(input['repositoryName']);
      this.template(input).repositories.delete(input['repositoryName'] as string);
      return {};
    },
  };

  private branches(repository: unknown): Map<string, string> {
    const branches = this.repositories.get(repository as string);
    if (!branches) throw awsError('RepositoryDoesNotExistException', `${repository} does not exist`);
    return branches;
  }

  private template(input: Record<string, unknown>): Template {
    const name = input['approvalRuleTemplateName'] as string;
    const template = this.templates.get(name);
    if (!template) throw awsError('ApprovalRuleTemplateDoesNotExistException', `${name} does not exist`);
    return template;
  }
}
