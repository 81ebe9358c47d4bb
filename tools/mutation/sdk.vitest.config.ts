import { defineConfig } from 'vitest/config';

/** The SDK's unit tests alone: they import its source, which is what gets broken. Instrumented, they take longer. */
export default defineConfig({
  test: {
    include: ['packages/sdk/test/**/*.test.ts'],
    // These move the process to another folder, which the threads of a mutation run cannot; no group breaks the file store.
    exclude: ['packages/sdk/test/file-store*.test.ts'],
    expect: { requireAssertions: true },
    testTimeout: 15_000,
  },
});
