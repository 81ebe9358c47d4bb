import { defineConfig } from 'vitest/config';

/** The long tests of `npm run verify`. A run that finds none fails. */
export default defineConfig({
  test: {
    include: ['{conformance,bench}/**/*.verify.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
    passWithNoTests: false,
  },
});
