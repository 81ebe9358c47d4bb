import { expect, test } from 'vitest';
import { search } from './search.js';

/** One seed, so that every run proves the same; `npm run soak` draws others. */
const SEED = 20_261_125;

/** Histories of each length: most are short, as few steps find most; the long ones reach what only many do. */
const LENGTHS = [
  { runs: 600, steps: 8, way: 'in process' },
  { runs: 300, steps: 16, way: 'in process' },
  { runs: 80, steps: 30, way: 'in process' },
  { runs: 20, steps: 30, way: 'over sockets' },
] as const;

test.each(LENGTHS)(
  '$runs random histories of up to $steps steps, $way: the stand-in and the model agree on every token',
  { timeout: 1_800_000 },
  async (length) => {
    expect(await search({ seed: SEED, ...length })).toBeUndefined();
  },
);
