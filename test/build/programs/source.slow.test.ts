import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { readSource } from '../../../lib/build/programs/git';
import { parseSourcePath, requireClean, treeTag } from '../../../lib/build/programs/source';
import { GitRepository } from '../../support/git-repository';
import { temporaryDirectory } from '../../support/program';

const root = temporaryDirectory();
let count = 0;

/** A repository with two services, and the tag of a path in it. */
function repository(): GitRepository {
  const clone = new GitRepository(join(root, String(count++)));
  clone.commit({ 'services/orders/index.js': 'one', 'services/cart/index.js': 'one', '.gitignore': 'node_modules/\n' });
  return clone;
}

const tagOf = async (clone: GitRepository, path = '.') =>
  treeTag(await readSource(clone.directory, parseSourcePath(path)));

test('the tag is tree- and the hash of the tree at HEAD, and the commit is HEAD', async () => {
  const clone = repository();
  expect(await tagOf(clone)).toBe(`tree-${clone.git('rev-parse', 'HEAD^{tree}')}`);
  expect((await readSource(clone.directory, '.')).commit).toBe(clone.git('rev-parse', 'HEAD'));
});

test('a release branch keeps its tag when it is merged into main without conflicts', async () => {
  const clone = repository();
  clone.git('checkout', '--quiet', '-b', 'release/1.4');
  clone.commit({ 'services/orders/index.js': 'two' });
  const tested = await tagOf(clone);
  const testedCommit = clone.git('rev-parse', 'HEAD');
  clone.git('checkout', '--quiet', 'main');
  clone.git('merge', '--quiet', '--no-ff', '--no-edit', 'release/1.4');
  expect(clone.git('rev-parse', 'HEAD')).not.toBe(testedCommit);
  expect(await tagOf(clone)).toBe(tested);
});

test('a conflict that was resolved by hand gets a tag that neither side had', async () => {
  const clone = repository();
  clone.git('checkout', '--quiet', '-b', 'hotfix/1');
  clone.commit({ 'services/orders/index.js': 'hotfix' });
  const hotfix = await tagOf(clone);
  clone.git('checkout', '--quiet', 'main');
  clone.commit({ 'services/orders/index.js': 'main' });
  const main = await tagOf(clone);
  expect(() => clone.git('merge', '--quiet', '--no-ff', 'hotfix/1')).toThrow();
  clone.commit({ 'services/orders/index.js': 'both' }, 'merge');
  expect([hotfix, main]).not.toContain(await tagOf(clone));
});

test('a changed file gets another tag, and the old content the old tag again', async () => {
  const clone = repository();
  const before = await tagOf(clone);
  clone.commit({ 'services/orders/index.js': 'two' });
  expect(await tagOf(clone)).not.toBe(before);
  clone.commit({ 'services/orders/index.js': 'one' });
  expect(await tagOf(clone)).toBe(before);
});

test('a service of a shared repository keeps its tag when another service changes', async () => {
  const clone = repository();
  const [orders, cart] = [await tagOf(clone, 'services/orders'), await tagOf(clone, 'services/cart/')];
  clone.commit({ 'services/cart/index.js': 'two' });
  expect(await tagOf(clone, './services/orders')).toBe(orders);
  expect(await tagOf(clone, 'services/cart')).not.toBe(cart);
});

test.each([
  ['a changed file', 'services/orders/index.js', ' M services/orders/index.js'],
  ['an untracked file', 'services/orders/new file.js', '?? services/orders/new file.js'],
])('%s that is not committed is refused', async (_, path, entry) => {
  const clone = repository();
  clone.write(path, 'changed');
  await expect(tagOf(clone, 'services/orders')).rejects.toThrow(
    `./services/orders has uncommitted changes, so the tag of its Git tree would not be true: ${entry}`,
  );
});

test('ignored files, and changes outside the source path, do not matter', async () => {
  const clone = repository();
  clone.write('services/orders/node_modules/x/index.js', 'installed');
  clone.write('services/cart/index.js', 'changed');
  await expect(tagOf(clone, 'services/orders')).resolves.toMatch(/^tree-[0-9a-f]{40}$/);
});

test('a long list of changes is cut', () => {
  const status = Array.from({ length: 9 }, (_, index) => `?? ${index}\0`).join('');
  expect(() => requireClean('.', status)).toThrow('?? 0, ?? 1, ?? 2, ?? 3, ?? 4, …');
});

test('a directory without a clone is refused with the reason that it usually has', async () => {
  const directory = join(root, 'zip');
  mkdirSync(directory);
  await expect(readSource(directory, '.')).rejects.toThrow(
    /zip is not a Git clone \(fatal: not a git repository .*the source action must hand over a full clone, not a zip/s,
  );
});

test('a clone without a commit is refused', async () => {
  const clone = new GitRepository(join(root, 'empty'));
  await expect(tagOf(clone)).rejects.toThrow('the clone has no commit at HEAD');
});

test.each(['services/none', 'services/orders/index.js', 'link'])('%s is refused: it is no directory', async (path) => {
  const clone = repository();
  symlinkSync('services', join(clone.directory, 'link'));
  clone.commit({});
  await expect(tagOf(clone, path)).rejects.toThrow(/^\.\/\S+ is not a directory in commit [0-9a-f]{40}$/);
});

test.each(['/', '/etc', '..', 'services/../../other'])('the source path %p is refused', (path) => {
  expect(() => parseSourcePath(path)).toThrow(
    `the source path must be a directory inside the clone, relative to it (got ${JSON.stringify(path)})`,
  );
});
