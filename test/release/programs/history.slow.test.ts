import { join } from 'node:path';
import { History } from '../../../lib/release/programs/history';
import { GitRepository } from '../../support/git-repository';
import { temporaryDirectory } from '../../support/program';

const root = temporaryDirectory();
let count = 0;

/** A repository with a first commit on `main` and the branch `develop`. */
function repository(): GitRepository {
  const made = new GitRepository(join(root, String(count++)));
  made.commit({ 'README.md': 'hello\n', 'web/index.ts': '1\n', 'orders/index.ts': '1\n' }, 'first');
  made.git('branch', 'develop');
  return made;
}

function on(branch: string, made: GitRepository): GitRepository {
  made.git('checkout', '--quiet', branch);
  return made;
}

function merge(made: GitRepository, branch: string): void {
  made.git('merge', '--quiet', '--no-ff', '--message', `merge ${branch}`, branch);
}

const subjects = (commits: readonly { subject: string }[]) => commits.map(({ subject }) => subject);

describe('the commits between two releases', () => {
  test('are those that the newer has and the older has not, newest first, with author and first line', async () => {
    const made = repository();
    const from = made.git('rev-parse', 'HEAD');
    made.commit({ a: '1' }, 'one\n\nwith a long story');
    made.git('commit', '--quiet', '--allow-empty', '--author=Zoë Müller <zoe@example.com>', '--message', 'two');
    expect(await new History(made.directory).between(from, 'HEAD')).toEqual([
      { hash: made.git('rev-parse', 'HEAD'), author: 'Zoë Müller', subject: 'two' },
      { hash: made.git('rev-parse', 'HEAD~1'), author: 'Test', subject: 'one' },
    ]);
  });

  test('are those of some paths where a repository is shared', async () => {
    const made = repository();
    const from = made.git('rev-parse', 'HEAD');
    made.commit({ 'web/index.ts': '2' }, 'web');
    made.commit({ 'orders/index.ts': '2' }, 'orders');
    made.commit({ 'shared/a': '1' }, 'shared');
    expect(subjects(await new History(made.directory, ['./web', './shared']).between(from, 'HEAD'))).toEqual([
      'shared',
      'web',
    ]);
  });

  test('keep what a subject holds as it is', async () => {
    const made = repository();
    const from = made.git('rev-parse', 'HEAD');
    const subject = '$(touch /tmp/x) `id` "quoted" \x1f; rm -rf / #{a.b}';
    made.commit({ a: '1' }, subject);
    expect(subjects(await new History(made.directory).between(from, 'HEAD'))).toEqual([subject.replace('\x1f', ' ')]);
  });
});

describe('a release whose content', () => {
  test('is merged is not missing', async () => {
    const made = repository();
    made.commit({ fix: '1' }, 'fix');
    on('develop', made);
    merge(made, 'main');
    expect(await new History(made.directory).missing('main', 'develop')).toEqual([]);
  });

  test('was picked into the other branch is not missing', async () => {
    const made = repository();
    made.commit({ fix: '1' }, 'fix');
    on('develop', made).commit({ other: '1' }, 'other');
    made.git('cherry-pick', 'main');
    expect(await new History(made.directory).missing('main', 'develop')).toEqual([]);
  });

  test('is the other branch, merged with a commit of its own, is not missing', async () => {
    const made = repository();
    on('develop', made).commit({ feature: '1' }, 'feature');
    on('main', made);
    merge(made, 'develop');
    expect(await new History(made.directory).missing('main', 'develop')).toEqual([]);
  });

  test('is not merged is missing, commit by commit', async () => {
    const made = repository();
    made.commit({ fix: '1' }, 'fix one');
    made.commit({ fix: '2' }, 'fix two');
    on('develop', made).commit({ feature: '1' }, 'feature');
    expect(subjects(await new History(made.directory).missing('main', 'develop'))).toEqual(['fix two', 'fix one']);
  });

  test('has a conflict resolved in a merge is missing that merge', async () => {
    const made = repository();
    made.commit({ 'README.md': 'hello from main\n' }, 'main');
    on('develop', made).commit({ 'README.md': 'hello from develop\n' }, 'develop');
    made.git('cherry-pick', '--strategy-option=ours', '--allow-empty', '--keep-redundant-commits', 'main');
    on('main', made);
    expect(() => merge(made, 'develop')).toThrow();
    made.write('README.md', 'hello from both\n');
    made.git('commit', '--quiet', '--all', '--message', 'merge with a resolution');
    expect(subjects(await new History(made.directory).missing('main', 'develop'))).toContain('merge with a resolution');
  });

  test('was merged into one file at two places is not missing that merge', async () => {
    const made = repository();
    const lines = Array.from({ length: 30 }, (_, line) => `line ${line}`);
    const text = (...changed: number[]) =>
      lines.map((line, at) => (changed.includes(at) ? `new ${line}` : line)).join('\n');
    made.commit({ file: text() }, 'file');
    on('develop', made);
    merge(made, 'main');
    made.commit({ file: text(2) }, 'above');
    on('main', made).commit({ file: text(25) }, 'below');
    merge(made, 'develop');
    expect(subjects(await new History(made.directory).missing('main', 'develop'))).toEqual(['below']);
  });

  test('concerns other paths only is not missing', async () => {
    const made = repository();
    made.commit({ 'orders/index.ts': '2' }, 'orders');
    expect(await new History(made.directory, ['./web']).missing('main', 'develop')).toEqual([]);
    expect(subjects(await new History(made.directory, ['./orders']).missing('main', 'develop'))).toEqual(['orders']);
  });
});

describe('what the clone lacks', () => {
  /** A clone of `main` alone, of one commit if need be. */
  function cloneOf(origin: GitRepository, ...options: string[]): GitRepository {
    const directory = join(root, String(count++));
    origin.git(
      'clone',
      '--quiet',
      '--single-branch',
      '--branch=main',
      ...options,
      `file://${origin.directory}`,
      directory,
    );
    return new GitRepository(directory);
  }

  test('is fetched', async () => {
    const origin = repository();
    const clone = cloneOf(origin);
    on('develop', origin).commit({ late: '1' }, 'late');
    const late = origin.git('rev-parse', 'HEAD');
    expect(await new History(clone.directory).find(late)).toBe(late);
    expect(await new History(clone.directory).findBranch('develop')).toBe(late);
  });

  test('is fetched into a shallow clone with all that lies between', async () => {
    const origin = repository();
    const first = origin.git('rev-parse', 'HEAD');
    origin.commit({ a: '1' }, 'second');
    origin.commit({ a: '2' }, 'third');
    const history = new History(cloneOf(origin, '--depth=1').directory);
    expect(await history.find(first)).toBe(first);
    expect(subjects(await history.between(first, 'HEAD'))).toEqual(['third', 'second']);
  });

  test('and the remote too, is unknown', async () => {
    const clone = cloneOf(repository());
    expect(await new History(clone.directory).find('d'.repeat(40))).toBeUndefined();
    expect(await new History(clone.directory).findBranch('nowhere')).toBeUndefined();
  });

  test('cannot be fetched from a remote that is gone', async () => {
    const made = repository();
    made.git('remote', 'add', 'origin', join(root, 'gone'));
    await expect(new History(made.directory).find('d'.repeat(40))).rejects.toThrow(/^git fetch failed: .*gone/);
  });
});

test('a directory that is no clone is refused', async () => {
  await expect(new History(root).head()).rejects.toThrow('is no Git clone with a commit');
});
