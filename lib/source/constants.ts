/** What is never part of a repository's first commit, in the words of a .gitignore file: results at the top, but not a
 * folder of source that happens to have such a name. */
export const SEED_EXCLUDES = ['node_modules', '/dist', '/coverage', '/reports', '.git'];

/** The name of every pipeline's source action, by which a start says what the run is of. */
export const SOURCE_ACTION = 'Source';

/** With the release line's name behind it: the tag of the newest image that another CI has handed over. It moves. */
export const CANDIDATE_TAG_PREFIX = 'candidate-';

/**
 * What a GitLab job's token is made out to. AWS alone takes such a token, so that nobody else who is shown one could pass
 * for the job here.
 */
export const GITLAB_AUDIENCE = 'sts.amazonaws.com';
