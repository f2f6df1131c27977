import type { BuildStatus } from '../../lib/pull-request/checks';
import { type AwsHandler, awsError } from '../support/aws-server';

const ACCOUNT = '111111111111';
const CONSOLE = 'https://console.aws.amazon.com/cloudwatch/home?region=eu-central-1#logEvent:';

interface PullRequest {
  readonly repository: string;
  status: 'OPEN' | 'CLOSED';
  revision: number;
  commit: string;
  /** Who approves the current revision; here the checks or nobody. */
  approved: boolean;
}

interface Build {
  readonly project: string;
  readonly number: number;
  readonly commit: string;
  status: BuildStatus;
}

/** CodeCommit's pull requests and CodeBuild's builds, as far as the checks see them. */
export class World {
  readonly pullRequests = new Map<string, PullRequest>();
  readonly builds: Build[] = [];
  readonly comments: { readonly id: string; readonly content: string; readonly token: string }[] = [];
  /** Files that differ from the destination, by commit. */
  readonly files = new Map<string, readonly string[]>();
  private readonly tokens = new Map<string, string>();

  /** Opens a pull request with a commit. */
  open(id: string, repository: string, commit: string, files: readonly string[] = ['README.md']): void {
    this.pullRequests.set(id, { repository, status: 'OPEN', revision: 1, commit, approved: false });
    this.files.set(commit, files);
  }

  /** Pushes a commit to the source branch: a new revision, without approvals. */
  push(id: string, commit: string, files: readonly string[] = ['README.md']): void {
    const pullRequest = this.pullRequests.get(id)!;
    Object.assign(pullRequest, { commit, revision: pullRequest.revision + 1, approved: false });
    this.files.set(commit, files);
  }

  /** Starts a build as a person may. @returns its id */
  build(project: string, commit: string, status: BuildStatus = 'IN_PROGRESS'): string {
    const number = this.builds.filter((build) => build.project === project).length + 1;
    this.builds.push({ project, number, commit, status });
    return idOf({ project, number });
  }

  /** Ends a project's newest build. @returns its id */
  end(project: string, status: BuildStatus): string {
    const build = this.builds.filter((one) => one.project === project).at(-1)!;
    build.status = status;
    return idOf(build);
  }

  readonly handlers: Readonly<Record<string, AwsHandler>> = {
    GetPullRequest: ({ pullRequestId }) => ({ pullRequest: this.described(pullRequestId as string) }),
    // One to a page, so that whoever reads the first only is found out.
    ListPullRequests: ({ repositoryName, pullRequestStatus, nextToken }) => {
      const ids = [...this.pullRequests]
        .filter(([, one]) => one.repository === repositoryName && one.status === pullRequestStatus)
        .map(([id]) => id);
      return page('pullRequestIds', ids, nextToken);
    },
    GetDifferences: ({ afterCommitSpecifier, beforeCommitSpecifier, NextToken }) => {
      if (beforeCommitSpecifier !== 'base') throw awsError('CommitDoesNotExistException', `${beforeCommitSpecifier}`);
      const files = this.files.get(afterCommitSpecifier as string)!;
      const { nextToken, ...found } = page(
        'differences',
        files.map((path) => ({ changeType: 'M', beforeBlob: { path }, afterBlob: { path } })),
        NextToken,
      );
      return { ...found, NextToken: nextToken };
    },
    GetMergeOptions: ({ sourceCommitSpecifier, destinationCommitSpecifier }) => ({
      mergeOptions: ['THREE_WAY_MERGE'],
      sourceCommitId: sourceCommitSpecifier,
      destinationCommitId: 'destination',
      baseCommitId: destinationCommitSpecifier === 'develop' ? 'base' : 'unknown',
    }),
    UpdatePullRequestApprovalState: ({ pullRequestId, revisionId, approvalState }) => {
      const pullRequest = this.pullRequests.get(pullRequestId as string)!;
      if (pullRequest.status !== 'OPEN') throw awsError('PullRequestAlreadyClosedException', 'closed');
      if (revisionId !== `revision-${pullRequest.revision}`) throw awsError('RevisionNotCurrentException', 'newer');
      pullRequest.approved = approvalState === 'APPROVE';
      return {};
    },
    PostCommentForPullRequest: (input) => {
      const { pullRequestId, content, clientRequestToken } = input as Record<string, string>;
      const before = this.tokens.get(clientRequestToken!);
      if (before === undefined) {
        this.tokens.set(clientRequestToken!, JSON.stringify(input));
        this.comments.push({ id: pullRequestId!, content: content!, token: clientRequestToken! });
      } else if (before !== JSON.stringify(input)) {
        throw awsError('IdempotencyParameterMismatchException', 'same token, other parameters');
      }
      return { comment: { content } };
    },
    ListBuildsForProject: ({ projectName, sortOrder }) => {
      if (sortOrder !== 'DESCENDING') throw awsError('InvalidInputException', 'the oldest come first otherwise');
      return {
        ids: this.builds
          .filter(({ project }) => project === projectName)
          .map(idOf)
          .reverse(),
      };
    },
    BatchGetBuilds: ({ ids }) => ({
      builds: this.builds.filter((build) => (ids as string[]).includes(idOf(build))).map(describedBuild),
    }),
    StartBuild: ({ projectName, sourceVersion, idempotencyToken }) => {
      const token = `${idempotencyToken}`;
      if (!this.tokens.has(token)) this.build(projectName as string, sourceVersion as string);
      this.tokens.set(token, 'build');
      return {};
    },
  };

  private described(id: string): object {
    const pullRequest = this.pullRequests.get(id);
    if (!pullRequest) throw awsError('PullRequestDoesNotExistException', `${id} does not exist`);
    return {
      pullRequestId: id,
      pullRequestStatus: pullRequest.status,
      revisionId: `revision-${pullRequest.revision}`,
      pullRequestTargets: [
        {
          repositoryName: pullRequest.repository,
          sourceReference: 'refs/heads/feature/cart',
          destinationReference: 'refs/heads/main',
          sourceCommit: pullRequest.commit,
          destinationCommit: 'destination',
          mergeBase: 'base',
        },
      ],
    };
  }
}

function page<T>(name: string, all: readonly T[], token: unknown): Record<string, unknown> {
  const index = Number(token ?? 0);
  return { [name]: all.slice(index, index + 1), ...(index + 1 < all.length && { nextToken: `${index + 1}` }) };
}

function idOf({ project, number }: { readonly project: string; readonly number: number }): string {
  return `${project}:${number}`;
}

function describedBuild(build: Build): object {
  const { project, number, commit, status } = build;
  return {
    id: idOf(build),
    arn: `arn:aws:codebuild:eu-central-1:${ACCOUNT}:build/${idOf(build)}`,
    projectName: project,
    buildNumber: number,
    buildStatus: status,
    sourceVersion: commit,
    // Not known before it is checked out.
    ...(status !== 'IN_PROGRESS' && { resolvedSourceVersion: commit, endTime: 1_763_640_125 }),
    startTime: 1_763_640_000,
    logs: { deepLink: `${CONSOLE}group=g;stream=${number}` },
    phases: [
      { phaseType: 'SUBMITTED', phaseStatus: 'SUCCEEDED' },
      {
        phaseType: 'BUILD',
        phaseStatus: status === 'IN_PROGRESS' ? undefined : status,
        contexts: [{ statusCode: 'COMMAND_EXECUTION_ERROR', message: 'exit status 1' }],
      },
      { phaseType: 'COMPLETED' },
    ],
  };
}
