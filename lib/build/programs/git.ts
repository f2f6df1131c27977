import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { attempt, Problem } from './problem';
import { requireClean, type Source } from './source';

const run = promisify(execFile);

/** The source at HEAD of the clone in a directory; `path` as `parseSourcePath` returns it. */
export async function readSource(clone: string, path: string): Promise<Source> {
  await git(clone, 'rev-parse', '--git-dir').catch((error) => {
    throw notAClone(clone, error);
  });
  const commit = await revision(clone, 'HEAD');
  if (!commit) throw new Problem('the clone has no commit at HEAD');
  const tree = await treeOf(clone, path);
  if (!tree) throw new Problem(`${path} is not a directory in commit ${commit}`);
  const status = ['status', '--porcelain', '-z', '--untracked-files=normal', '--ignore-submodules=none'];
  requireClean(path, await attempt('read the status of the clone', () => git(clone, ...status, '--', path)));
  return { path, commit, tree };
}

async function treeOf(clone: string, path: string): Promise<string | undefined> {
  const object = await revision(clone, `HEAD:${path === '.' ? './' : path}`);
  // A file or a symbolic link has a hash too; peeled to a tree it has none.
  return object && revision(clone, `${object}^{tree}`);
}

async function revision(clone: string, name: string): Promise<string | undefined> {
  return git(clone, 'rev-parse', '--verify', '--quiet', name).then(
    (text) => text.trim(),
    () => undefined,
  );
}

async function git(clone: string, ...args: string[]): Promise<string> {
  // CodeBuild may hand over a clone that another user owns, which Git refuses to read. Nobody else works in this
  // container, so there is nothing to protect the program from.
  const options = ['-c', 'safe.directory=*', '--literal-pathspecs'];
  const { stdout } = await run('git', [...options, ...args], { cwd: clone, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

function notAClone(clone: string, error: NodeJS.ErrnoException & { stderr?: string }): Problem {
  if (error.code === 'ENOENT') return new Problem('git is not on the PATH');
  return new Problem(
    `${clone} is not a Git clone (${error.stderr?.trim()}); the source action must hand over a full clone, not a zip`,
  );
}
