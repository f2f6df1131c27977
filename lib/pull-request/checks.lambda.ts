/**
 * Has pull requests and pushed branches checked, and tells pull requests how that went. Whatever it hears of, it looks
 * how things are and does what is missing: it keeps nothing, and events may come twice, late or in any order.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { CodeCommitClient } from '@aws-sdk/client-codecommit';
import { allProjects, alwaysChange, type CheckedRepository, projectsFor } from './changed-services';
import { progressOf } from './checks';
import * as codebuild from './codebuild';
import * as codecommit from './codecommit';
import { commentOn } from './comment';
import { REPOSITORIES_FILE } from './constants';
import { type RawEvent, readEvent } from './events';

const builds = new CodeBuildClient({});
const sources = new CodeCommitClient({});

export async function handler(raw: RawEvent): Promise<void> {
  const event = readEvent(raw);
  const repositories = readRepositories();
  switch (event.kind) {
    case 'pullRequest':
      return onPullRequest(repositories, event.id);
    case 'push':
      return onPush(repositories[event.repository], event);
    case 'build':
      return onBuild(repositories, event);
  }
}

type Repositories = Readonly<Record<string, CheckedRepository | undefined>>;

/** Lambda says where the code is. */
function readRepositories(): Repositories {
  return JSON.parse(readFileSync(resolve(process.env['LAMBDA_TASK_ROOT']!, REPOSITORIES_FILE), 'utf8'));
}

async function onPullRequest(repositories: Repositories, id: string): Promise<void> {
  const pullRequest = await codecommit.findOpen(sources, id);
  const repository = pullRequest && repositories[pullRequest.repository];
  if (!repository) return console.log(`pull request ${id} is not open, or is of a repository without checks`);
  await advance(repository, pullRequest);
}

/** A branch is checked and nobody is told; a pull request from it finds the builds of its commit. */
async function onPush(
  repository: CheckedRepository | undefined,
  { repository: name, commit }: { readonly repository: string; readonly commit: string },
): Promise<void> {
  if (!repository) return console.log(`${name} is a repository without checks`);
  const before = alwaysChange(repository)
    ? undefined
    : await codecommit.mergeBase(sources, name, { commit, branch: repository.defaultBranch });
  const projects = await projectsOf(repository, name, before, commit);
  const progress = progressOf(commit, projects, await newestBuildsOf(projects));
  if (progress.kind === 'start') await start(progress.projects, commit);
}

async function onBuild(
  repositories: Repositories,
  { project, build: id }: { readonly project: string; readonly build: string },
): Promise<void> {
  const [name, repository] =
    Object.entries(repositories).find(([, candidate]) => candidate && allProjects(candidate).includes(project)) ?? [];
  if (!name || !repository) return console.log(`${project} checks no repository of this delivery`);
  const [build] = await codebuild.readBuilds(builds, [id]);
  const pullRequests = build ? await codecommit.findOpenWith(sources, name, build.commit) : [];
  if (pullRequests.length === 0) return console.log(`${id}: no open pull request has its commit as the newest`);
  for (const pullRequest of pullRequests) await advance(repository, pullRequest);
}

/** Starts the checks that the pull request's newest commit lacks, or, when all are done, says how they went. */
async function advance(repository: CheckedRepository, pullRequest: codecommit.PullRequest): Promise<void> {
  const { id, commit, repository: name, mergeBase } = pullRequest;
  const projects = await projectsOf(repository, name, mergeBase, commit);
  const progress = progressOf(commit, projects, await newestBuildsOf(projects));
  if (progress.kind === 'start') return start(progress.projects, commit);
  if (progress.kind === 'wait') return console.log(`pull request ${id}: waiting for ${progress.projects.join(', ')}`);
  if (!(await codecommit.setApproval(sources, pullRequest, progress.passed))) {
    return console.log(`pull request ${id} has a newer commit or is closed: nothing said about ${commit}`);
  }
  const about = progress.builds.map((build) => `${build.id} ${build.status}`);
  await codecommit.comment(sources, pullRequest, commentOn(commit, progress.builds), about);
  console.log(`pull request ${id}: ${commit} ${progress.passed ? 'approved' : 'not approved'}`);
}

/** @param before undefined if nobody knows, which makes everything changed */
async function projectsOf(
  repository: CheckedRepository,
  name: string,
  before: string | undefined,
  after: string,
): Promise<readonly string[]> {
  if (alwaysChange(repository) || before === undefined) return allProjects(repository);
  return projectsFor(repository, await codecommit.differencesBetween(sources, name, { before, after }));
}

async function newestBuildsOf(projects: readonly string[]) {
  const found = [];
  // One after the other: CodeBuild takes only so many calls in a second.
  for (const project of projects) found.push(...(await codebuild.newestBuilds(builds, project)));
  return found;
}

async function start(projects: readonly string[], commit: string): Promise<void> {
  for (const project of projects) {
    await codebuild.startBuild(builds, project, commit);
    console.log(`${project}: started for ${commit}`);
  }
}
