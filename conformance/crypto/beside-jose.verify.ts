import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { disagreement, joseCase } from '../../packages/sdk/test/beside-jose.js';

test('10,000 random tokens are signed and read by jose as by us, and refused once they are bent', async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  process.stdout.write(`seed of the tokens beside jose: ${seed}\n`);
  await fc.assert(
    fc.asyncProperty(joseCase, async (random) => {
      await expect(disagreement(random)).resolves.toBeUndefined();
    }),
    { seed, numRuns: 10_000 },
  );
});
