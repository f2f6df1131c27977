const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

// CloudFormation validation costs seconds per synth; the strict synth of `npm run verify` does it once.
process.env.CDK_VALIDATION = 'false';
// It says that Node 20 is old, for every file that makes a client.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
// Templates that several test files read; see test/support/synthesized.ts.
process.env.SLIPWAY_TEST_RUN ??= mkdtempSync(join(tmpdir(), 'slipway-test-'));

module.exports = {
  testEnvironment: 'node',
  runtime: '<rootDir>/test/support/runtime.js',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // `npm run typecheck` looks at types; here they are only taken away.
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, sourceMaps: 'inline' }],
  },
  // Else each of them is looked up through the context's interceptor, every time that it is named.
  sandboxInjectedGlobals: ['Array', 'JSON', 'Map', 'Math', 'Number', 'Object', 'Promise', 'RegExp', 'Set', 'String'],
  globalTeardown: '<rootDir>/test/support/remove-test-run.js',
  // One worker for each core: jest by itself leaves one of two idle.
  maxWorkers: '100%',
  // No test is about time: this only ends what hangs, also on a machine that many share.
  testTimeout: 60_000,
};
