import { errors, memoryStore, type PersonCredentials, type PlexAPI } from '@ticketstub/sdk';
import { describe, expect, test } from 'vitest';
import { rejection } from './four-calls.js';
import { INSTALLATION, type KeptWorld, openKeptWorld } from './kept-world.js';
import { ways } from './world.js';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** A program that calls plex.tv with what somebody holds. */
function caller(kept: KeptWorld, credentials: PersonCredentials): PlexAPI {
  return kept.program().withToken(credentials.source());
}

/** So many calls at once; what each was rejected with. */
function failures(plex: PlexAPI, times: number): Promise<unknown[]> {
  return Promise.all(Array.from({ length: times }, () => rejection(plex.authentication.getTokenDetails())));
}

describe.each(ways)('a sign-in that is over, %s:', (way) => {
  test('is told once, however many callers of two processes wait, and anew after the next sign-in', async () => {
    await using kept = await openKeptWorld(way);
    const { control, people, clock } = kept.world.standIn;
    const onSignInAgain = ({ name }: { name: string }): void => void kept.prompts.push(name);
    const { store } = kept;
    // Their waits take their time: a clock that leaps would have them look at the store in the midst of it.
    const processes = [1, 2].map(() => kept.program({ clock }));
    const alice = await kept.signedIn('alice');
    await alice.addKey();
    const opened = processes.map((plex) => plex.credentials.open({ store, name: 'alice', onSignInAgain }));
    const clients = processes.map((plex, index) => plex.withToken(opened[index]?.source() ?? ''));
    for (const client of clients) await client.authentication.getTokenDetails();
    const callers = way === 'in process' ? 25 : 5;
    for (const round of [1, 2]) {
      // A client gets no two tokens for 401s within a minute.
      control.advanceClock(MINUTE);
      control.breach('alice');
      const refused = (await Promise.all(clients.map((client) => failures(client, callers)))).flat();
      expect(refused.filter((error) => !(error instanceof errors.SignInAgainError))).toEqual([]);
      expect(kept.prompts).toEqual(Array.from({ length: round }, () => 'alice'));
      const before = kept.world.sent.length;
      for (const process of opened) {
        expect(await rejection(process.for())).toMatchObject({ code: 'SIGN_IN_AGAIN', credential: 'alice' });
        expect(await rejection(process.for({ server: kept.attic }))).toMatchObject({ code: 'SIGN_IN_AGAIN' });
      }
      expect(kept.world.sent.length).toBe(before);
      const { email: login, password } = people.alice;
      await alice.adopt(await kept.program().signIn({ login, password }));
      if (round === 1) await alice.addKey();
      // They have just looked at the store, and look again before they give up.
      for (const client of clients) {
        const { userPlexAccount } = await client.authentication.getTokenDetails();
        expect(userPlexAccount.uuid).toBe(people.alice.uuid);
      }
    }
  });

  test('is told to whoever finds out first, a program that keeps everything alive included', async () => {
    await using kept = await openKeptWorld(way);
    const stop = new AbortController();
    const onSignInAgain = ({ name }: { name: string }): void => {
      kept.prompts.push(name);
      stop.abort();
    };
    const alice = await kept.signedIn('alice', { onSignInAgain });
    const dana = await kept.signedIn('dana');
    await alice.addKey();
    await alice.for();
    kept.world.standIn.control.breach('alice');
    kept.world.standIn.control.advanceClock(8 * DAY);
    const { signal } = stop;
    const keeping = kept.program().credentials.keep({ store: kept.store, signal, onSignInAgain });
    const asked = await failures(caller(kept, alice), 5);
    await keeping;
    expect(asked.every((error) => error instanceof errors.SignInAgainError)).toBe(true);
    expect(kept.prompts).toEqual(['alice']);
    expect(await kept.whoIs(await dana.for())).toBe('dana');
  });

  test('is not over while one of two ways is left', async () => {
    await using kept = await openKeptWorld(way);
    const { control } = kept.world.standIn;
    const alice = await kept.signedIn('alice');
    const opaque = await alice.for();
    await alice.addKey();
    const jwt = await alice.for();
    control.removeDevice({ person: 'alice', clientIdentifier: jwt.clientID });
    const plex = caller(kept, alice);
    await plex.authentication.getTokenDetails();
    expect(await alice.for()).toEqual(opaque);
    await alice.addKey();
    expect((await alice.for()).kind).toBe('jwt');
    control.removeDevice({ person: 'alice', clientIdentifier: INSTALLATION });
    const atAttic = await alice.for({ server: kept.attic });
    expect(await kept.opens(atAttic, kept.world.attic)).toBe(false);
    await alice.refused(atAttic.accessToken, { server: kept.attic });
    const rescued = await alice.for({ server: kept.attic }, { pin: '1379' });
    expect([rescued.kind, await kept.opens(rescued, kept.world.attic)]).toEqual(['home', true]);
    expect(kept.prompts).toEqual([]);
  });

  test('is not over while a token of a switch to oneself outlives the key', async () => {
    await using kept = await openKeptWorld(way);
    const alice = await kept.keyed('alice');
    const rescued = await alice.for({ server: kept.attic }, { pin: '1379' });
    const jwt = await alice.for();
    await kept.program({ accessToken: jwt.accessToken, clientID: jwt.clientID }).account.signOut();
    const plex = caller(kept, alice);
    await plex.authentication.getTokenDetails();
    expect(await alice.for()).toEqual(rescued);
    expect(kept.prompts).toEqual([]);
    kept.world.standIn.control.advanceClock(MINUTE);
    kept.world.standIn.control.breach('alice');
    expect(await failures(plex, 3)).toMatchObject([{ code: 'SIGN_IN_AGAIN' }, {}, {}]);
    expect(kept.prompts).toEqual(['alice']);
  });

  test('another program that signs in under the same client identifier ends the opaque token, and that is all', async () => {
    await using kept = await openKeptWorld(way);
    const alice = await kept.signedIn('alice');
    await alice.addKey();
    const old = await alice.for({ server: kept.attic });
    const { email: login, password } = kept.world.standIn.people.alice;
    await kept.program().signIn({ login, password });
    await alice.refused(old.accessToken, { server: kept.attic });
    expect(await rejection(alice.for({ server: kept.attic }))).toMatchObject({ code: 'HOME_PIN_REQUIRED' });
    expect(await kept.whoIs(await alice.for())).toBe('alice');
    expect(kept.prompts).toEqual([]);
  });
});

