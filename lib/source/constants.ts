/** What is never part of a repository's first commit, in the words of a .gitignore file: results at the top, but not a
 * folder of source that happens to have such a name. */
export const SEED_EXCLUDES = ['node_modules', '/dist', '/coverage', '/reports', '.git'];
