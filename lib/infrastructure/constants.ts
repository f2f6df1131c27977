/** The linter that `npm run verify` asks for; the version that the templates were last looked at with. */
export const CFN_LINT_VERSION = '1.51.0';

/** Minutes without an alarm after one region of production and before the next. */
export const BAKE_MINUTES = 30;
