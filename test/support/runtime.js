const { AsyncLocalStorage } = require('node:async_hooks');
const { join } = require('node:path');
const { Script } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

/** What keeps nothing of one test for the next. The SDK is not among it: tests replace methods of its classes. */
const SHARED =
  /^(@aws-cdk\/[^/]+|@cloud-copilot\/[^/]+|aws-cdk-lib|cdk-nag|constructs|esbuild|fast-check|typescript|yaml|zod)(\/|$)/;

// Each acknowledgement keeps the stack that it was made in, in which jest looks up every position in TypeScript.
Object.assign(require(join(require.resolve('aws-cdk-lib/package.json'), '../core/lib/private/stack-trace')), {
  captureStackTrace: () => [],
  enhancedStackTrace: () => [],
});

// Node tells every such storage of every promise from its first use on, also those of test files that have ended.
const storages = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...given) {
  storages.add(this);
  return run.apply(this, given);
};

/**
 * Loads large libraries once in each worker, where jest would load them anew for each test file, and compiles everything
 * else once: that was half of all its work.
 * As with Node's own modules, their errors are then no instances of a test file's `Error`: compare messages.
 */
module.exports = class extends Runtime {
  constructor(...options) {
    super(...options);
    const { executor } = this;
    const compile = executor.compile.bind(executor);
    executor.compile = (source, filename) => {
      const context = executor.environment.getVmContext();
      const head = `(function (${executor.injectedModuleParameters.join(', ')}) {`;
      try {
        // Of a script V8 keeps what it has compiled, whatever the context; of a function, as jest makes it, it does not.
        const script = new Script(`${head}${source}\n})`, { filename, columnOffset: -head.length });
        return context && script.runInContext(context);
      } catch {
        // What is wrong with it, jest says better.
        return compile(source, filename);
      }
    };
  }

  teardown() {
    super.teardown();
    for (const storage of storages) storage.disable();
    storages.clear();
  }

  requireModuleOrMock(from, name) {
    const isShared = SHARED.test(name) && !from.includes('node_modules');
    return isShared ? require(name) : super.requireModuleOrMock(from, name);
  }
};
