import type { PersonCredentials } from '@ticketstub/sdk';
import { expect, test } from 'vitest';
import { rejection } from '../sdk-against-standin/four-calls.js';
import { INSTALLATION, openKeptWorld } from '../sdk-against-standin/kept-world.js';

test('a process goes on when another has stored another key since it looked at the store last', async () => {
  await using kept = await openKeptWorld('in process');
  const { store } = kept;
  const first = await kept.keyed('dana');
  await first.for();
  const others = [1, 2].map(() => kept.program({ clientID: INSTALLATION }).credentials.open({ store, name: 'dana' }));
  await others[0]?.for();
  await others[1]?.explain();
  const device = kept.program({ clientID: 'another-key' });
  const key = await device.deviceKeys.generate();
  const pin = await device.pins.create({ key, strong: true });
  kept.world.standIn.control.claimPin({ code: pin.code, person: 'dana' });
  await device.pins.waitUntilClaimed(pin, { key });
  await first.adopt({ key, clientID: 'another-key' });
  for (const other of others) expect((await other.for({ server: kept.attic })).kind).toBe('server');
});

test('a trial of a JWT whose key is over says that there is no key, not that the server is somebody else’s', async () => {
  await using kept = await openKeptWorld('in process');
  const alice = await kept.signedIn('alice');
  await alice.addKey();
  kept.world.standIn.control.breach('alice');
  const error = await rejection(alice.tryJwt(kept.attic, kept.world.attic));
  expect(error).toMatchObject({ code: 'NO_TOKEN', reason: 'no-key' });
});

test('what plex.tv says of somebody who was forgotten meanwhile gives nothing to whoever signs in after them', async () => {
  await using kept = await openKeptWorld('in process');
  const { standIn } = kept.world;
  let meanwhile = async (): Promise<void> => {};
  const slow = kept.program({
    async fetch(url, init) {
      const response = await standIn.fetch(url, init);
      if (url.includes('/resources')) await meanwhile();
      return response;
    },
  });
  const { people } = standIn;
  const tablet = slow.credentials.open({ store: kept.store, name: 'the tablet' });
  await tablet.adopt({ accessToken: people.dana.token, account: people.dana });
  meanwhile = async () => {
    const other = kept.program().credentials.open({ store: kept.store, name: 'the tablet' });
    await other.forget();
    await other.adopt({ accessToken: people.eve.token, account: people.eve });
  };
  await tablet.for({ server: kept.attic }).catch(() => {});
  expect(JSON.stringify([await kept.store.read('the tablet/session')])).not.toContain(people.dana.uuid);
  const next = kept.program().credentials.open({ store: kept.store, name: 'the tablet' });
  expect(await rejection(next.for({ server: kept.attic }))).toMatchObject({ code: 'NO_TOKEN', reason: 'not-shared' });
});

test('two processes that want a token of the same Home person at once have one switch between them', async () => {
  await using kept = await openKeptWorld('in process');
  const { standIn } = kept.world;
  await kept.signedIn('alice');
  const { uuid: as } = standIn.people.bruno;
  // The first answer is slower than the second.
  const open = (wait: number): PersonCredentials =>
    kept
      .program({
        clock: standIn.clock,
        async fetch(url, init) {
          const response = await standIn.fetch(url, init);
          if (url.includes('/switch')) await standIn.clock.sleep(wait);
          return response;
        },
      })
      .credentials.open({ store: kept.store, name: 'alice' });
  const tokens = await Promise.all([open(200).for({ as }), open(20).for({ as })]);
  expect(await Promise.all(tokens.map((token) => kept.whoIs(token)))).toEqual(['bruno', 'bruno']);
  expect(await kept.whoIs(await kept.open('alice').for({ as }))).toBe('bruno');
});

test('a refusal is heeded by a process that has not looked at the store yet', async () => {
  await using kept = await openKeptWorld('in process');
  const { store, world } = kept;
  const dana = await kept.signedIn('dana');
  const { accessToken } = await dana.for();
  world.standIn.control.breach('dana');
  const fresh = kept.program({ clientID: INSTALLATION }).credentials.open({ store, name: 'dana' });
  await fresh.refused(accessToken);
  expect(await rejection(fresh.for())).toMatchObject({ code: 'SIGN_IN_AGAIN' });
});
