import { describe, expect, test } from 'vitest';
import { tokenDetails } from './four-calls.js';
import { movableClock } from './movable-clock.js';
import { rejection, scene } from './scene.js';

const NOON = Date.UTC(2031, 5, 1, 12);

async function retryAfter(value: string): Promise<unknown> {
  const { plex } = scene({ status: 429, headers: { 'retry-after': value } }, { clock: movableClock(NOON) });
  return Reflect.get(Object(await rejection(tokenDetails.make(plex, { retries: { strategy: 'none' } }))), 'retryAfter');
}

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['1', 1],
    ['120', 120],
    [' 7 ', 7],
    ['Sun, 01 Jun 2031 12:00:30 GMT', 30],
    ['Sunday, 01-Jun-31 12:00:30 GMT', 30],
    ['Sun, 01 Jun 2031 11:59:00 GMT', 0],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ])('%s is %d seconds', async (value, seconds) => {
    expect(await retryAfter(value)).toBe(seconds);
  });

  test.each(['', 'soon', '-1', '1.5', '1e3', '0x10', '12 seconds', 'Infinity', 'NaN', 'Sun, 99 Jun 2031 12:00:00'])(
    '%s is none',
    async (value) => {
      expect(await retryAfter(value)).toBeUndefined();
    },
  );
});
