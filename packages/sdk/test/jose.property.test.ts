import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { disagreement, joseCase } from './beside-jose.js';

test(
  '1,000 random tokens are signed and read by jose as by us, and refused once they are bent',
  { timeout: 60_000 },
  async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    process.stdout.write(`seed of the tokens beside jose: ${seed}\n`);
    await fc.assert(
      fc.asyncProperty(joseCase, async (random) => {
        await expect(disagreement(random)).resolves.toBeUndefined();
      }),
      { seed, numRuns: 1000 },
    );
  },
);
