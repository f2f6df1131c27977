const { default: Runtime } = require('jest-runtime');

/** What keeps nothing of one test for the next. The SDK is not among it: tests replace methods of its classes. */
const SHARED =
  /^(@aws-cdk\/[^/]+|@cloud-copilot\/[^/]+|aws-cdk-lib|cdk-nag|constructs|esbuild|fast-check|typescript|yaml|zod)(\/|$)/;

/**
 * Loads large libraries once in each worker, where jest would load them anew for each test file: a third of all its work.
 * As with Node's own modules, their errors are then no instances of a test file's `Error`: compare messages.
 */
module.exports = class extends Runtime {
  requireModuleOrMock(from, name) {
    const isShared = SHARED.test(name) && !from.includes('node_modules');
    return isShared ? require(name) : super.requireModuleOrMock(from, name);
  }
};
