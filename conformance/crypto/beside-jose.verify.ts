import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { disagreement, joseCase } from '../../packages/sdk/test/beside-jose.js';
import { drawSeed } from '../../packages/sdk/test/draw-seed.js';

test('10,000 random tokens are signed and read by jose as by us, and refused once they are bent', async () => {
  const seed = drawSeed('the tokens beside jose');
  await fc.assert(
    fc.asyncProperty(joseCase, async (random) => {
      await expect(disagreement(random)).resolves.toBeUndefined();
    }),
    { seed, numRuns: 10_000 },
  );
});
