import { posix } from 'node:path';
import { REVISION_LABEL, TREE_LABEL, TREE_TAG_PREFIX } from './constants';
import { Problem } from './problem';

/** The commit that is built, and the Git tree of all that may go into the image. */
export interface Source {
  /** The service's own directory, relative to the clone, with a leading `./`. */
  readonly path: string;
  /** Further files and directories, in the same form. */
  readonly sharedPaths: readonly string[];
  readonly commit: string;
  /** That of the directory; with shared paths that of a tree with just the directory and those. */
  readonly tree: string;
}

/** `./` and the normalised path; only a directory inside the clone will do. */
export function parseSourcePath(text: string): string {
  const path = posix.normalize(text).replace(/\/+$/, '');
  if (path === '' || posix.isAbsolute(path) || path === '..' || path.startsWith('../')) {
    throw new Problem(
      `the source path must be a directory inside the clone, relative to it (got ${JSON.stringify(text)})`,
    );
  }
  return path === '.' ? '.' : `./${path}`;
}

/** Each as {@link parseSourcePath} takes it, in a JSON list. */
export function parseSharedPaths(text: string): string[] {
  let paths: unknown;
  try {
    paths = JSON.parse(text);
  } catch {
    paths = undefined;
  }
  if (!Array.isArray(paths) || !paths.every((path) => typeof path === 'string')) {
    throw new Problem(`the shared paths must be a JSON list of paths (got ${JSON.stringify(text)})`);
  }
  return paths.map(parseSourcePath);
}

/** The tag that says what an image was built from. */
export function treeTag({ tree }: Pick<Source, 'tree'>): string {
  return `${TREE_TAG_PREFIX}${tree}`;
}

/** The labels that lead from an image back to its source. */
export function sourceLabels({ commit, tree }: Source): Record<string, string> {
  return { [REVISION_LABEL]: commit, [TREE_LABEL]: tree };
}

/** Refuses what `git status --porcelain -z` lists: an image built from it would not be what its tag says. */
export function requireClean(path: string, status: string): void {
  // A rename has a second entry without a status; its name is one too many in the list, and does no harm there.
  const changed = status.split('\0').filter((entry) => entry !== '');
  if (changed.length === 0) return;
  const shown = changed.slice(0, 5).join(', ') + (changed.length > 5 ? ', …' : '');
  throw new Problem(`${path} has uncommitted changes, so the tag of its Git tree would not be true: ${shown}`);
}
