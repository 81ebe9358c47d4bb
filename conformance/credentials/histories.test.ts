import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawSeed } from '../../packages/sdk/test/draw-seed.js';
import { type House, openHouse } from './house.js';
import { search, tellFailure } from './play.js';
import type { Tally } from './scene.js';

const seed = drawSeed('the histories of credentials', 20_261_130);

const houses: House[] = [];

beforeAll(async () => {
  houses.push(await openHouse(false), await openHouse(true));
});

afterAll(async () => {
  for (const house of houses) await house[Symbol.asyncDispose]();
});

test(
  '1,000 random histories: no token goes where it must not, none is lost that could be kept, and every refusal is true',
  { timeout: 600_000 },
  async () => {
    const tally: Tally = new Map();
    const failure = await search({ houses, seed, runs: 1000, length: 8 }, tally);
    expect(failure && tellFailure(failure)).toBeUndefined();
    const outcomes = [
      'ask: account at plex.tv',
      'ask: jwt at plex.tv',
      'ask: server at a server',
      'prompt',
      'add key: done',
    ];
    expect(outcomes.filter((outcome) => (tally.get(outcome) ?? 0) < 10)).toEqual([]);
  },
);
