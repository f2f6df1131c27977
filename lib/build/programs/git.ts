import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { attempt, Problem } from './problem';
import { requireClean, type Source } from './source';

const run = promisify(execFile);

/** The source at HEAD of the clone in a directory; paths as `parseSourcePath` returns them. */
export async function readSource(clone: string, path: string, sharedPaths: readonly string[] = []): Promise<Source> {
  await git(clone, ['rev-parse', '--git-dir']).catch((error) => {
    throw notAClone(clone, error);
  });
  const commit = await revision(clone, 'HEAD');
  if (!commit) throw new Problem('the clone has no commit at HEAD');
  const own = await treeOf(clone, path);
  if (!own) throw new Problem(`${path} is not a directory in commit ${commit}`);
  for (const shared of sharedPaths) {
    if (!(await revision(clone, objectAt(shared)))) throw new Problem(`${shared} does not exist in commit ${commit}`);
  }
  const paths = [path, ...sharedPaths];
  const status = ['status', '--porcelain', '-z', '--untracked-files=normal', '--ignore-submodules=none'];
  requireClean(
    paths.join(', '),
    await attempt('read the status of the clone', () => git(clone, [...status, '--', ...paths])),
  );
  const tree = sharedPaths.length === 0 ? own : await withIndexOf(clone, paths, (inIndex) => inIndex(['write-tree']));
  return { path, sharedPaths, commit, tree: tree.trim() };
}

/** Writes the files of a source, and nothing else of the clone, into an empty directory. */
export async function exportSource(clone: string, { path, sharedPaths }: Source, directory: string): Promise<void> {
  await attempt('copy the source', () =>
    withIndexOf(clone, [path, ...sharedPaths], (inIndex) =>
      inIndex(['checkout-index', '--all', `--prefix=${directory}/`]),
    ),
  );
}

/** Runs Git over an index of its own that holds just these paths of HEAD; the clone's index stays as it is. */
async function withIndexOf<T>(
  clone: string,
  paths: readonly string[],
  action: (inIndex: (args: readonly string[]) => Promise<string>) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-index-'));
  try {
    const entries = await git(clone, ['ls-tree', '-r', '-z', '--full-tree', 'HEAD', '--', ...paths]);
    const inIndex = (args: readonly string[], input?: string) =>
      git(clone, args, { env: { ...process.env, GIT_INDEX_FILE: join(directory, 'index') }, input });
    await inIndex(['update-index', '-z', '--index-info'], entries);
    return await action(inIndex);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function treeOf(clone: string, path: string): Promise<string | undefined> {
  const object = await revision(clone, objectAt(path));
  // A file or a symbolic link has a hash too; peeled to a tree it has none.
  return object && revision(clone, `${object}^{tree}`);
}

function objectAt(path: string): string {
  return `HEAD:${path === '.' ? './' : path}`;
}

async function revision(clone: string, name: string): Promise<string | undefined> {
  return git(clone, ['rev-parse', '--verify', '--quiet', name]).then(
    (text) => text.trim(),
    () => undefined,
  );
}

/** Runs Git in a clone, and returns what it prints. */
export async function git(
  clone: string,
  args: readonly string[],
  { env, input }: { env?: NodeJS.ProcessEnv; input?: string } = {},
): Promise<string> {
  // CodeBuild may hand over a clone that another user owns, which Git refuses to read. Nobody else works in this
  // container, so there is nothing to protect the program from.
  const options = ['-c', 'safe.directory=*', '--literal-pathspecs'];
  const running = run('git', [...options, ...args], { cwd: clone, env, maxBuffer: 64 * 1024 * 1024 });
  // A command that fails before it reads its input closes the pipe; its exit code tells what happened.
  running.child.stdin?.on('error', () => {});
  running.child.stdin?.end(input);
  return (await running).stdout;
}

function notAClone(clone: string, error: NodeJS.ErrnoException & { stderr?: string }): Problem {
  if (error.code === 'ENOENT') return new Problem('git is not on the PATH');
  return new Problem(
    `${clone} is not a Git clone (${error.stderr?.trim()}); the source action must hand over a full clone, not a zip`,
  );
}
