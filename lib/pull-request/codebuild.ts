import { createHash } from 'node:crypto';
import {
  BatchGetBuildsCommand,
  type Build,
  type CodeBuildClient,
  ListBuildsForProjectCommand,
  StartBuildCommand,
} from '@aws-sdk/client-codebuild';
import type { BuildStatus, CheckBuild } from './checks';

/** Builds of a project by their ids; those that CodeBuild knows no more are left out. */
export async function readBuilds(client: CodeBuildClient, ids: readonly string[]): Promise<CheckBuild[]> {
  if (ids.length === 0) return [];
  const { builds } = await client.send(new BatchGetBuildsCommand({ ids: [...ids] }));
  return (builds ?? []).map(checkBuild);
}

/** The project's newest builds, a hundred at most: as many as CodeBuild tells at once. */
export async function newestBuilds(client: CodeBuildClient, project: string): Promise<CheckBuild[]> {
  const { ids } = await client.send(new ListBuildsForProjectCommand({ projectName: project, sortOrder: 'DESCENDING' }));
  return readBuilds(client, (ids ?? []).slice(0, 100));
}

/** Checks a commit; a second call within five minutes starts nothing. */
export async function startBuild(client: CodeBuildClient, project: string, commit: string): Promise<void> {
  await client.send(
    new StartBuildCommand({
      projectName: project,
      sourceVersion: commit,
      idempotencyToken: createHash('sha256').update(`${project}:${commit}`).digest('hex'),
    }),
  );
}

function checkBuild(build: Build): CheckBuild {
  const failed = build.phases?.find(({ phaseStatus }) => phaseStatus && phaseStatus !== 'SUCCEEDED');
  return {
    id: build.id!,
    arn: build.arn!,
    project: build.projectName!,
    number: build.buildNumber!,
    commit: build.resolvedSourceVersion ?? build.sourceVersion ?? '',
    status: build.buildStatus as BuildStatus,
    started: build.startTime?.getTime(),
    ended: build.endTime?.getTime(),
    ...(failed && { failure: { phase: failed.phaseType!, message: failed.contexts?.[0]?.message } }),
    logUrl: build.logs?.deepLink,
  };
}
