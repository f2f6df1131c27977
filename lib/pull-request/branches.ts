import {
  type CodeCommitClient,
  CreateBranchCommand,
  GetBranchCommand,
  GetRepositoryCommand,
} from '@aws-sdk/client-codecommit';

/** Branches that a repository has to have. */
export interface StandingBranches {
  readonly repository: string;
  /** Where new branches start; if the repository has no such branch, from its own default. */
  readonly defaultBranch: string;
  readonly branches: readonly string[];
}

/** Creates the branches that are missing. Those that are there stay where they are, and none is ever deleted. */
export async function createMissing(
  client: CodeCommitClient,
  { repository, defaultBranch, branches }: StandingBranches,
): Promise<void> {
  const commit = (await tipOf(client, repository, defaultBranch)) ?? (await tipOfDefault(client, repository));
  if (commit === undefined) {
    console.log(`${repository} has no commit yet, and thus no branch`);
    return;
  }
  for (const branch of branches) {
    await client
      .send(new CreateBranchCommand({ repositoryName: repository, branchName: branch, commitId: commit }))
      .then(
        () => console.log(`${repository}: ${branch} created at ${commit}`),
        (error: Error) => {
          if (error.name !== 'BranchNameExistsException') throw error;
        },
      );
  }
}

async function tipOf(client: CodeCommitClient, repository: string, branch: string): Promise<string | undefined> {
  try {
    const found = await client.send(new GetBranchCommand({ repositoryName: repository, branchName: branch }));
    return found.branch?.commitId;
  } catch (error) {
    if ((error as Error).name !== 'BranchDoesNotExistException') throw error;
    return undefined;
  }
}

async function tipOfDefault(client: CodeCommitClient, repository: string): Promise<string | undefined> {
  const { repositoryMetadata } = await client.send(new GetRepositoryCommand({ repositoryName: repository }));
  const branch = repositoryMetadata?.defaultBranch;
  return branch === undefined ? undefined : tipOf(client, repository, branch);
}
