import { describe, expect, test } from 'vitest';
import { type CredentialStore, errors, installationID, memoryStore } from '../src/index.js';
import { rejection } from './scene.js';

const failing = (code: string): Error => Object.assign(new Error('refused'), { code });

describe('an installation’s identifier', () => {
  test('is made once by eight who come at once, and is the same for whoever comes later', async () => {
    const store = memoryStore();
    const made = await Promise.all(Array.from({ length: 8 }, () => installationID(store)));
    expect(new Set(made).size).toBe(1);
    await expect(installationID(store)).resolves.toBe(made[0]);
    expect(made[0]).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });

  test('is the one that another process has made a moment before', async () => {
    const store = memoryStore();
    let looks = 0;
    const late: CredentialStore = {
      read: async (name) => {
        looks += 1;
        if (looks > 1) return store.read(name);
        await installationID(store);
        return undefined;
      },
      write: (name, credential, options) => store.write(name, credential, options),
      remove: (name) => store.remove(name),
      lease: (name, ttl) => store.lease(name, ttl),
      list: () => store.list(),
    };
    await expect(installationID(late)).resolves.toBe(await installationID(store));
  });

  test('is another for another store and under another name', async () => {
    const store = memoryStore();
    const made = [
      await installationID(store),
      await installationID(memoryStore()),
      await installationID(store, { name: 'another' }),
    ];
    expect(new Set(made).size).toBe(3);
    await expect(installationID(store, { name: 'installation' })).resolves.toBe(made[0]);
  });

  test('is stored as a credential that opens nothing', async () => {
    const store = memoryStore();
    const clientID = await installationID(store);
    const stored = await store.read('installation');
    expect(stored?.credential).toEqual({ schema: 1, kind: 'installation', clientID });
  });

  test('is not taken from a credential of another kind, which stays', async () => {
    const store = memoryStore();
    const credential = { schema: 1, kind: 'account-token', clientID: 'here', token: 'canary-account-token' };
    await store.write('installation', credential);
    const error = await rejection(installationID(store));
    expect(error).toMatchObject({ name: 'CredentialStoreError', code: 'STORE_DAMAGED' });
    expect(String(error)).not.toContain('canary');
    expect((await store.read('installation'))?.credential).toEqual(credential);
  });

  test.each([
    ['is empty', { schema: 1, kind: 'installation', clientID: '' }],
    ['a later version wrote', { schema: 2, kind: 'installation', clientID: 'here' }],
  ])('is not taken from what %s', async (_, credential) => {
    const read: CredentialStore['read'] = async () => ({ credential, version: '1' });
    const store = Object.assign(memoryStore(), { read });
    await expect(rejection(installationID(store))).resolves.toMatchObject({ code: 'STORE_DAMAGED' });
  });

  test.each(['read', 'write'] as const)('is none when the store fails to %s', async (method) => {
    const store = Object.assign(memoryStore(), { [method]: () => Promise.reject(failing('STORE_FAILED')) });
    await expect(rejection(installationID(store))).resolves.toMatchObject({ code: 'STORE_FAILED' });
  });

  test('is none, in the end, when a store has nothing and takes nothing', async () => {
    const write = (): Promise<string> => Promise.reject(failing('STORE_CONFLICT'));
    const store = Object.assign(memoryStore(), { write });
    await expect(rejection(installationID(store))).resolves.toMatchObject({ code: 'STORE_CONFLICT' });
  });

  test.each([
    ['a store', [undefined]],
    ['a name', [memoryStore(), { name: '' }]],
  ])('cannot be had without %s', async (_, args) => {
    const error = await rejection(Reflect.apply(installationID, undefined, args));
    expect(error).toBeInstanceOf(errors.InvalidArgumentError);
  });
});
