import { setImmediate } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { rejection } from './scene.js';
import { MINUTE, openWorld, storeWith } from './source-world.js';

describe('what another process does to the store', () => {
  test('is seen within a minute: a credential that is gone is handed out no more', async () => {
    const { source, store, clock } = await openWorld();
    const alice = source();
    const token = await alice();
    await store.remove('alice');
    clock.advance(MINUTE - 1);
    await expect(alice()).resolves.toBe(token);
    clock.advance(1);
    await expect(rejection(alice())).resolves.toMatchObject({ code: 'CREDENTIAL_MISSING' });
    await expect(rejection(alice())).resolves.toMatchObject({ code: 'CREDENTIAL_MISSING' });
  });

  test('is seen within a minute: another key, and a token that is newer', async () => {
    const { source, store, clock, signIn, desk } = await openWorld();
    const [one, other] = [source(), source()];
    const first = await one();
    await other();
    clock.advance(MINUTE);
    const renewed = await other.renew(first);
    await expect(one()).resolves.toBe(renewed);
    const kid = await signIn();
    clock.advance(MINUTE);
    const own = await one();
    expect(desk.exchanged.at(-1)).toMatchObject({ kid });
    expect((await store.read('alice'))?.credential).toMatchObject({ token: own, kid });
    expect(desk.count('/auth/token')).toBe(3);
  });

  test('costs one reading a minute, and the token nobody when the store cannot be read', async () => {
    const { source, store, clock, failed } = await openWorld();
    let readings = 0;
    let broken: Error | undefined;
    const watched = storeWith(store, {
      read: async (name) => {
        readings += 1;
        if (broken) throw broken;
        return store.read(name);
      },
    });
    const alice = source({ store: watched });
    const token = await alice();
    broken = new Error('the disk is away');
    readings = 0;
    clock.advance(MINUTE);
    const tokens = await Promise.all(Array.from({ length: 100 }, () => alice()));
    expect(new Set(tokens)).toEqual(new Set([token]));
    expect(readings).toBe(1);
    expect(failed).toEqual([broken]);
  });

  test.each(['renewed', 'ended', 'signed in anew'] as const)(
    'is no news when somebody has %s while one looked',
    async (what) => {
      const { source, store, clock, desk, signIn } = await openWorld();
      const gates: (() => void)[] = [];
      let isGated = false;
      const slow = storeWith(store, {
        read: async (name) => {
          const found = await store.read(name);
          if (isGated) await new Promise<void>((resolve) => void gates.push(resolve));
          return found;
        },
      });
      const alice = source({ store: slow });
      const token = await alice();
      const kid = String((await store.read('alice'))?.credential['kid']);
      clock.advance(MINUTE);
      if (what === 'signed in anew') await store.remove('alice');
      isGated = true;
      const looking = alice();
      await setImmediate();
      isGated = false;
      if (what === 'ended') desk.forgotten.add(kid);
      if (what === 'signed in anew') await signIn();
      const renewed = await alice.renew(token).catch(() => undefined);
      gates.forEach((open) => open());
      const outcome = await looking.catch((error: unknown) => Reflect.get(Object(error), 'code'));
      expect(outcome).toBe(renewed ?? 'SIGN_IN_AGAIN');
      expect(renewed === undefined).toBe(what === 'ended');
    },
  );

  test('holds up no token that works when the store hangs', async () => {
    const { source, store, clock } = await openWorld();
    let isHanging = false;
    const hanging = storeWith(store, {
      read: (name) => (isHanging ? new Promise(() => {}) : store.read(name)),
    });
    const alice = source({ store: hanging });
    const token = await alice();
    isHanging = true;
    clock.advance(MINUTE);
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const asked = alice();
    await vi.advanceTimersByTimeAsync(2000);
    await expect(asked).resolves.toBe(token);
  });

  test('is not undone by a token that could not be written', async () => {
    const { source, store, clock } = await openWorld();
    const written = await source()();
    const alice = source({ store: storeWith(store, { write: () => Promise.reject(new Error('disk full')) }) });
    const own = await alice.renew(written);
    expect(own).not.toBe(written);
    clock.advance(MINUTE);
    await expect(alice()).resolves.toBe(own);
  });
});

describe('a store that fails', () => {
  test('has its owner told once, and plex.tv asked once, that it is over', async () => {
    const { source, store, desk, ended, signIn } = await openWorld();
    const first = await store.read('alice');
    desk.forgotten.add(String(first?.credential['kid']));
    const alice = source({ store: storeWith(store, { write: () => Promise.reject(new Error('disk full')) }) });
    for (let times = 0; times < 5; times += 1)
      await expect(rejection(alice())).resolves.toMatchObject({ code: 'SIGN_IN_AGAIN' });
    expect(ended).toEqual(['alice']);
    expect(desk.count('/auth/token')).toBe(1);
    await signIn();
    await expect(alice()).resolves.toContain('.');
  });

  test('costs nobody the token that could not be written', async () => {
    const { source, store, failed, desk } = await openWorld();
    const broken = Object.assign(new Error('disk full'), { code: 'STORE_FAILED' });
    const flawed = storeWith(store, { write: () => Promise.reject(broken) });
    const alice = source({ store: flawed });
    const token = await alice();
    await expect(alice()).resolves.toBe(token);
    expect(failed).toEqual([broken]);
    expect(desk.count('/auth/token')).toBe(1);
  });

  test('is an error when there is no token at hand', async () => {
    const { source } = await openWorld();
    await expect(rejection(source({ name: 'nobody' })())).resolves.toMatchObject({ code: 'CREDENTIAL_MISSING' });
    const { store } = await openWorld();
    await store.write('bruno', { schema: 1, kind: 'account-token', clientID: 'an-installation', token: 'opaque' });
    await expect(rejection(source({ store, name: 'bruno' })())).resolves.toMatchObject({ code: 'STORE_DAMAGED' });
  });
});
