import { errors } from '@ticketstub/sdk';
import { createServer } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { rejection } from './four-calls.js';
import { INSTALLATION, openKeptWorld } from './kept-world.js';
import { ways } from './world.js';

const DAY = 86_400_000;

describe.each(ways)('a key of one’s own, %s:', (way) => {
  test('is linked under another client identifier, and the opaque token lives on', async () => {
    await using kept = await openKeptWorld(way);
    const alice = await kept.signedIn('alice');
    const opaque = await alice.for();
    await alice.addKey({ scope: ['username'] });
    const jwt = await alice.for();
    expect(jwt.kind).toBe('jwt');
    expect(jwt.clientID).not.toBe(INSTALLATION);
    expect(await alice.for({ server: kept.attic })).toEqual(opaque);
    expect([await kept.whoIs(jwt), await kept.whoIs(opaque)]).toEqual(['alice', 'alice']);
    const before = kept.world.sent.length;
    await alice.addKey();
    expect(kept.world.sent.length).toBe(before);
    // For weeks.
    kept.world.standIn.control.advanceClock(30 * DAY);
    expect((await alice.for()).accessToken).not.toBe(jwt.accessToken);
    expect(await kept.whoIs(opaque)).toBe('alice');
    expect(await kept.whoIs(await alice.for())).toBe('alice');
  });

  test('is one for all who ask at once, in two processes', async () => {
    await using kept = await openKeptWorld(way);
    await kept.signedIn('alice');
    // A clock that leaps while somebody waits would end the lease.
    const { clock } = kept.world.standIn;
    const [one, other] = [1, 2].map(() =>
      kept.program({ clock }).credentials.open({ store: kept.store, name: 'alice' }),
    );
    if (!one || !other) throw new Error('there are two');
    await Promise.all([one.addKey(), other.addKey(), one.addKey(), other.addKey()]);
    const [here, there] = await Promise.all([one.for(), other.for()]);
    expect([here.kind, there.clientID]).toEqual(['jwt', here.clientID]);
    const devices = await kept.program({ accessToken: here.accessToken }).devices.list();
    expect(devices.filter(({ provides }) => !provides.includes('server'))).toHaveLength(3);
  });

  test('needs an opaque token that plex.tv takes', async () => {
    await using kept = await openKeptWorld(way);
    const eve = kept.open('eve');
    expect(await rejection(eve.addKey())).toMatchObject({ code: 'NO_TOKEN', reason: 'no-opaque-token' });
    const dana = await kept.signedIn('dana');
    kept.world.standIn.control.breach('dana');
    expect(await rejection(dana.addKey())).toMatchObject({ code: 'UNAUTHORIZED' });
    expect(await rejection(dana.for())).toBeInstanceOf(errors.SignInAgainError);
    expect(kept.prompts).toEqual(['dana']);
    expect(await kept.store.read('dana/key')).toBeUndefined();
  });
});

describe('a key whose linking is cut short', () => {
  test.each([
    ['before anything has happened', { operation: 'createPin', status: 503 }],
    ['by an answer that is lost', { operation: 'approvePin', drop: true }],
    ['by a PIN that says nothing', { operation: 'getPin', status: 503, times: 40 }],
  ] as const)('%s costs nothing, and there is one device of it in the end', async (_, fault) => {
    await using kept = await openKeptWorld('in process');
    const alice = await kept.signedIn('alice');
    const opaque = await alice.for();
    kept.world.standIn.control.failNext(fault);
    expect(await rejection(alice.addKey())).toBeInstanceOf(errors.TicketstubError);
    expect(await alice.for()).toEqual(opaque);
    kept.world.standIn.control.advanceClock(60_000);
    // Whoever keeps all alive meanwhile leaves it alone.
    const stop = new AbortController();
    const clock = { now: () => kept.world.standIn.clock.now(), sleep: async () => stop.abort() };
    await kept.program({ clock }).credentials.keep({ store: kept.store, signal: stop.signal });
    await alice.addKey();
    const jwt = await alice.for();
    expect([jwt.kind, await kept.whoIs(jwt), await kept.whoIs(opaque)]).toEqual(['jwt', 'alice', 'alice']);
    const devices = await kept.program({ accessToken: jwt.accessToken }).devices.list();
    expect(devices.filter(({ clientIdentifier }) => clientIdentifier === jwt.clientID)).toHaveLength(1);
    // The laptop that the seed gave her, this installation, and the key.
    expect(devices.filter(({ provides }) => !provides.includes('server'))).toHaveLength(3);
    expect(kept.prompts).toEqual([]);
  });

  test('is used by nobody before it is linked', async () => {
    await using kept = await openKeptWorld('in process');
    const alice = await kept.signedIn('alice');
    const other = kept.program().credentials.open({ store: kept.store, name: 'alice' });
    const opaque = await other.for();
    let during: unknown;
    const write = kept.store.write.bind(kept.store);
    Object.assign(kept.store, {
      write: async (...args: Parameters<typeof write>) => {
        const version = await write(...args);
        if (args[0] === 'alice/key' && during === undefined) {
          kept.world.standIn.control.advanceClock(60_000);
          during = await other.for();
        }
        return version;
      },
    });
    await alice.addKey();
    expect(during).toEqual(opaque);
    expect((await alice.for()).kind).toBe('jwt');
  });
});

