/** What is never part of a repository's first commit, in the words of a .gitignore file. */
export const SEED_EXCLUDES = ['node_modules', 'dist', 'coverage', 'reports', '.git'];
