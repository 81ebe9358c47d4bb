import type { CredentialStore, PlexAPIOptions } from '@ticketstub/sdk';
import { expect, test } from 'vitest';
import { rejection } from '../sdk-against-standin/four-calls.js';
import { INSTALLATION, type KeptWorld, openKeptWorld } from '../sdk-against-standin/kept-world.js';

const DAY = 86_400_000;

/** What a program does that keeps everything alive, once. */
async function keepOnce(
  kept: KeptWorld,
  { store = kept.store, options }: { store?: CredentialStore; options?: PlexAPIOptions } = {},
): Promise<unknown[]> {
  const stop = new AbortController();
  const failures: unknown[] = [];
  const clock = { now: () => kept.world.standIn.clock.now(), sleep: async () => stop.abort() };
  await kept.program({ clock, ...options }).credentials.keep({
    store,
    signal: stop.signal,
    onSignInAgain: ({ name }) => void kept.prompts.push(name),
    onError: ({ error }) => void failures.push(error),
  });
  return failures;
}

/** The store of a process that dies once it has written something that is over. */
function dying(store: CredentialStore): CredentialStore {
  let isDead = false;
  const live = async <Result>(work: () => Promise<Result>): Promise<Result> =>
    isDead ? Promise.reject(new Error('it is dead')) : work();
  return {
    read: (name) => live(() => store.read(name)),
    remove: (name) => live(() => store.remove(name)),
    lease: (name, ttl) => live(() => store.lease(name, ttl)),
    list: (options) => store.list(options),
    write: (name, credential, options) =>
      live(async () => {
        const version = await store.write(name, credential, options);
        isDead = credential['endedAt'] !== undefined;
        return version;
      }),
  };
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

test.each(['token', 'key'] as const)(
  'whoever finds that a person’s only %s is over, and dies, leaves it to the next to have them sign in again',
  async (way) => {
    await using kept = await openKeptWorld('in process');
    await (way === 'token' ? kept.signedIn('dana') : kept.keyed('dana'));
    kept.world.standIn.control.breach('dana');
    kept.world.standIn.control.advanceClock(8 * DAY);
    await keepOnce(kept, { store: dying(kept.store) });
    const ended = await kept.store.read(way === 'token' ? 'dana/account' : 'dana/key');
    expect(ended?.credential['endedAt']).toBeDefined();
    expect(kept.prompts).toEqual([]);
    for (let round = 0; round < 3; round += 1) await keepOnce(kept);
    expect(kept.prompts).toEqual(['dana']);
  },
);

test('a proxy that answers 401 to everything ends nobody’s sign-in', async () => {
  await using kept = await openKeptWorld('in process');
  const dana = await kept.signedIn('dana');
  const held = await dana.for();
  kept.world.standIn.control.advanceClock(8 * DAY);
  let isInBetween = true;
  const proxied: PlexAPIOptions = {
    fetch: async (url, init) =>
      isInBetween
        ? new Response('<h1>401 Unauthorized</h1>', { status: 401, headers: { 'content-type': 'text/html' } })
        : kept.world.standIn.fetch(url, init),
  };
  const behind = kept.program(proxied).credentials.open({ store: kept.store, name: 'dana' });
  expect(await behind.for()).toEqual(held);
  expect(await rejection(behind.refused(held.accessToken))).toMatchObject({ code: 'UNAUTHORIZED' });
  expect(await keepOnce(kept, { options: proxied })).toMatchObject([{ code: 'UNAUTHORIZED' }]);
  expect(await dana.for()).toEqual(held);
  isInBetween = false;
  expect(await keepOnce(kept, { options: proxied })).toEqual([]);
  expect([kept.prompts, await kept.whoIs(await behind.for())]).toEqual([[], 'dana']);
});
