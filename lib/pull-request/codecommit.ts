import { createHash } from 'node:crypto';
import {
  type CodeCommitClient,
  GetMergeOptionsCommand,
  GetPullRequestCommand,
  PostCommentForPullRequestCommand,
  paginateGetDifferences,
  paginateListPullRequests,
  UpdatePullRequestApprovalStateCommand,
} from '@aws-sdk/client-codecommit';
import type { Difference } from '../source/changes';

/** An open pull request, as it is now. */
export interface PullRequest {
  readonly id: string;
  /** Changes with every push to the source branch; approvals are for one revision. */
  readonly revision: string;
  readonly repository: string;
  /** The newest commit of the source branch. */
  readonly commit: string;
  readonly destinationCommit: string;
  /** The newest commit that both branches have. */
  readonly mergeBase: string;
}

/** The pull request, or nothing if it is closed, merged or gone. */
export async function findOpen(client: CodeCommitClient, id: string): Promise<PullRequest | undefined> {
  const pullRequest = await client
    .send(new GetPullRequestCommand({ pullRequestId: id }))
    .then((answer) => answer.pullRequest, ignoring('PullRequestDoesNotExistException'));
  if (pullRequest?.pullRequestStatus !== 'OPEN') return undefined;
  const target = pullRequest.pullRequestTargets?.[0];
  return {
    id,
    revision: pullRequest.revisionId!,
    repository: target!.repositoryName!,
    commit: target!.sourceCommit!,
    destinationCommit: target!.destinationCommit!,
    mergeBase: target!.mergeBase ?? target!.destinationCommit!,
  };
}

/** The open pull requests of a repository whose newest commit is this one. */
export async function findOpenWith(
  client: CodeCommitClient,
  repository: string,
  commit: string,
): Promise<readonly PullRequest[]> {
  const query = { repositoryName: repository, pullRequestStatus: 'OPEN' } as const;
  const ids: string[] = [];
  for await (const { pullRequestIds } of paginateListPullRequests({ client }, query))
    ids.push(...(pullRequestIds ?? []));
  const found: PullRequest[] = [];
  for (const id of ids) {
    const pullRequest = await findOpen(client, id);
    if (pullRequest?.commit === commit && pullRequest.repository === repository) found.push(pullRequest);
  }
  return found;
}

/** What differs between two commits. */
export async function differencesBetween(
  client: CodeCommitClient,
  repository: string,
  { before, after }: { readonly before: string; readonly after: string },
): Promise<Difference[]> {
  const range = { repositoryName: repository, beforeCommitSpecifier: before, afterCommitSpecifier: after };
  const found: Difference[] = [];
  for await (const { differences } of paginateGetDifferences({ client }, range)) {
    found.push(
      ...(differences ?? []).map(({ beforeBlob, afterBlob }) => ({ before: beforeBlob?.path, after: afterBlob?.path })),
    );
  }
  return found;
}

/** CodeCommit looks only so far and so much for where two branches part. */
const TOO_FAR = [
  'MaximumFileContentToLoadExceededException',
  'MaximumItemsToCompareExceededException',
  'TipsDivergenceExceededException',
];

/** The newest commit that a commit and a branch have in common; nothing if CodeCommit cannot tell. */
export async function mergeBase(
  client: CodeCommitClient,
  repository: string,
  { commit, branch }: { readonly commit: string; readonly branch: string },
): Promise<string | undefined> {
  return client
    .send(
      new GetMergeOptionsCommand({
        repositoryName: repository,
        sourceCommitSpecifier: commit,
        destinationCommitSpecifier: branch,
      }),
    )
    .then(({ baseCommitId }) => baseCommitId, ignoring(...TOO_FAR));
}

/**
 * Approves the revision, or takes an approval back.
 *
 * @returns whether the pull request is still open with this revision
 */
export async function setApproval(
  client: CodeCommitClient,
  { id, revision }: PullRequest,
  approved: boolean,
): Promise<boolean> {
  const answer = await client
    .send(
      new UpdatePullRequestApprovalStateCommand({
        pullRequestId: id,
        revisionId: revision,
        approvalState: approved ? 'APPROVE' : 'REVOKE',
      }),
    )
    .catch(
      ignoring('PullRequestAlreadyClosedException', 'PullRequestDoesNotExistException', 'RevisionNotCurrentException'),
    );
  return answer !== undefined;
}

/** @param about the same comment about the same thing is posted once, however often this is called */
export async function comment(
  client: CodeCommitClient,
  pullRequest: PullRequest,
  content: string,
  about: readonly string[],
): Promise<void> {
  const { id, revision, repository, commit, destinationCommit } = pullRequest;
  await client
    .send(
      new PostCommentForPullRequestCommand({
        pullRequestId: id,
        repositoryName: repository,
        beforeCommitId: destinationCommit,
        afterCommitId: commit,
        content,
        clientRequestToken: createHash('sha256')
          .update(JSON.stringify([id, revision, ...about]))
          .digest('hex'),
      }),
    )
    // Posted already, when the destination branch had another commit.
    .catch(ignoring('IdempotencyParameterMismatchException'));
}

/** For errors that say what is no error here. */
function ignoring(...names: string[]): (error: Error) => undefined {
  return (error) => {
    if (!names.includes(error.name)) throw error;
    return undefined;
  };
}
