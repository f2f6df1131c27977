import type { GitPullRequestFilter, GitPushFilter } from 'aws-cdk-lib/aws-codepipeline';
import type { RepositoryPart } from '../config/delivery';

/** How many patterns a filter takes, and how many filters a trigger (API reference of CodePipeline, GitConfiguration). */
const PATTERNS_IN_FILTER = 8;
const FILTERS_IN_TRIGGER = 3;

/** The part that push and pull request filters have in common. */
type Filter = Pick<GitPushFilter & GitPullRequestFilter, 'branchesIncludes' | 'filePathsIncludes'>;

/**
 * A trigger's filters for all these branches, and for changes of this part of the repository. Within a filter branch and
 * path must both match; one filter that matches is enough.
 *
 * @param branches names, and patterns `name/*` for all branches below
 */
export function triggerFilters(branches: readonly string[], part: RepositoryPart): Filter[] {
  const branchLists = inLists(branches.map(branchGlob));
  const paths = pathGlobs(part);
  // No list at all, as a filter for every path would leave out a commit that changes no file.
  const pathLists = paths.length === 0 ? [undefined] : inLists(paths);
  const filters = branchLists.flatMap((branchesIncludes) =>
    pathLists.map((filePathsIncludes) => ({ branchesIncludes, ...(filePathsIncludes && { filePathsIncludes }) })),
  );
  if (filters.length > FILTERS_IN_TRIGGER) {
    throw new Error(
      `A trigger takes ${FILTERS_IN_TRIGGER} filters with ${PATTERNS_IN_FILTER} branches and ${PATTERNS_IN_FILTER} paths ` +
        `each, of which a shared path is two (got ${branches.length} branches and ${paths.length} paths): name fewer ` +
        'branches, or share a directory in place of its parts',
    );
  }
  return filters;
}

/** CodePipeline's glob for a branch or all branches below one; its `*` ends at a slash, unlike the one in our patterns. */
export function branchGlob(branch: string): string {
  return branch.endsWith('/*') ? `${escaped(branch.slice(0, -1))}**` : escaped(branch);
}

/** The globs for the files of a part of a repository; none for the whole. */
export function pathGlobs({ path, sharedPaths }: RepositoryPart): string[] {
  if (path === '.' || sharedPaths.includes('.')) return [];
  // A shared path may be a file or a directory: the configuration does not say.
  return [`${escaped(path)}/**`, ...sharedPaths.flatMap((shared) => [escaped(shared), `${escaped(shared)}/**`])];
}

/** Characters that a glob takes for more than themselves ("Working with glob patterns" in the user guide). */
function escaped(text: string): string {
  return text.replace(/[\\*?[\]{}]/g, '\\$&');
}

function inLists(items: readonly string[]): string[][] {
  const count = Math.ceil(items.length / PATTERNS_IN_FILTER);
  return Array.from({ length: count }, (_, index) =>
    items.slice(index * PATTERNS_IN_FILTER, (index + 1) * PATTERNS_IN_FILTER),
  );
}
