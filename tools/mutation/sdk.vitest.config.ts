import { defineConfig } from 'vitest/config';

/** The SDK's unit tests alone: they import its source, which is what gets broken. Instrumented, they take longer. */
export default defineConfig({
  test: { include: ['packages/sdk/test/**/*.test.ts'], expect: { requireAssertions: true }, testTimeout: 15_000 },
});