describe.each(ways)('a JWT shown to a media server, %s:', (way) => {
  test('is taken by one that takes them, and by no other before somebody has tried', async () => {
    await using kept = await openKeptWorld(way, { acceptJwt: true });
    const alice = await kept.keyed('alice');
    expect(await rejection(alice.for({ server: kept.attic }))).toMatchObject({ code: 'HOME_PIN_REQUIRED' });
    expect(await alice.tryJwt(kept.attic, kept.world.attic)).toBe(true);
    const token = await alice.for({ server: kept.attic });
    expect([token.kind, await kept.opens(token, kept.world.attic)]).toEqual(['jwt', true]);
    expect(await rejection(alice.for({ server: kept.cellar }))).toMatchObject({ code: 'HOME_PIN_REQUIRED' });
    // After a day it is tried again, unasked, where it was tried before.
    kept.world.standIn.control.advanceClock(DAY);
    expect((await alice.for({ server: kept.attic })).kind).toBe('jwt');
    // A refusal in earnest counts at once.
    await alice.refused((await alice.for()).accessToken, { server: kept.attic });
    expect(await rejection(alice.for({ server: kept.attic }))).toMatchObject({ code: 'HOME_PIN_REQUIRED' });
  });

  test('is refused by all others, which is remembered', async () => {
    await using kept = await openKeptWorld(way);
    const alice = await kept.signedIn('alice');
    await alice.addKey();
    expect(await alice.tryJwt(kept.attic, new URL(kept.world.attic))).toBe(false);
    expect((await alice.for({ server: kept.attic })).kind).toBe('account');
    expect((await alice.explain()).text).not.toContain('eyJ');
  });

  test('goes to nobody but the person’s own server, and nowhere but there', async () => {
    await using kept = await openKeptWorld(way, { acceptJwt: true });
    const alice = await kept.keyed('alice');
    // Cellar answers at that address.
    expect(await alice.tryJwt(kept.attic, kept.world.cellar)).toBe(false);
    const isJwt = ({ url, headers }: { url: string; headers: Readonly<Record<string, string>> }): boolean =>
      url.startsWith(kept.world.cellar) && (headers['X-Plex-Token'] ?? '').startsWith('eyJ');
    expect(kept.world.sent.filter(isJwt)).toEqual([]);
    const dana = await kept.keyed('dana');
    expect(await rejection(dana.tryJwt(kept.attic, kept.world.attic))).toMatchObject({ reason: 'not-owned' });
    const bruno = await kept.signedIn('bruno');
    expect(await rejection(bruno.tryJwt(kept.attic, kept.world.attic))).toMatchObject({ reason: 'no-key' });
    for (const mistake of ['nowhere', 'ftp://attic.example', ''])
      expect(await rejection(alice.tryJwt(kept.attic, mistake))).toMatchObject({ argument: 'serverURL' });
    kept.world.network.outage = 'cut off';
    const unknown = kept.open('alice');
    kept.world.standIn.control.advanceClock(8 * DAY);
    expect(await rejection(unknown.tryJwt(kept.attic, kept.world.attic))).toMatchObject({ code: 'CONNECTION_FAILED' });
  });
});

test('a server that lets anybody in says nothing of JWTs', async () => {
  await using kept = await openKeptWorld('over sockets');
  const MediaContainer = { machineIdentifier: kept.attic, version: '1.43.4', claimed: true, size: 0 };
  const open = createServer((_, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ MediaContainer }));
  });
  await new Promise<void>((resolve) => open.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void open.close());
  const address = open.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const alice = await kept.keyed('alice');
  expect(await alice.tryJwt(kept.attic, url)).toBe(false);
});
