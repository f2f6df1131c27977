import {
  type ApprovalRuleTemplate,
  AssociateApprovalRuleTemplateWithRepositoryCommand,
  type CodeCommitClient,
  CreateApprovalRuleTemplateCommand,
  DeleteApprovalRuleTemplateCommand,
  DisassociateApprovalRuleTemplateFromRepositoryCommand,
  GetApprovalRuleTemplateCommand,
  paginateListRepositoriesForApprovalRuleTemplate,
  UpdateApprovalRuleTemplateContentCommand,
  UpdateApprovalRuleTemplateDescriptionCommand,
} from '@aws-sdk/client-codecommit';
import type { ApprovalRule } from './approval-rules';

/** Makes the template, or makes what is there like it, and binds it to just these repositories. */
export async function putTemplate(
  client: CodeCommitClient,
  rule: ApprovalRule,
  repositories: readonly string[],
): Promise<void> {
  if (!(await create(client, rule))) await update(client, rule);
  const bound = await boundTo(client, rule.name);
  for (const repositoryName of repositories.filter((name) => !bound.includes(name))) {
    await client.send(
      new AssociateApprovalRuleTemplateWithRepositoryCommand({
        approvalRuleTemplateName: rule.name,
        repositoryName,
      }),
    );
  }
  await unbind(
    client,
    rule.name,
    bound.filter((name) => !repositories.includes(name)),
  );
}

/** Removes the template. Rules that pull requests have from it stay there, as CodeCommit has it. */
export async function removeTemplate(client: CodeCommitClient, name: string): Promise<void> {
  try {
    // CodeCommit deletes none that is bound.
    await unbind(client, name, await boundTo(client, name));
  } catch (error) {
    if (!isNamed(error, 'ApprovalRuleTemplateDoesNotExistException')) throw error;
    return;
  }
  await client.send(new DeleteApprovalRuleTemplateCommand({ approvalRuleTemplateName: name }));
}

/** @returns false if there is one of this name */
async function create(client: CodeCommitClient, { name, description, content }: ApprovalRule): Promise<boolean> {
  try {
    await client.send(
      new CreateApprovalRuleTemplateCommand({
        approvalRuleTemplateName: name,
        approvalRuleTemplateDescription: description,
        approvalRuleTemplateContent: content,
      }),
    );
    return true;
  } catch (error) {
    if (!isNamed(error, 'ApprovalRuleTemplateNameAlreadyExistsException')) throw error;
    return false;
  }
}

async function update(client: CodeCommitClient, { name, description, content }: ApprovalRule): Promise<void> {
  const found = await client.send(new GetApprovalRuleTemplateCommand({ approvalRuleTemplateName: name }));
  const { approvalRuleTemplateContent, approvalRuleTemplateDescription } =
    found.approvalRuleTemplate ?? ({} as ApprovalRuleTemplate);
  if (approvalRuleTemplateContent !== content) {
    await client.send(
      new UpdateApprovalRuleTemplateContentCommand({ approvalRuleTemplateName: name, newRuleContent: content }),
    );
  }
  if (approvalRuleTemplateDescription !== description) {
    await client.send(
      new UpdateApprovalRuleTemplateDescriptionCommand({
        approvalRuleTemplateName: name,
        approvalRuleTemplateDescription: description,
      }),
    );
  }
}

async function boundTo(client: CodeCommitClient, name: string): Promise<string[]> {
  const found: string[] = [];
  const query = { approvalRuleTemplateName: name };
  for await (const page of paginateListRepositoriesForApprovalRuleTemplate({ client }, query)) {
    found.push(...(page.repositoryNames ?? []));
  }
  return found;
}

async function unbind(client: CodeCommitClient, name: string, repositories: readonly string[]): Promise<void> {
  for (const repositoryName of repositories) {
    await client
      .send(
        new DisassociateApprovalRuleTemplateFromRepositoryCommand({ approvalRuleTemplateName: name, repositoryName }),
      )
      .catch((error: unknown) => {
        if (!isNamed(error, 'RepositoryDoesNotExistException')) throw error;
      });
  }
}

function isNamed(error: unknown, name: string): boolean {
  return (error as Error).name === name;
}
