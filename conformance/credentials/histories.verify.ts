import { expect, test } from 'vitest';
import { drawSeed } from '../../packages/sdk/test/draw-seed.js';
import { playHistories } from './histories.js';

const seed = drawSeed('the many histories of credentials', 20_261_130);

test(
  '10,000 random histories: no token goes where it must not, none is lost that could be kept, and every refusal is true',
  { timeout: 3_600_000 },
  async () => {
    await expect(playHistories(seed, 10_000)).resolves.toBeUndefined();
  },
);
