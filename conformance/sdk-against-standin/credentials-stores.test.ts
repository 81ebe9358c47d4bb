import { type CredentialStore, errors, memoryStore } from '@ticketstub/sdk';
import { describe, expect, test } from 'vitest';
import { rejection } from './four-calls.js';
import { type KeptWorld, openKeptWorld } from './kept-world.js';

const MINUTE = 60_000;

/** A store that can be made to fail, or to say nothing. */
function moodyStore(): { readonly store: CredentialStore; mood: 'well' | 'fails' | 'hangs' | 'writes nothing' } {
  const well = memoryStore();
  const moody: ReturnType<typeof moodyStore> = { store: { ...well }, mood: 'well' };
  const fail = (): Promise<never> => Promise.reject(new errors.CredentialStoreError('read', 'STORE_FAILED'));
  const within =
    <Args extends unknown[], Result>(isWrite: boolean, work: (...args: Args) => Promise<Result>) =>
    (...args: Args): Promise<Result> => {
      if (moody.mood === 'fails' || (isWrite && moody.mood === 'writes nothing')) return fail();
      return moody.mood === 'hangs' ? new Promise(() => {}) : work(...args);
    };
  const store: CredentialStore = {
    read: within(false, (name) => well.read(name)),
    write: within(true, (...args) => well.write(...args)),
    remove: within(true, (...args) => well.remove(...args)),
    lease: within(true, (...args) => well.lease(...args)),
    list: (options) => well.list(options),
  };
  return Object.assign(moody, { store });
}

async function opaqueAndKey(kept: KeptWorld, store: CredentialStore): Promise<void> {
  const alice = await kept.signedIn('alice', { store });
  await alice.addKey();
  await Promise.all([alice.for(), alice.for({ server: kept.attic })]);
}

describe('what is damaged', () => {
  test.each(['account', 'key', 'session'])('in the part %s is said, and nobody is told to sign in', async (part) => {
    await using kept = await openKeptWorld('in process');
    await opaqueAndKey(kept, kept.store);
    for (const damage of [{ schema: 2 }, { kind: 'of somebody else' }, { token: 5, tokens: 5 }]) {
      const stored = await kept.store.read(`alice/${part}`);
      if (!stored) throw new Error('it is there');
      await kept.store.write(`alice/${part}`, { ...stored.credential, ...damage });
      const alice = kept.open('alice');
      const attempts = [alice.for(), alice.for({ server: kept.attic }), alice.addKey(), alice.explain()];
      for (const attempt of [...attempts, alice.adopt({ accessToken: 'any', account: { uuid: 'any' } })]) {
        const error = await rejection(attempt);
        expect(error).toBeInstanceOf(errors.CredentialStoreError);
        expect(error).toMatchObject({ code: 'STORE_DAMAGED' });
      }
      await kept.store.write(`alice/${part}`, stored.credential);
    }
    expect(kept.prompts).toEqual([]);
    const alice = kept.open('alice');
    expect(await kept.whoIs(await alice.for())).toBe('alice');
    await kept.store.write(`alice/${part}`, { schema: 2, kind: 'any', clientID: 'any' });
    const damaged = kept.open('alice');
    await damaged.forget();
    expect(await rejection(damaged.for())).toMatchObject({ code: 'CREDENTIAL_MISSING' });
  });
});

describe('a store that does not answer', () => {
  test('is told of at first, and afterwards holds up nothing that works', async () => {
    await using kept = await openKeptWorld('in process');
    const moody = moodyStore();
    await opaqueAndKey(kept, moody.store);
    const alice = kept.open('alice', { store: moody.store });
    moody.mood = 'fails';
    for (const attempt of [alice.for(), alice.explain(), alice.addKey(), alice.forget()])
      expect(await rejection(attempt)).toMatchObject({ code: 'STORE_FAILED' });
    moody.mood = 'well';
    const held = await alice.for({ server: kept.attic });
    await alice.for();
    moody.mood = 'fails';
    kept.world.standIn.control.advanceClock(MINUTE);
    expect(await alice.for({ server: kept.attic })).toEqual(held);
    expect(await kept.whoIs(await alice.for())).toBe('alice');
    expect(kept.storeErrors.length).toBeGreaterThan(0);
    // What it finds out serves it until the next look.
    const { uuid: as } = kept.world.standIn.people.bruno;
    const bruno = await alice.for({ as });
    expect([await kept.whoIs(bruno), await alice.for({ as })]).toEqual(['bruno', bruno]);
    expect(kept.storeErrors.every((error) => error instanceof errors.CredentialStoreError)).toBe(true);
    expect(kept.prompts).toEqual([]);
  });

  test('is waited for no longer than two seconds, and can be left', async () => {
    await using kept = await openKeptWorld('in process');
    const moody = moodyStore();
    await opaqueAndKey(kept, moody.store);
    const alice = kept.open('alice', { store: moody.store });
    const held = await alice.for({ server: kept.attic });
    moody.mood = 'hangs';
    kept.world.standIn.control.advanceClock(MINUTE);
    const started = performance.now();
    const [first, ...rest] = [1, 2, 3].map(() => alice.for({ server: kept.attic }));
    expect(await Promise.all(rest)).toEqual([held, held]);
    expect(await first).toEqual(held);
    expect(performance.now() - started).toBeLessThan(20_000);
    const unread = kept.open('alice', { store: moody.store });
    const leave = new AbortController();
    const waits = [unread.for('plex.tv', leave), unread.addKey({}, leave), unread.tryJwt('any', 'http://any', leave)];
    leave.abort(new Error('enough'));
    for (const wait of waits) expect(await rejection(wait)).toMatchObject({ message: 'enough' });
  });

  test('keeps nobody from a JWT, and a sign-in that is over is told once it can be written down', async () => {
    await using kept = await openKeptWorld('in process');
    const moody = moodyStore();
    await opaqueAndKey(kept, moody.store);
    const alice = kept.open('alice', { store: moody.store });
    const jwt = await alice.for();
    moody.mood = 'writes nothing';
    kept.world.standIn.control.breach('alice');
    const lost = await rejection(alice.refused(jwt.accessToken).then(() => alice.for()));
    expect(lost).toBeInstanceOf(errors.TicketstubError);
    expect(kept.prompts).toEqual([]);
    moody.mood = 'well';
    kept.world.standIn.control.advanceClock(MINUTE);
    await rejection(alice.refused(jwt.accessToken));
    expect(await rejection(alice.for())).toMatchObject({ code: 'SIGN_IN_AGAIN', credential: 'alice' });
    expect(kept.prompts).toEqual(['alice']);
  });
});
