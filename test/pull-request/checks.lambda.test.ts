import '../support/aws-environment';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckedRepository } from '../../lib/pull-request/changed-services';
import { handler } from '../../lib/pull-request/checks.lambda';
import { AwsServer, awsError } from '../support/aws-server';
import { temporaryDirectory } from '../support/program';
import { buildEvent, pullRequestEvent, referenceEvent } from './documented-events';
import { World } from './world';

const aws = AwsServer.forTests();
const directory = temporaryDirectory();
let world: World;

const REPOSITORIES: Record<string, CheckedRepository> = {
  'shop-web': { defaultBranch: 'develop', services: [{ paths: ['.'], projects: ['shop-web-check'] }] },
  'shop-all': {
    defaultBranch: 'develop',
    services: [
      { paths: ['services/orders', 'libs/money'], projects: ['shop-orders-check'] },
      { paths: ['services/stock', 'libs/money'], projects: ['shop-stock-check'] },
    ],
  },
};

beforeAll(() => {
  writeFileSync(join(directory, 'repositories.json'), JSON.stringify(REPOSITORIES));
  Object.assign(process.env, { AWS_ENDPOINT_URL: aws.url, LAMBDA_TASK_ROOT: directory });
});
beforeEach(() => {
  world = new World();
  aws.on(world.handlers);
  jest.spyOn(console, 'log').mockImplementation();
});
afterEach(() => jest.restoreAllMocks());

const opened = (repository: string, id = '1') => handler(pullRequestEvent('pullRequestCreated', repository, id));
const updated = (repository: string) => handler(pullRequestEvent('pullRequestSourceBranchUpdated', repository));
const pushed = (repositoryName: string, commitId: string) =>
  handler(referenceEvent('referenceUpdated', 'feature/cart', { repositoryName, commitId }));
const ended = (status: Parameters<World['end']>[1], build: string) => handler(buildEvent(status, build));
const startedBuilds = () => world.builds.map(({ project, commit }) => `${project} ${commit}`);
const approved = (id = '1') => world.pullRequests.get(id)!.approved;
const comments = () => world.comments.map(({ id, content }) => `${id}: ${content.split('\n')[0]}`);

