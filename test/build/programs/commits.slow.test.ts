import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { formatHistory, parseHistory, readHistory } from '../../../lib/build/programs/commits';
import { GitRepository } from '../../support/git-repository';
import { isolated, temporaryDirectory } from '../../support/program';

const root = temporaryDirectory();
let count = 0;
let repository: GitRepository;

/** A commit on the current branch, at a minute of a day; returns its hash. */
function commit(files: Record<string, string>, message: string, minute = count): string {
  for (const [path, content] of Object.entries(files)) repository.write(path, content);
  repository.git('add', '--all');
  git(minute, 'commit', '--quiet', '--allow-empty', '--message', message);
  return repository.git('rev-parse', 'HEAD');
}

function git(minute: number, ...args: string[]): void {
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
  const date = `2026-11-24T10:${String(minute).padStart(2, '0')}:00+01:00`;
  execFileSync('git', [...identity, ...args], {
    cwd: repository.directory,
    env: { ...isolated(repository.directory), GIT_COMMITTER_DATE: date },
    stdio: 'pipe',
  });
}

beforeEach(() => {
  repository = new GitRepository(join(root, String(count++)));
});

/** Which of some named commits are in the history, and touch. */
async function touching(named: Record<string, string>, ...paths: string[]): Promise<string[]> {
  const { commits } = await readHistory(repository.directory, paths);
  const touched = new Set(commits.filter(({ touches }) => touches).map(({ hash }) => hash));
  return Object.entries(named).flatMap(([name, hash]) => (touched.has(hash) ? [name] : []));
}

test('the newest commit comes first, with the time of its commit in UTC, its parents, and who wrote the head', async () => {
  const first = commit({ a: '1' }, 'first', 1);
  const second = commit({ a: '2' }, 'second: "more"\n\nand why', 2);
  expect(await readHistory(repository.directory, ['.'])).toEqual({
    author: 'Ada',
    subject: 'second: "more"',
    commits: [
      { hash: second, at: '2026-11-24T09:02:00.000Z', parents: [first], touches: true },
      { hash: first, at: '2026-11-24T09:01:00.000Z', parents: [], touches: true },
    ],
  });
});

test('in a shared repository a commit touches by its files: in the own directory, or what is shared', async () => {
  const named = {
    both: commit({ 'services/web/a': '1', 'services/api/a': '1', 'packages/common/x': '1' }, 'start'),
    other: commit({ 'services/api/a': '2' }, 'other'),
    shared: commit({ 'packages/common/x': '2' }, 'shared'),
    alike: commit({ 'services/web-admin/a': '1' }, 'a name that only starts alike'),
    empty: commit({}, 'nothing'),
  };
  expect(await touching(named, './services/web', './packages/common')).toEqual(['both', 'shared']);
});

test('of a merge both sides count, and the merge itself does not', async () => {
  const base = commit({ a: '1' }, 'base', 1);
  repository.git('checkout', '--quiet', '-b', 'release/1');
  const side = commit({ b: '1' }, 'side', 2);
  repository.git('checkout', '--quiet', 'main');
  const main = commit({ c: '1' }, 'main', 3);
  git(4, 'merge', '--quiet', '--no-ff', '-m', 'merge', 'release/1');
  const merge = repository.git('rev-parse', 'HEAD');
  expect(await touching({ base, side, main, merge }, '.')).toEqual(['base', 'side', 'main']);
  const { commits } = await readHistory(repository.directory, ['.']);
  expect(commits[0]).toMatchObject({ hash: merge, parents: [main, side] });
});

test.each([['.'], ['./services/web']])('a merge with a change of its own counts (%s)', async (path) => {
  commit({ 'services/web/a': '1\n' }, 'base', 1);
  repository.git('checkout', '--quiet', '-b', 'hotfix/1');
  commit({ 'services/web/a': '2\n' }, 'side', 2);
  repository.git('checkout', '--quiet', 'main');
  commit({ 'services/web/a': '3\n' }, 'main', 3);
  expect(() => git(4, 'merge', '--quiet', 'hotfix/1')).toThrow();
  const merge = commit({ 'services/web/a': '4\n' }, 'both', 5);
  expect(await touching({ merge }, path)).toEqual(['merge']);
});

test("a side branch's commits touch even if a merge has undone them", async () => {
  commit({ 'web/a': '1' }, 'base', 1);
  repository.git('checkout', '--quiet', '-b', 'topic');
  const side = commit({ 'web/a': '2' }, 'side', 2);
  repository.git('checkout', '--quiet', 'main');
  commit({ other: '1' }, 'main', 3);
  git(4, 'merge', '--quiet', '--strategy=ours', '-m', 'merge', 'topic');
  expect(await touching({ side }, './web')).toEqual(['side']);
});

test('of a long history the newest are kept, and judged as in all of it', async () => {
  for (let minute = 1; minute <= 6; minute++)
    commit({ [minute % 2 ? 'web/a' : 'b']: String(minute) }, `${minute}`, minute);
  const all = await readHistory(repository.directory, ['./web']);
  const some = await readHistory(repository.directory, ['./web'], 3);
  expect(all.commits.map(({ touches }) => touches)).toEqual([false, true, false, true, false, true]);
  expect(some.commits).toEqual(all.commits.slice(0, 3));
});

test('a shallow clone ends in a commit without parents', async () => {
  commit({ a: '1' }, 'one', 1);
  commit({ a: '2' }, 'two', 2);
  const three = commit({ a: '3' }, 'three', 3);
  const shallow = join(root, `${count}-shallow`);
  execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${repository.directory}`, shallow], { stdio: 'pipe' });
  expect((await readHistory(shallow, ['.'])).commits).toEqual([
    { hash: three, at: '2026-11-24T09:03:00.000Z', parents: [], touches: true },
  ]);
});

test('what is no clone is one problem', async () => {
  mkdirSync(join(root, 'empty'));
  await expect(readHistory(join(root, 'empty'), ['.'])).rejects.toThrow(/^cannot read the history of the clone: /);
});

test('a file gives back what was written, a line for each commit', () => {
  const commits = [1, 2].map((index) => ({
    hash: String(index).repeat(40),
    at: '2026-11-24T09:01:00.000Z',
    parents: [],
    touches: index === 1,
  }));
  const history = { author: 'A "B"', subject: 'x\\y', commits };
  const text = formatHistory(history);
  expect(parseHistory(text)).toEqual(history);
  expect(text.split('\n').filter((line) => line.includes('"hash"'))).toHaveLength(2);
});

test.each(['', '[]', '{"author":"a","subject":"b"}', '{"author":"a","subject":"b","commits":[{"hash":1}]}'])(
  'a file that is no history is refused: %s',
  (text) => {
    expect(() => parseHistory(text)).toThrow('the history of commits must be JSON with author, subject and commits');
  },
);
