import { clockFrom, PlexAPI } from '@ticketstub/sdk';
import { startStandIn } from '@ticketstub/standin';
import { expect, test } from 'vitest';

const DAY = 24 * 60 * 60_000;

test('a program follows the clock of a stand-in it reaches by address alone', async () => {
  await using standIn = await startStandIn();
  const clock = await clockFrom(standIn.endpoints.account);
  standIn.control.advanceClock(8 * DAY);
  await clock.refresh();
  const behind = standIn.clock.now() - clock.now();
  expect(behind).toBeGreaterThanOrEqual(0);
  expect(behind).toBeLessThan(1500);
});

test('a PIN expires for the program as soon as the test has moved the clock', async () => {
  await using standIn = await startStandIn();
  const clock = await clockFrom(standIn.endpoints.account);
  const plex = new PlexAPI({ clientID: 'follower', endpoints: standIn.endpoints, clock });
  const pin = await plex.pins.create();
  const outcome = plex.pins.waitUntilClaimed(pin, {
    onTick: ({ remaining }) => {
      if (remaining > 895_000) standIn.control.advanceClock(900_000);
    },
  });
  await expect(outcome).resolves.toEqual({ id: pin.id, state: 'gone' });
});

test('a wait for Retry-After ends when the test has moved the clock past it', async () => {
  await using standIn = await startStandIn();
  const clock = await clockFrom(standIn.endpoints.account);
  const { alice } = standIn.people;
  const plex = new PlexAPI({ clientID: 'follower', accessToken: alice.token, endpoints: standIn.endpoints, clock });
  standIn.control.failNext({ operation: 'ping', status: 429, retryAfter: 3600 });
  const backoff = { initialInterval: 1, maxInterval: 1, exponent: 1, maxElapsedTime: 2 * DAY };
  const pinged = plex.account.ping({ retries: { strategy: 'backoff', backoff } });
  const asked = (): number => standIn.control.requests().filter(({ operation }) => operation === 'ping').length;
  await expect.poll(asked).toBe(1);
  standIn.control.advanceClock(DAY);
  await expect(pinged).resolves.toBeUndefined();
  expect(asked()).toBe(2);
});
