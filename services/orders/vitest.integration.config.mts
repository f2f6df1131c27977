import { defineConfig } from 'vitest/config';

// Apart from the other tests, because it needs a deployed service: BASE_URL=https://… npm run test:integration.
export default defineConfig({
  test: {
    include: ['test/**/*.integration.ts'],
    // Vite gives tests a BASE_URL of its own, unless one is stated here.
    env: { BASE_URL: process.env.BASE_URL ?? '' },
    testTimeout: 20_000,
    hookTimeout: 20_000,
    reporters: ['verbose'],
  },
});
