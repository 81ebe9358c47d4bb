import { errors, memoryStore, PlexAPI } from '@ticketstub/sdk';
import { type SeedInput, startStandIn } from '@ticketstub/standin';
import { describe, expect, test } from 'vitest';
import { rejection } from './four-calls.js';
import { openKeptWorld } from './kept-world.js';
import { ways } from './world.js';

describe.each(ways)('tokens of the Home, %s:', (way) => {
  test('somebody without a PIN is switched to once, for plex.tv and for a server that is shared with them', async () => {
    await using kept = await openKeptWorld(way);
    const alice = await kept.signedIn('alice');
    const { uuid: as } = kept.world.standIn.people.bruno;
    const tokens = await Promise.all(Array.from({ length: 5 }, () => alice.for({ as })));
    expect(new Set(tokens.map(({ accessToken }) => accessToken)).size).toBe(1);
    const atPlexTv = await alice.for({ as });
    expect([atPlexTv.kind, await kept.whoIs(atPlexTv)]).toEqual(['home', 'bruno']);
    const atAttic = await alice.for({ server: kept.attic, as });
    expect(atAttic.kind).toBe('server');
    expect(await kept.opens(atAttic, kept.world.attic)).toBe(true);
    expect(await rejection(alice.for({ server: kept.cellar, as }))).toMatchObject({ reason: 'not-shared' });
    const asked = kept.world.standIn.control.requests();
    expect(asked.filter(({ operation }) => operation === 'switchHomeUser')).toHaveLength(1);
  });

  test('a child behind a PIN wants it: given with the call, or asked for', async () => {
    await using kept = await openKeptWorld(way);
    const { uuid: as, pin = '' } = kept.world.standIn.people.carla;
    const asked: string[] = [];
    let answer: string | undefined;
    const askPin = async ({ uuid }: { uuid: string }): Promise<string | undefined> => {
      asked.push(uuid);
      return answer;
    };
    const bruno = await kept.signedIn('bruno', { askPin });
    expect(await rejection(bruno.for({ as }))).toMatchObject({ code: 'HOME_PIN_REQUIRED' });
    answer = '0000';
    expect(await rejection(bruno.for({ as }))).toMatchObject({ code: 'HOME_PIN_INVALID' });
    expect(await rejection(bruno.for({ as }, { pin: '1111' }))).toBeInstanceOf(errors.SwitchHomeUserForbidden);
    expect(asked).toEqual([as, as]);
    answer = pin;
    const token = await bruno.for({ as });
    expect(await kept.whoIs(token)).toBe('carla');
    expect(await bruno.for({ as })).toEqual(token);
    const atCellar = await bruno.for({ as, server: kept.cellar });
    expect(await kept.opens(atCellar, kept.world.cellar)).toBe(true);
    expect(asked).toHaveLength(3);
    const alice = await kept.signedIn('alice');
    expect(await rejection(alice.for({ as }))).toMatchObject({ code: 'HOME_PIN_REQUIRED' });
    expect(await kept.whoIs(await alice.for({ as }, { pin }))).toBe('carla');
  });

  test('whoever is not in the Home is told so, and nobody is asked to sign in for it', async () => {
    await using kept = await openKeptWorld(way);
    const alice = await kept.signedIn('alice');
    const { uuid: as } = kept.world.standIn.people.dana;
    const error = await rejection(alice.for({ as }));
    expect(error).toBeInstanceOf(errors.NoTokenError);
    expect(error).toMatchObject({ reason: 'not-in-home' });
    expect(kept.prompts).toEqual([]);
  });

  test('a switch leaves alone the session of one’s own that somebody has in the same program', async () => {
    await using kept = await openKeptWorld(way);
    const { bruno: who } = kept.world.standIn.people;
    const [alice, bruno] = [await kept.signedIn('alice'), await kept.signedIn('bruno')];
    const own = await bruno.for();
    for (const step of ['opaque', 'with a key'] as const) {
      if (step === 'with a key') await Promise.all([alice.addKey(), bruno.addKey()]);
      const switched = await alice.for({ as: who.uuid });
      expect(switched.accessToken).not.toBe(own.accessToken);
      expect([await kept.whoIs(own), await kept.whoIs(switched)]).toEqual(['bruno', 'bruno']);
      await alice.refused(switched.accessToken, { as: who.uuid });
    }
  });

  test('a session of JWTs alone is rescued at its own servers by a switch, behind a PIN too', async () => {
    await using kept = await openKeptWorld(way);
    const { pin = '', uuid } = kept.world.standIn.people.alice;
    const asked: string[] = [];
    const alice = await kept.keyed('alice', { askPin: ({ uuid: whose }) => void asked.push(whose) });
    expect(await rejection(alice.for({ server: kept.attic }))).toMatchObject({ code: 'HOME_PIN_REQUIRED' });
    expect(asked).toEqual([uuid]);
    expect(await rejection(alice.for({ server: kept.attic }, { pin: '0000' }))).toMatchObject({
      code: 'HOME_PIN_INVALID',
    });
    const rescued = await alice.for({ server: kept.attic }, { pin });
    expect(rescued).toMatchObject({ kind: 'home', clientID: 'a-key-of-alice' });
    expect([await kept.opens(rescued, kept.world.attic), await kept.whoIs(rescued)]).toEqual([true, 'alice']);
    expect(await alice.for({ server: kept.cellar })).toEqual(rescued);
    const jwt = await alice.for();
    expect([jwt.kind, await kept.whoIs(jwt)]).toEqual(['jwt', 'alice']);
  });

  test('a switch whose JWT plex.tv no longer believes is made with another', async () => {
    await using kept = await openKeptWorld(way);
    const bruno = await kept.keyed('bruno');
    await bruno.for();
    const { uuid: as } = kept.world.standIn.people.alice;
    expect(await rejection(bruno.for({ as }))).toMatchObject({ code: 'HOME_PIN_REQUIRED' });
    kept.world.standIn.control.rotateSigningKey('drop');
    expect(await kept.whoIs(await bruno.for({ as }, { pin: '1379' }))).toBe('alice');
  });

  test('two processes that want the same person at once end up with a token that works', async () => {
    await using kept = await openKeptWorld(way);
    const { uuid: as } = kept.world.standIn.people.bruno;
    const alice = await kept.signedIn('alice');
    const other = kept.program().credentials.open({ store: kept.store, name: 'alice' });
    // Both know who is in the Home, and neither of a switch.
    const { uuid: child } = kept.world.standIn.people.carla;
    for (const process of [alice, other])
      expect(await rejection(process.for({ as: child }))).toMatchObject({ code: 'HOME_PIN_REQUIRED' });
    const first = await alice.for({ as });
    const second = await other.for({ as });
    expect(second.accessToken).toBe(first.accessToken);
    expect(await kept.whoIs(second)).toBe('bruno');
  });
});

