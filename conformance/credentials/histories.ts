import { expect, onTestFinished } from 'vitest';
import { openHouse } from './house.js';
import { search, tellFailure } from './play.js';

/** Events of a history. */
const LENGTH = 12;

/** What ten thousand histories do at least, less than half of what they do: without it they would prove less than they say. */
const FEWEST: Readonly<Record<string, number>> = {
  'sign in: done': 10_000,
  'add key: done': 3000,
  'add key: UNAUTHORIZED': 100,
  'ask: account at plex.tv': 1500,
  'ask: account at plex.tv after a report': 50,
  'ask: account at a server': 1200,
  'ask: jwt at plex.tv': 1500,
  'ask: jwt at plex.tv after a report': 30,
  'ask: home at plex.tv': 400,
  'ask: home at a server': 350,
  'ask: server at a server': 2500,
  'ask: SIGN_IN_AGAIN': 1500,
  'ask: SIGN_IN_AGAIN after a report': 250,
  'ask: HOME_PIN_REQUIRED': 500,
  'ask: HOME_PIN_INVALID': 250,
  'ask: NO_TOKEN not-in-home': 1000,
  'ask: NO_TOKEN not-shared': 1000,
  'ask: stale': 100,
  'call: done': 1500,
  'call: SIGN_IN_AGAIN': 250,
  'keep: done': 1200,
  'at once, sign in: done': 700,
  'at once, add key: done': 700,
  'at once, call: done': 250,
  'at once, keep: done': 200,
  'JWT taken': 120,
  'JWT not taken': 150,
  prompt: 1000,
  breach: 1000,
  'remove device': 600,
  'sign out elsewhere': 500,
  'sign in elsewhere': 1500,
  'remove access': 800,
  'restart process: done': 1500,
  'restart server': 700,
  'rotate signing key': 1000,
  outage: 2500,
  wait: 3500,
};

/** Counts below this say nothing: chance alone may undo them. */
const TELLING = 20;

/** Plays random histories, half of them where media servers take JWTs, and says what went wrong. */
export async function playHistories(seed: number, runs: number): Promise<void> {
  const houses = [await openHouse(false), await openHouse(true)];
  onTestFinished(async () => {
    for (const house of houses) await house[Symbol.asyncDispose]();
  });
  const tally = new Map<string, number>();
  const failure = await search({ houses, seed, runs, length: LENGTH }, tally);
  expect(failure && tellFailure(failure)).toBeUndefined();
  const few = Object.entries(FEWEST).flatMap(([what, ofTenThousand]) => {
    const [done, fewest] = [tally.get(what) ?? 0, (ofTenThousand * runs) / 10_000];
    return fewest >= TELLING && done < fewest ? [`${what}: ${done}, not ${fewest}`] : [];
  });
  expect(few).toEqual([]);
}
