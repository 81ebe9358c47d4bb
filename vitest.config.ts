import { defineConfig } from 'vitest/config';

/** A test that asserts nothing proves nothing. */
const expect = { requireAssertions: true };

export default defineConfig({
  test: {
    // The second one fails the run when anything a test prints holds a planted secret.
    reporters: ['default', './conformance/secrets/canary-reporter.ts'],
    projects: [
      { test: { name: 'sdk', include: ['packages/sdk/test/**/*.test.ts'], expect } },
      { test: { name: 'standin', include: ['packages/standin/test/**/*.test.ts'], expect } },
      { test: { name: 'conformance', include: ['conformance/**/*.test.ts'], testTimeout: 120_000, expect } },
      { test: { name: 'examples', include: ['examples/**/*.test.ts'], testTimeout: 30_000, expect } },
    ],
  },
});
