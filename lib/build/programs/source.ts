import { posix } from 'node:path';
import { TREE_LABEL, TREE_TAG_PREFIX } from './constants';
import { Problem } from './problem';

/** The commit that is built and the Git tree of the service's own directory in it. */
export interface Source {
  /** Relative to the clone, with a leading `./`. */
  readonly path: string;
  readonly commit: string;
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

/** The tag that says what an image was built from. */
export function treeTag({ tree }: Pick<Source, 'tree'>): string {
  return `${TREE_TAG_PREFIX}${tree}`;
}

/** The labels that lead from an image back to its source. */
export function sourceLabels({ commit, tree }: Source): Record<string, string> {
  return { 'org.opencontainers.image.revision': commit, [TREE_LABEL]: tree };
}

/** Refuses what `git status --porcelain -z` lists: an image built from it would not be what its tag says. */
export function requireClean(path: string, status: string): void {
  // A rename has a second entry without a status; its name is one too many in the list, and does no harm there.
  const changed = status.split('\0').filter((entry) => entry !== '');
  if (changed.length === 0) return;
  const shown = changed.slice(0, 5).join(', ') + (changed.length > 5 ? ', …' : '');
  throw new Problem(`${path} has uncommitted changes, so the tag of its Git tree would not be true: ${shown}`);
}
