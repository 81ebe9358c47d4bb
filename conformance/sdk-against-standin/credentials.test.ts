import { errors } from '@ticketstub/sdk';
import { describe, expect, test } from 'vitest';
import { rejection } from './four-calls.js';
import { INSTALLATION, openKeptWorld } from './kept-world.js';
import { ways } from './world.js';

const HOUR = 3_600_000;

describe.each(ways)('what somebody signed in with is kept, %s:', (way) => {
  test('an owner’s password gives a token that works at plex.tv and at their servers, asked for once', async () => {
    await using kept = await openKeptWorld(way);
    const { world, attic, cellar } = kept;
    const alice = await kept.signedIn('alice');
    expect(world.sent).toHaveLength(1);
    const atPlexTv = await alice.for();
    expect(world.sent).toHaveLength(1);
    expect(atPlexTv).toMatchObject({ kind: 'account', clientID: INSTALLATION, expiresAt: undefined });
    expect(await kept.whoIs(atPlexTv)).toBe('alice');
    const [atAttic, atCellar] = await Promise.all([alice.for({ server: attic }), alice.for({ server: cellar })]);
    expect([await kept.opens(atAttic, world.attic), await kept.opens(atCellar, world.cellar)]).toEqual([true, true]);
    const before = world.sent.length;
    expect([await alice.for({ server: attic }), await alice.for('plex.tv')]).toEqual([atAttic, atPlexTv]);
    expect(world.sent.length).toBe(before);
    expect(world.standIn.control.requests().filter(({ operation }) => operation === 'getResources')).toHaveLength(1);
  });

  test('a guest’s PIN gives the token of the server that is shared with them, and never shows it the account’s', async () => {
    await using kept = await openKeptWorld(way);
    const plex = kept.program();
    const pin = await plex.pins.create({ strong: true });
    kept.world.standIn.control.claimPin({ code: pin.code, person: 'dana' });
    const outcome = await plex.pins.waitUntilClaimed(pin);
    const accessToken = outcome.state === 'claimed' ? outcome.authToken : '';
    const dana = kept.open('dana');
    await dana.adopt({ accessToken });
    const atPlexTv = await dana.for();
    expect([atPlexTv.accessToken, await kept.whoIs(atPlexTv)]).toEqual([accessToken, 'dana']);
    const atAttic = await dana.for({ server: kept.attic });
    expect(atAttic).toMatchObject({ kind: 'server', clientID: INSTALLATION });
    expect(await kept.opens(atAttic, kept.world.attic)).toBe(true);
    expect(await rejection(dana.for({ server: kept.cellar }))).toMatchObject({ reason: 'not-shared' });
  });

  test('a key gives JWTs to plex.tv and never to a media server, which gets a token of its own', async () => {
    await using kept = await openKeptWorld(way);
    const dana = await kept.keyed('dana');
    // It is the first thing that is asked: no JWT is held yet, and nobody knows whose server it is.
    const atAttic = await dana.for({ server: kept.attic });
    expect(atAttic.kind).toBe('server');
    expect(await kept.opens(atAttic, kept.world.attic)).toBe(true);
    const atPlexTv = await dana.for();
    expect(atPlexTv).toMatchObject({ kind: 'jwt', clientID: 'a-key-of-dana' });
    expect(await kept.whoIs(atPlexTv)).toBe('dana');
    const renewed = kept.open('dana');
    kept.world.standIn.control.advanceClock(8 * 24 * HOUR);
    expect((await renewed.for({ server: kept.attic })).accessToken).toBe(atAttic.accessToken);
    expect(await kept.whoIs(await renewed.for())).toBe('dana');
  });

  test('a server’s own token and a transient one open that server, for as long as they live', async () => {
    await using kept = await openKeptWorld(way);
    const { standIn, attic: serverURL } = kept.world;
    const dana = kept.open('dana');
    const shared = standIn.people.dana.serverTokens[kept.attic] ?? '';
    await dana.adopt({ accessToken: shared, server: kept.attic });
    expect(await dana.for({ server: kept.attic })).toMatchObject({ accessToken: shared, kind: 'server' });
    for (const elsewhere of ['plex.tv', { server: kept.cellar }] as const)
      expect(await rejection(dana.for(elsewhere))).toMatchObject({ code: 'CREDENTIAL_MISSING' });

    const eve = kept.open('eve');
    const maker = kept.program({ accessToken: shared, serverURL });
    const { mediaContainer } = await maker.authentication.getTransientToken({ type: 'delegation', scope: 'all' });
    const expiresAt = standIn.clock.now() + 48 * HOUR;
    await eve.adopt({ accessToken: mediaContainer?.token ?? '', server: kept.attic, expiresAt });
    const held = await eve.for({ server: kept.attic });
    expect(held).toMatchObject({ kind: 'transient', expiresAt });
    expect(await kept.opens(held, serverURL)).toBe(true);
    standIn.control.advanceClock(48 * HOUR);
    expect(await rejection(eve.for({ server: kept.attic }))).toMatchObject({ code: 'CREDENTIAL_MISSING' });
    expect(kept.prompts).toEqual([]);
  });

  test('another process finds it in the store, the identity and what was found out with it', async () => {
    await using kept = await openKeptWorld(way);
    const alice = await kept.signedIn('alice');
    const held = await alice.for({ server: kept.attic });
    const before = kept.world.sent.length;
    const other = kept.program({ clientID: INSTALLATION }).credentials.open({ store: kept.store, name: 'alice' });
    expect([await other.for({ server: kept.attic }), await other.for()]).toEqual([held, held]);
    expect(kept.world.sent.length).toBe(before);
  });

  test('what is not theirs, and nobody’s, is told apart from a sign-in that is over', async () => {
    await using kept = await openKeptWorld(way);
    const eve = await kept.signedIn('eve');
    for (const server of [kept.attic, 'f'.repeat(40)]) {
      const error = await rejection(eve.for({ server }));
      expect(error).toBeInstanceOf(errors.NoTokenError);
      expect(error).toMatchObject({ code: 'NO_TOKEN', credential: 'eve', reason: 'not-shared' });
    }
    // The word of a moment ago is believed.
    expect(kept.world.standIn.control.requests().filter(({ operation }) => operation === 'getResources')).toHaveLength(
      1,
    );
    expect(kept.prompts).toEqual([]);
  });

  test('a friend who is removed is told so at the next refusal, and let in again when the server is shared again', async () => {
    await using kept = await openKeptWorld(way);
    const { standIn, attic: url } = kept.world;
    const { token: accessToken, clientIdentifier: clientID, uuid } = standIn.people.dana;
    const dana = kept
      .program({ clientID })
      .credentials.open({ store: kept.store, name: 'dana', onSignInAgain: () => kept.prompts.push('dana') });
    await dana.adopt({ accessToken, account: { uuid } });
    const held = await dana.for({ server: kept.attic });
    standIn.control.removeAccess({ person: 'dana', server: 'Attic' });
    expect(await kept.opens(held, url)).toBe(false);
    standIn.control.advanceClock(61_000);
    await dana.refused(held.accessToken, { server: kept.attic });
    expect(await rejection(dana.for({ server: kept.attic }))).toMatchObject({ reason: 'not-shared' });
    expect((await dana.for()).accessToken).toBe(accessToken);
    // The seed’s people have the seed’s tokens and shares again.
    const now = standIn.clock.now();
    standIn.control.reset();
    standIn.control.advanceClock(Math.max(0, now + 61_000 - standIn.clock.now()));
    const again = await dana.for({ server: kept.attic });
    expect(await kept.opens(again, url)).toBe(true);
    expect(kept.prompts).toEqual([]);
  });

  test('two people are not kept under one name, whichever way the second one comes', async () => {
    await using kept = await openKeptWorld(way);
    const { people } = kept.world.standIn;
    const alice = await kept.signedIn('alice');
    const { accessToken } = await alice.for();
    const mistakes = [
      alice.adopt({ accessToken: people.bruno.token, account: people.bruno }),
      alice.adopt({ accessToken: people.bruno.token }),
    ];
    for (const mistake of mistakes)
      expect(await rejection(mistake)).toMatchObject({ name: 'InvalidArgumentError', argument: 'accessToken' });
    const bruno = await kept.keyed('bruno');
    await bruno.for();
    const { email: login, password } = people.dana;
    const strange = bruno.adopt(await kept.program().signIn({ login, password }));
    expect(await rejection(strange)).toBeInstanceOf(errors.InvalidArgumentError);
    expect([(await alice.for()).accessToken, await kept.whoIs(await bruno.for())]).toEqual([accessToken, 'bruno']);
  });

  test('a dead token is not taken in, and neither is one that plex.tv could not be asked about', async () => {
    await using kept = await openKeptWorld(way);
    const dana = await kept.signedIn('dana');
    const { accessToken } = await dana.for();
    expect(await rejection(dana.adopt({ accessToken: 'nobodys-token' }))).toMatchObject({ code: 'UNAUTHORIZED' });
    kept.world.network.outage = 'cut off';
    const unasked = dana.adopt({ accessToken: kept.world.standIn.people.dana.token });
    expect(await rejection(unasked)).toMatchObject({ code: 'CONNECTION_FAILED' });
    kept.world.network.outage = undefined;
    expect((await dana.for()).accessToken).toBe(accessToken);
  });

  test('forgetting takes away all that is kept, and ends nothing at plex.tv', async () => {
    await using kept = await openKeptWorld(way);
    const alice = await kept.signedIn('alice');
    await alice.addKey();
    const [jwt, opaque] = [await alice.for(), await alice.for({ server: kept.attic })];
    await alice.forget();
    expect(await rejection(alice.for())).toMatchObject({ code: 'CREDENTIAL_MISSING' });
    for (const part of ['account', 'key', 'session']) expect(await kept.store.read(`alice/${part}`)).toBeUndefined();
    expect([await kept.whoIs(jwt), await kept.whoIs(opaque)]).toEqual(['alice', 'alice']);
    // The name is free for somebody else.
    const { email: login, password } = kept.world.standIn.people.dana;
    await alice.adopt(await kept.program().signIn({ login, password }));
    expect(await kept.whoIs(await alice.for())).toBe('dana');
  });
});
