import { git } from './git';
import { attempt, Problem } from './problem';

/** A commit of the clone, as far as metrics need it. */
export interface KnownCommit {
  /** The whole hash. */
  readonly hash: string;
  /** When it was committed: ISO 8601 in UTC. */
  readonly at: string;
  /** The whole hashes, none at the root and where a shallow clone ends. */
  readonly parents: readonly string[];
  /** Whether it changes what the service is made of. A merge does if it holds a change of its own, such as a conflict's end. */
  readonly touches: boolean;
}

/** What a release's clone knows about how it came to be. */
export interface CommitHistory {
  /** Who wrote the newest commit, and the first line of its message. */
  readonly author: string;
  readonly subject: string;
  /** The newest first, and none before all that come after it. */
  readonly commits: readonly KnownCommit[];
}

/** More are not kept: between two releases into an environment there are fewer, or nobody asks for the time of each. */
export const MOST_COMMITS = 1000;

/** Between the members of a line that Git prints. */
const SEPARATOR = '\x1f';
/** At the start of a line; a line of a diff starts with a space, a sign or a word. */
const MARK = '\x01';
const TEXT_LIMIT = 200;

/**
 * The history of what is checked out in a clone.
 *
 * @param paths what the service is made of, as `parseSourcePath` returns them; `.` for the whole repository
 * @param most commits that are kept
 */
export async function readHistory(
  clone: string,
  paths: readonly string[],
  most: number = MOST_COMMITS,
): Promise<CommitHistory> {
  return attempt('read the history of the clone', async () => {
    const commits = await listed(clone, most);
    const touching = await touchingAmong(clone, commits, paths);
    const [author = '', subject = ''] = (await git(clone, ['log', '-1', `--format=%aN${SEPARATOR}%s`]))
      .trimEnd()
      .split(SEPARATOR);
    return {
      author: author.slice(0, TEXT_LIMIT),
      subject: subject.slice(0, TEXT_LIMIT),
      commits: commits.map((commit) => ({ ...commit, touches: touching.has(commit.hash) })),
    };
  });
}

type Listed = Omit<KnownCommit, 'touches'>;

async function listed(clone: string, most: number): Promise<Listed[]> {
  const format = `--format=%H${SEPARATOR}%ct${SEPARATOR}%P`;
  const text = await git(clone, ['log', '--date-order', `--max-count=${most}`, format, 'HEAD']);
  return linesOf(text).map((line) => {
    const [hash = '', seconds = '', parents = ''] = line.split(SEPARATOR);
    return {
      hash,
      at: new Date(Number(seconds) * 1000).toISOString(),
      parents: parents.split(' ').filter((parent) => parent !== ''),
    };
  });
}

async function touchingAmong(
  clone: string,
  commits: readonly Listed[],
  paths: readonly string[],
): Promise<ReadonlySet<string>> {
  const hashes = new Set(commits.map(({ hash }) => hash));
  // In this order no commit has a descendant that is not listed, so that what lies behind these parents is what is not.
  const edge = commits.flatMap(({ parents }) => parents.filter((parent) => !hashes.has(parent)));
  const range = ['HEAD', ...[...new Set(edge)].map((hash) => `^${hash}`)];
  const everything = paths.includes('.');
  // Over the whole repository a commit without a file counts too: somebody wanted it.
  const pathspec = everything ? [] : ['--full-history', '--', ...paths];
  const changes = await git(clone, ['rev-list', '--no-merges', ...range, ...pathspec]);
  const merges = await git(clone, ['log', '--merges', '--cc', '-p', `--format=${MARK}%H`, ...range, ...pathspec]);
  const own = `\n${merges}`.split(`\n${MARK}`).flatMap((merge) => {
    const [hash = '', ...diff] = merge.split('\n');
    return diff.some((line) => line !== '') ? [hash] : [];
  });
  return new Set([...linesOf(changes), ...own]);
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

/** The text of the history's file, a line for each commit. */
export function formatHistory({ commits, ...head }: CommitHistory): string {
  const lines = commits.map((commit) => `    ${JSON.stringify(commit)}`);
  const { author, subject } = head;
  return `{\n  "author": ${JSON.stringify(author)},\n  "subject": ${JSON.stringify(subject)},\n  "commits": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

/** The history in a file's text, as {@link formatHistory} writes it. */
export function parseHistory(text: string): CommitHistory {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const { author, subject, commits } = Object(value) as Record<keyof CommitHistory, unknown>;
  if (
    typeof author !== 'string' ||
    typeof subject !== 'string' ||
    !Array.isArray(commits) ||
    !commits.every(isCommit)
  ) {
    throw new Problem('the history of commits must be JSON with author, subject and commits');
  }
  return { author, subject, commits };
}

function isCommit(value: unknown): value is KnownCommit {
  const { hash, at, parents, touches } = Object(value) as Record<keyof KnownCommit, unknown>;
  return typeof hash === 'string' && typeof at === 'string' && Array.isArray(parents) && typeof touches === 'boolean';
}