test('an owner without a PIN is rescued without a word, and alone in their Home', async () => {
  const person = { id: 1, uuid: '0123456789abcdef', username: 'solo', title: 'solo', email: 'solo@example.com' };
  const machineIdentifier = 'a'.repeat(40);
  const seed: SeedInput = {
    people: { solo: { ...person, clientIdentifier: 'solo-laptop' } },
    servers: [{ name: 'Attic', machineIdentifier, version: '1.43.4.10903', owner: 'solo' }],
  };
  await using standIn = await startStandIn({ listen: false, seed });
  const plex = new PlexAPI({ clientID: 'solo-program', fetch: standIn.fetch, serverURL: standIn.servers[0]?.url });
  const key = await plex.deviceKeys.generate();
  const pin = await plex.pins.create({ key });
  standIn.control.claimPin({ code: pin.code, person: 'solo' });
  const solo = plex.credentials.open({ store: memoryStore(), name: 'solo' });
  await solo.adopt({ key });
  const { accessToken, kind } = await solo.for({ server: machineIdentifier });
  expect(kind).toBe('home');
  await plex.withToken(accessToken).authentication.getTransientToken({ type: 'delegation', scope: 'all' });
  // The client identifier is the key’s: its next JWT ends nothing.
  await plex.withToken((await solo.for()).accessToken).authentication.getTokenDetails();
  expect(await solo.for({ server: machineIdentifier })).toMatchObject({ accessToken });
});
