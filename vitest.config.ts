import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'sdk', include: ['packages/sdk/test/**/*.test.ts'] } },
      { test: { name: 'standin', include: ['packages/standin/test/**/*.test.ts'] } },
      { test: { name: 'conformance', include: ['conformance/**/*.test.ts'], testTimeout: 30_000 } },
      { test: { name: 'examples', include: ['examples/**/*.test.ts'], testTimeout: 30_000 } },
    ],
  },
});
