import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { disagreement, joseCase } from './beside-jose.js';
import { drawSeed } from './draw-seed.js';

test(
  '1,000 random tokens are signed and read by jose as by us, and refused once they are bent',
  { timeout: 60_000 },
  async () => {
    const seed = drawSeed('the tokens beside jose');
    await fc.assert(
      fc.asyncProperty(joseCase, async (random) => {
        await expect(disagreement(random)).resolves.toBeUndefined();
      }),
      { seed, numRuns: 1000 },
    );
  },
);
