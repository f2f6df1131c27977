import { defineConfig } from 'vitest/config';

// Apart from the other tests, because it needs a browser: npm run test:browser.
export default defineConfig({
  test: {
    include: ['test/**/*.e2e.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    reporters: ['default', ['junit', { outputFile: 'reports/junit-browser.xml' }]],
  },
});