describe('a pull request', () => {
  test('that is opened has its newest commit checked', async () => {
    world.open('1', 'shop-web', 'c1');
    await opened('shop-web');
    expect(startedBuilds()).toEqual(['shop-web-check c1']);
    expect(comments()).toEqual([]);
  });

  test('whose check has passed is approved, and told so once', async () => {
    world.open('1', 'shop-web', 'c1');
    await opened('shop-web');
    await ended('SUCCEEDED', world.end('shop-web-check', 'SUCCEEDED'));
    expect(approved()).toBe(true);
    expect(comments()).toEqual(['1: **The checks passed** for c1.']);
  });

  test('is told what failed and where, and not approved', async () => {
    world.open('1', 'shop-web', 'c1');
    await opened('shop-web');
    await ended('FAILED', world.end('shop-web-check', 'FAILED'));
    expect(approved()).toBe(false);
    expect(world.comments[0]!.content).toContain('**shop-web-check** failed in BUILD after 2 min 5 s: exit status 1 (');
  });

  test('loses its approval when the check is repeated and fails', async () => {
    world.open('1', 'shop-web', 'c1');
    await opened('shop-web');
    await ended('SUCCEEDED', world.end('shop-web-check', 'SUCCEEDED'));
    await ended('FAILED', world.build('shop-web-check', 'c1', 'FAILED'));
    expect(approved()).toBe(false);
    expect(comments()).toEqual([
      '1: **The checks passed** for c1.',
      '1: **The checks did not pass** for c1: 1 of 1 failed.',
    ]);
  });

  test('that is updated has the new commit checked', async () => {
    world.open('1', 'shop-web', 'c1');
    await opened('shop-web');
    world.push('1', 'c2');
    await updated('shop-web');
    expect(startedBuilds()).toEqual(['shop-web-check c1', 'shop-web-check c2']);
  });

  test("is not approved by an older commit's success", async () => {
    world.open('1', 'shop-web', 'c1');
    await opened('shop-web');
    const old = world.end('shop-web-check', 'SUCCEEDED');
    world.push('1', 'c2');
    await updated('shop-web');
    await ended('SUCCEEDED', old);
    expect(approved()).toBe(false);
    expect(comments()).toEqual([]);
  });

  test('that gets a commit while it is judged is not approved and told nothing', async () => {
    world.open('1', 'shop-web', 'c1');
    await opened('shop-web');
    const build = world.end('shop-web-check', 'SUCCEEDED');
    aws.on({
      ListBuildsForProject: (input) => {
        if (world.pullRequests.get('1')!.commit === 'c1') world.push('1', 'c2');
        return world.handlers['ListBuildsForProject']!(input);
      },
    });
    await ended('SUCCEEDED', build);
    expect(aws.actions).toContain('UpdatePullRequestApprovalState');
    expect(approved()).toBe(false);
    expect(comments()).toEqual([]);
  });

  test('that is closed before its check ends is left alone', async () => {
    world.open('1', 'shop-web', 'c1');
    await opened('shop-web');
    world.pullRequests.get('1')!.status = 'CLOSED';
    await ended('SUCCEEDED', world.end('shop-web-check', 'SUCCEEDED'));
    expect(comments()).toEqual([]);
    expect(aws.actions).not.toContain('UpdatePullRequestApprovalState');
  });

  test('that is closed before its event arrives is not checked', async () => {
    world.open('1', 'shop-web', 'c1');
    world.pullRequests.get('1')!.status = 'CLOSED';
    await opened('shop-web');
    expect(startedBuilds()).toEqual([]);
  });

  test('that CodeCommit knows no more is not checked', async () => {
    await opened('shop-web', '404');
    expect(startedBuilds()).toEqual([]);
  });

  test("of another delivery's repository is not checked", async () => {
    world.open('1', 'shop-eu-web', 'c1');
    await opened('shop-eu-web');
    expect(startedBuilds()).toEqual([]);
  });

  test('with a commit that another one has too is answered from the same build', async () => {
    world.open('1', 'shop-web', 'c1');
    world.open('2', 'shop-web', 'c1');
    await opened('shop-web', '1');
    await opened('shop-web', '2');
    expect(startedBuilds()).toEqual(['shop-web-check c1']);
    await ended('SUCCEEDED', world.end('shop-web-check', 'SUCCEEDED'));
    expect([approved('1'), approved('2')]).toEqual([true, true]);
    expect(comments()).toHaveLength(2);
  });

  test('that is opened for a commit that has been checked is answered at once', async () => {
    world.build('shop-web-check', 'c1', 'SUCCEEDED');
    world.open('1', 'shop-web', 'c1');
    await opened('shop-web');
    expect(approved()).toBe(true);
    expect(comments()).toHaveLength(1);
    expect(startedBuilds()).toHaveLength(1);
  });
});

describe('events that come', () => {
  test('twice start one build', async () => {
    world.open('1', 'shop-web', 'c1');
    await Promise.all([opened('shop-web'), opened('shop-web')]);
    await opened('shop-web');
    expect(startedBuilds()).toEqual(['shop-web-check c1']);
  });

  test('twice leave one comment', async () => {
    world.open('1', 'shop-web', 'c1');
    await opened('shop-web');
    const build = world.end('shop-web-check', 'SUCCEEDED');
    await Promise.all([ended('SUCCEEDED', build), ended('SUCCEEDED', build)]);
    expect(comments()).toHaveLength(1);
  });

  test('twice leave one comment although the destination branch has moved meanwhile', async () => {
    world.open('1', 'shop-web', 'c1');
    await opened('shop-web');
    const build = world.end('shop-web-check', 'SUCCEEDED');
    await ended('SUCCEEDED', build);
    aws.on({
      PostCommentForPullRequest: (input) =>
        world.handlers['PostCommentForPullRequest']!({ ...input, beforeCommitId: 'moved' }),
    });
    await ended('SUCCEEDED', build);
    expect(comments()).toHaveLength(1);
  });

  test('late, after the build was repeated, change nothing', async () => {
    world.open('1', 'shop-web', 'c1');
    await opened('shop-web');
    const first = world.end('shop-web-check', 'FAILED');
    await ended('SUCCEEDED', world.build('shop-web-check', 'c1', 'SUCCEEDED'));
    await ended('FAILED', first);
    expect(approved()).toBe(true);
    expect(comments()).toEqual(['1: **The checks passed** for c1.']);
  });

  test('for a project of another delivery are let go', async () => {
    await ended('SUCCEEDED', 'shop-eu-web-check:1');
    expect(aws.actions).toEqual([]);
  });

  test('for what AWS refuses fail, so that Lambda tries again', async () => {
    world.open('1', 'shop-web', 'c1');
    aws.on({
      StartBuild: () => {
        throw awsError('AccountLimitExceededException', 'too many builds');
      },
    });
    await expect(opened('shop-web')).rejects.toThrow('too many builds');
  });
});

