import { expect, test } from 'vitest';
import { drawSeed } from '../../../packages/sdk/test/draw-seed.js';
import type { Tally } from './scene.js';
import { search } from './search.js';

/** One seed, so that every run proves the same; `npm run soak` draws another each time. */
const seed = drawSeed('the histories', 20_261_129);

/** Histories of each length: most are short, as few steps find most; the long ones reach what only many do. */
const LENGTHS = [
  { runs: 600, steps: 8, way: 'in process' },
  { runs: 300, steps: 16, way: 'in process' },
  { runs: 80, steps: 30, way: 'in process' },
  { runs: 20, steps: 30, way: 'over sockets' },
] as const;

/** What all of them together do at least, about half of what they usually do: without it they would prove less than they say. */
const FEWEST: Readonly<Record<string, number>> = {
  'sign in 201': 250,
  'sign in 401 1031': 100,
  'claim pin': 150,
  'issue token 200': 250,
  'renew JWT': 150,
  'sign out 204': 60,
  'remove device': 40,
  'switch 201': 100,
  'switch 403 1041': 60,
  'switch 404 1002': 30,
  'make transient 200': 80,
  breach: 35,
  'remove access': 80,
  'restart server': 75,
  'restart process': 80,
  'rotate keys': 30,
  advance: 500,
  'advance to the end': 80,
};

const tally: Tally = new Map();

test.each(LENGTHS.map((length, index) => ({ ...length, index })))(
  '$runs random histories of up to $steps steps, $way: the stand-in and the model agree on every token',
  { timeout: 1_800_000 },
  async ({ index, ...length }) => {
    // By one seed, histories of the same length would be played twice.
    expect(await search({ seed: seed + index, tally, ...length })).toBeUndefined();
  },
);

test('they did enough of everything', () => {
  process.stdout.write(`what the histories did: ${JSON.stringify(Object.fromEntries(tally))}\n`);
  const few = Object.entries(FEWEST).filter(([what, fewest]) => (tally.get(what) ?? 0) < fewest);
  expect(few.map(([what, fewest]) => `${what}: ${tally.get(what) ?? 0}, not ${fewest}`)).toEqual([]);
});
