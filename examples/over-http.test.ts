import { PlexAPI } from '@ticketstub/sdk';
import { type StandIn, startStandIn } from '@ticketstub/standin';
import { afterEach, beforeEach, expect, test } from 'vitest';

let standIn: StandIn;

beforeEach(async () => {
  standIn = await startStandIn();
});

afterEach(() => standIn.close());

test('a busy server is asked again after the minute it asked for', async () => {
  const { clock, control, endpoints, people, servers } = standIn;
  const plex = new PlexAPI({
    accessToken: people.alice.token,
    endpoints,
    serverURL: servers[0]?.url,
    retryConfig: { strategy: 'backoff' },
    // A wait moves the stand-in's clock instead of taking time.
    clock: { now: () => clock.now(), sleep: (ms) => Promise.resolve(control.advanceClock(ms)) },
  });
  control.failNext({ operation: 'getTransientToken', status: 503, retryAfter: 60 });
  const began = clock.now();

  await plex.authentication.getTransientToken({ type: 'delegation', scope: 'all' });

  expect(control.requests().map(({ status }) => status)).toEqual([503, 200]);
  expect(clock.now() - began).toBeGreaterThanOrEqual(60_000);
});