describe('a shared repository', () => {
  test('has only those services checked of which files changed', async () => {
    world.open('1', 'shop-all', 'c1', ['README.md', 'services/stock-keeping/a.ts', 'services/stock/src/main.ts']);
    await opened('shop-all');
    expect(startedBuilds()).toEqual(['shop-stock-check c1']);
  });

  test('has all services checked that share what changed', async () => {
    world.open('1', 'shop-all', 'c1', ['libs/money/index.ts']);
    await opened('shop-all');
    expect(startedBuilds()).toEqual(['shop-orders-check c1', 'shop-stock-check c1']);
  });

  test('has a pull request approved when the last of its checks has passed', async () => {
    world.open('1', 'shop-all', 'c1', ['libs/money/index.ts']);
    await opened('shop-all');
    await ended('SUCCEEDED', world.end('shop-stock-check', 'SUCCEEDED'));
    expect([approved(), comments()]).toEqual([false, []]);
    await ended('SUCCEEDED', world.end('shop-orders-check', 'SUCCEEDED'));
    expect(approved()).toBe(true);
    expect(comments()).toHaveLength(1);
  });

  test('has no pull request approved of which one check failed, whichever ends last', async () => {
    world.open('1', 'shop-all', 'c1', ['libs/money/index.ts']);
    await opened('shop-all');
    await ended('FAILED', world.end('shop-orders-check', 'FAILED'));
    await ended('SUCCEEDED', world.end('shop-stock-check', 'SUCCEEDED'));
    expect(approved()).toBe(false);
    expect(comments()).toEqual(['1: **The checks did not pass** for c1: 1 of 2 failed.']);
  });

  test('has a check started that got lost', async () => {
    world.open('1', 'shop-all', 'c1', ['libs/money/index.ts']);
    await ended('SUCCEEDED', world.build('shop-orders-check', 'c1', 'SUCCEEDED'));
    expect(startedBuilds()).toEqual(['shop-orders-check c1', 'shop-stock-check c1']);
    expect(approved()).toBe(false);
  });

  test('has a pull request approved at once that changes no service', async () => {
    world.open('1', 'shop-all', 'c1', ['README.md']);
    await opened('shop-all');
    expect(startedBuilds()).toEqual([]);
    expect(approved()).toBe(true);
    expect(comments()).toEqual(['1: **Nothing to check** for c1: it changes no file of a service.']);
  });
});

describe('a branch that is verified', () => {
  test('has every commit checked, and nobody is told', async () => {
    await pushed('shop-web', 'c1');
    expect(startedBuilds()).toEqual(['shop-web-check c1']);
    await ended('FAILED', world.end('shop-web-check', 'FAILED'));
    expect(comments()).toEqual([]);
  });

  test('and has a pull request is checked once, and the pull request told', async () => {
    world.open('1', 'shop-web', 'c1');
    await Promise.all([pushed('shop-web', 'c1'), opened('shop-web')]);
    expect(startedBuilds()).toEqual(['shop-web-check c1']);
    await ended('SUCCEEDED', world.end('shop-web-check', 'SUCCEEDED'));
    expect(approved()).toBe(true);
  });

  test('of a shared repository has those services checked that differ from the default branch', async () => {
    world.files.set('c1', ['services/orders/main.ts']);
    await pushed('shop-all', 'c1');
    expect(startedBuilds()).toEqual(['shop-orders-check c1']);
  });

  test('too far from the default branch for CodeCommit has everything checked', async () => {
    aws.on({
      GetMergeOptions: () => {
        throw awsError('TipsDivergenceExceededException', 'too far');
      },
    });
    await pushed('shop-all', 'c1');
    expect(startedBuilds()).toEqual(['shop-orders-check c1', 'shop-stock-check c1']);
  });

  test("of another delivery's repository is not checked", async () => {
    await pushed('shop-eu-web', 'c1');
    expect(aws.actions).toEqual([]);
  });
});
