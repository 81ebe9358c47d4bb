import { expect, test } from 'vitest';
import { drawSeed } from '../../packages/sdk/test/draw-seed.js';
import { playHistories } from './histories.js';

const seed = drawSeed('the histories of credentials');

test(
  '1,000 random histories: no token goes where it must not, none is lost that could be kept, and every refusal is true',
  { timeout: 600_000 },
  async () => {
    await expect(playHistories(seed, 1000)).resolves.toBeUndefined();
  },
);
