import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // CI reads both files, so they are written on every run, also when tests fail.
    reporters: ['default', ['junit', { outputFile: 'reports/junit.xml' }]],
    coverage: {
      enabled: true,
      provider: 'v8',
      include: ['src/**/*.ts'],
      // These run in child processes, where the coverage of this process does not reach.
      exclude: [
        'src/main.ts',
        'src/healthcheck.ts',
        'src/instrumentations.ts',
        'src/platform/{run,tracing,request-spans,trace-ids,shutdown}.ts',
      ],
      reporter: ['text-summary', 'cobertura'],
      reportsDirectory: 'reports',
      reportOnFailure: true,
      thresholds: { lines: 90, branches: 80 },
    },
  },
});
