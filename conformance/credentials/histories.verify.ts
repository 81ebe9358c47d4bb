import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawSeed } from '../../packages/sdk/test/draw-seed.js';
import { type House, openHouse } from './house.js';
import { search, tellFailure } from './play.js';
import type { Tally } from './scene.js';

/** One seed, so that every run proves the same; `npm test` draws another each time. */
const seed = drawSeed('the histories of credentials', 20_261_129);

/** What all of them together do at least, less than half of what they do: without it they would prove less than they say. */
const FEWEST: Readonly<Record<string, number>> = {
  'sign in: done': 6000,
  'add key: done': 2000,
  'add key: UNAUTHORIZED': 100,
  'ask: account at plex.tv': 1000,
  'ask: account at a server': 1000,
  'ask: account at plex.tv after a report': 30,
  'ask: jwt at plex.tv': 1500,
  'ask: jwt at plex.tv after a report': 30,
  'ask: home at plex.tv': 350,
  'ask: home at a server': 300,
  'ask: server at a server': 2000,
  'ask: SIGN_IN_AGAIN': 1000,
  'ask: SIGN_IN_AGAIN after a report': 150,
  'ask: HOME_PIN_REQUIRED': 400,
  'ask: HOME_PIN_INVALID': 200,
  'ask: NO_TOKEN not-in-home': 1000,
  'ask: NO_TOKEN not-shared': 800,
  'ask: stale': 60,
  'call: done': 1400,
  'call: SIGN_IN_AGAIN': 150,
  'keep: done': 1000,
  'JWT taken': 60,
  'JWT not taken': 60,
  prompt: 800,
  breach: 800,
  'remove device': 400,
  'sign out elsewhere': 300,
  'sign in elsewhere': 1000,
  'remove access': 700,
  'restart process: done': 1000,
  'restart server': 400,
  'rotate signing key': 800,
  outage: 2000,
  wait: 2500,
};

const houses: House[] = [];

beforeAll(async () => {
  houses.push(await openHouse(false), await openHouse(true));
});

afterAll(async () => {
  for (const house of houses) await house[Symbol.asyncDispose]();
});

test(
  '10,000 random histories: no token goes where it must not, none is lost that could be kept, and every refusal is true',
  { timeout: 3_600_000 },
  async () => {
    const tally: Tally = new Map();
    const failure = await search({ houses, seed, runs: 10_000, length: 12 }, tally);
    expect(failure && tellFailure(failure)).toBeUndefined();
    process.stdout.write(`what the histories did: ${JSON.stringify(Object.fromEntries(tally))}\n`);
    const few = Object.entries(FEWEST).filter(([what, fewest]) => (tally.get(what) ?? 0) < fewest);
    expect(few.map(([what, fewest]) => `${what}: ${tally.get(what) ?? 0}, not ${fewest}`)).toEqual([]);
  },
);
