import type { BuildOptions } from 'esbuild';

/**
 * How a handler becomes the one file that Lambda runs. In a file without CDK, as what measures the bundles
 * (`npm run bench`) and what limits them takes it from here too.
 */
export const BUNDLE_OPTIONS = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  minify: true,
  keepNames: true,
  legalComments: 'none',
  logLevel: 'error',
} as const satisfies BuildOptions;