describe.each(['cut off', 'answers 503', 'answers 429'] as const)('while plex.tv is away (%s)', (outage) => {
  test('what is at hand goes on, nobody is told to sign in, and it works again afterwards', async () => {
    await using kept = await openKeptWorld('in process');
    const { world } = kept;
    const alice = await kept.signedIn('alice');
    await alice.addKey();
    const { uuid: as } = world.standIn.people.bruno;
    const places = ['plex.tv', { server: kept.attic }, { as }, { server: kept.attic, as }] as const;
    const held = await Promise.all(places.map((place) => alice.for(place)));
    const dana = await kept.keyed('dana');
    await dana.for();
    world.network.outage = outage;
    expect(await Promise.all(places.map((place) => alice.for(place)))).toEqual(held);
    // Nobody can say whether a refusal means anything.
    for (const place of ['plex.tv', { as }] as const) {
      const { accessToken } = await alice.for(place);
      expect(await rejection(alice.refused(accessToken, place))).toBeInstanceOf(errors.TicketstubError);
      expect((await alice.for(place)).accessToken).toBe(accessToken);
    }
    world.standIn.control.advanceClock(8 * DAY);
    // Her JWT has ended: the opaque token goes on.
    expect((await alice.for()).kind).toBe('account');
    for (const error of await failures(caller(kept, dana), 3)) {
      expect(error).toBeInstanceOf(errors.TicketstubError);
      expect(error).not.toBeInstanceOf(errors.SignInAgainError);
    }
    expect((await dana.explain()).text).toContain('Device key: gets JWTs');
    world.network.outage = undefined;
    world.standIn.control.advanceClock(DAY);
    expect([await kept.whoIs(await dana.for()), await kept.whoIs(await alice.for())]).toEqual(['dana', 'alice']);
    expect([kept.prompts, kept.storeErrors]).toEqual([[], []]);
  });
});

test('a sign-in that another process stores is found at once by one that had nothing, or nothing that works', async () => {
  await using kept = await openKeptWorld('in process');
  const other = kept.program().credentials.open({ store: kept.store, name: 'dana' });
  expect(await rejection(other.for())).toMatchObject({ code: 'CREDENTIAL_MISSING' });
  await kept.signedIn('dana');
  expect(await kept.whoIs(await other.for())).toBe('dana');
});

test('a key that takes the place of another gives its own JWTs at once', async () => {
  await using kept = await openKeptWorld('in process');
  const dana = await kept.keyed('dana');
  const first = await dana.for();
  kept.world.standIn.control.removeDevice({ person: 'dana', clientIdentifier: first.clientID });
  // The same client identifier, and another key.
  await kept.keyed('dana');
  const plex = caller(kept, dana);
  await plex.authentication.getTokenDetails();
  expect((await dana.for()).accessToken).not.toBe(first.accessToken);
  expect(kept.prompts).toEqual([]);
});

test('somebody else’s key gives them no tokens under this name', async () => {
  await using kept = await openKeptWorld('in process');
  const { standIn } = kept.world;
  const plex = kept.program({ clientID: 'a-key-of-somebody' });
  const key = await plex.deviceKeys.generate();
  const pin = await plex.pins.create({ key });
  standIn.control.claimPin({ code: pin.code, person: 'bruno' });
  const dana = await kept.signedIn('dana');
  const own = await dana.for();
  const adopted = dana.adopt({ key, clientID: 'a-key-of-somebody' });
  expect(await rejection(adopted)).toMatchObject({ name: 'InvalidArgumentError', argument: 'key' });
  expect(await dana.for()).toEqual(own);

  // Whose it is turns out when nobody had been there to ask.
  const eve = kept.program().credentials.open({ store: memoryStore(), name: 'eve' });
  await eve.adopt({ key, clientID: 'a-key-of-somebody' });
  await eve.adopt({ accessToken: standIn.people.eve.token, account: standIn.people.eve });
  expect((await eve.for()).accessToken).toBe(standIn.people.eve.token);
});
