import { expect, test } from 'vitest';
import { INSTALLATION, type KeptWorld, openKeptWorld } from '../sdk-against-standin/kept-world.js';

/** What a program does that keeps everything alive, once. */
async function keepOnce(kept: KeptWorld): Promise<unknown[]> {
  const stop = new AbortController();
  const failures: unknown[] = [];
  const clock = { now: () => kept.world.standIn.clock.now(), sleep: async () => stop.abort() };
  await kept.program({ clock }).credentials.keep({
    store: kept.store,
    signal: stop.signal,
    onError: ({ error }) => void failures.push(error),
  });
  return failures;
}

test('a key that was registered for a token that works gets no JWT unasked: it would end that token', async () => {
  await using kept = await openKeptWorld('in process');
  const alice = await kept.signedIn('alice');
  const opaque = await alice.for();
  const plex = kept.program({ accessToken: opaque.accessToken });
  const key = await plex.deviceKeys.generate();
  await plex.deviceKeys.register(key, { opaqueToken: 'ends-with-the-first-jwt' });
  await alice.adopt({ key, clientID: INSTALLATION });
  expect(await keepOnce(kept)).toEqual([]);
  expect(await alice.for()).toEqual(opaque);
  expect(await kept.whoIs(opaque)).toBe('alice');
  // Once that token is dead, nothing is lost by it.
  await plex.account.signOut();
  await alice.refused(opaque.accessToken);
  expect((await alice.for()).kind).toBe('jwt');
});
