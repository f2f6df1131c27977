import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, Problem } from '../../build/programs/problem';

const run = promisify(execFile);

/** A commit as release notes show it. */
export interface Commit {
  readonly hash: string;
  readonly author: string;
  /** The first line of its message. */
  readonly subject: string;
}

/** Between the members of a line that Git prints; no name and no subject holds it. */
const SEPARATOR = '\x1f';
/** The most commits that are listed. */
const LISTED = 1000;

/** What the clone in a directory knows about commits; all of it, or what concerns some paths only. */
export class History {
  private hasFetched = false;

  private readonly pathspec: readonly string[];

  /** @param paths relative to the clone; `.` for all of it */
  constructor(
    private readonly clone: string,
    paths: readonly string[] = ['.'],
  ) {
    // Over the whole repository Git lists every commit; over a path it leaves out side branches that changed nothing there.
    this.pathspec = paths.includes('.') ? [] : ['--', ...paths];
  }

  /** The hash of the commit that is checked out. */
  async head(): Promise<string> {
    const head = await this.commitAt('HEAD');
    if (!head)
      throw new Problem(`${this.clone} is no Git clone with a commit; the source action must hand over a clone`);
    return head;
  }

  /** The commit that a name or hash means, asked of the remote when the clone does not have it. */
  async find(name: string): Promise<string | undefined> {
    const known = await this.commitAt(name);
    if (known || this.hasFetched) return known;
    await this.fetch();
    return this.commitAt(name);
  }

  /** The newest commit of a branch of the remote. */
  async findBranch(branch: string): Promise<string | undefined> {
    // What the clone brought along may be older than the branch is.
    if (!this.hasFetched) await this.fetch();
    return this.commitAt(`refs/remotes/origin/${branch}`);
  }

  /** The commits that `to` has and `from` has not, newest first. */
  async between(from: string, to: string): Promise<Commit[]> {
    return this.list(['log', `--max-count=${LISTED}`, `${from}..${to}`]);
  }

  /**
   * The commits of `release` whose content `target` lacks: neither they nor equal ones are in it. A merge counts only if it
   * holds a change of its own, such as a conflict's resolution.
   */
  async missing(release: string, target: string): Promise<Commit[]> {
    const range = ['--right-only', `${target}...${release}`];
    const changes = await this.list(['log', `--max-count=${LISTED}`, '--no-merges', '--cherry-pick', ...range]);
    const merges = await this.list(['log', `--max-count=${LISTED}`, '--merges', ...range]);
    const own: Commit[] = [];
    for (const merge of merges) if (await this.hasOwnChange(merge.hash)) own.push(merge);
    return [...changes, ...own];
  }

  /** Whether a merge differs from what all of its parents have. */
  private async hasOwnChange(merge: string): Promise<boolean> {
    const diff = await this.git(['diff-tree', '--no-commit-id', '--cc', '-p', merge, ...this.pathspec]);
    return diff.trim() !== '';
  }

  private async list([command, ...options]: readonly string[]): Promise<Commit[]> {
    const format = `--format=%H${SEPARATOR}%aN${SEPARATOR}%s`;
    const text = await this.git([command!, format, ...options, ...this.pathspec]);
    const lines = text.split('\n').filter((line) => line !== '');
    return lines.map((line) => {
      const [hash = '', author = '', ...subject] = line.split(SEPARATOR);
      return { hash, author, subject: subject.join(' ') };
    });
  }

  private async commitAt(name: string): Promise<string | undefined> {
    return this.git(['rev-parse', '--verify', '--quiet', `${name}^{commit}`]).then(
      (text) => text.trim(),
      () => undefined,
    );
  }

  private async fetch(): Promise<void> {
    this.hasFetched = true;
    const isShallow = (await this.git(['rev-parse', '--is-shallow-repository'])).trim() === 'true';
    await this.git([
      'fetch',
      '--quiet',
      '--no-tags',
      ...(isShallow ? ['--unshallow'] : []),
      'origin',
      '+refs/heads/*:refs/remotes/origin/*',
    ]);
  }

  private async git(args: readonly string[]): Promise<string> {
    // CodeBuild may hand over a clone that another user owns, which Git refuses to read. Nobody else works in this
    // container, so there is nothing to protect the program from.
    const options = ['-c', 'safe.directory=*', '-c', 'core.quotePath=false', '--literal-pathspecs', '--no-pager'];
    try {
      // Without a terminal Git would ask for a password and wait for ever.
      const env = { ...process.env, GIT_TERMINAL_PROMPT: '0' };
      const { stdout } = await run('git', [...options, ...args], { cwd: this.clone, env, maxBuffer: 64 * 1024 * 1024 });
      return stdout;
    } catch (error) {
      const message = (error as { stderr?: string }).stderr?.trim() || describe(error);
      throw new Problem(`git ${args[0]} failed: ${message}`, { cause: error });
    }
  }
}
