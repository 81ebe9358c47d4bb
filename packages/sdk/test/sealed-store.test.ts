import { inspect } from 'node:util';
import {
  array,
  assert,
  asyncProperty,
  type Arbitrary,
  constantFrom,
  dictionary,
  double,
  jsonValue,
  option,
  record,
  string,
} from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeBase64url } from '../src/crypto/base64url.js';
import { sealer } from '../src/crypto/seal.js';
import { type Credential, type CredentialStore, errors, memoryStore, sealedStore } from '../src/index.js';
import { credentialStoreContract } from '../src/store-contract.js';
import { rejection } from './scene.js';
import {
  bend,
  credentialOf,
  envelopeOf,
  NEW,
  OLD,
  rowOf,
  type SealedWorld,
  sealedWorld,
  STRANGE,
} from './sealed-world.js';
import { storeWith } from './source-world.js';

const DAMAGED = { code: 'STORE_DAMAGED', operation: 'credentialStore.read' };

/** Ways to break what is stored below. */
const damages: Record<string, (world: SealedWorld, name: string) => Promise<void>> = {
  async tampered(world, name) {
    const bytes = Uint8Array.from(await envelopeOf(world, name));
    bytes.set([(bytes.at(-1) ?? 0) ^ 1], bytes.length - 1);
    await bend(world, name, bytes);
  },
  async swapped(world, name) {
    await world.store.write('somebody-else', credentialOf('another'));
    await world.below.write(name, await rowOf(world, 'somebody-else'));
    await world.below.remove('somebody-else');
  },
  async unsealed({ below }, name) {
    await below.write(name, credentialOf('plain'));
  },
};

describe.each(Object.entries(damages))('a store that can be %s', (_, damage) => {
  for (const { title, run } of credentialStoreContract(() => {
    const world = sealedWorld();
    return { ...world, other: sealedStore(world.below, [NEW]), damage: (name) => damage(world, name) };
  }))
    test(`sealed, ${title}`, async () => {
      await expect(run()).resolves.toBeUndefined();
    });
});

/** Any credential there could be. */
const anyCredential: Arbitrary<Credential> = record({
  known: record({
    schema: constantFrom(1, 2, 77),
    kind: string({ minLength: 1, unit: 'binary' }),
    clientID: string({ minLength: 1, unit: 'binary' }),
  }),
  end: option(record({ expiresAt: double({ noNaN: true, noDefaultInfinity: true }) }), { nil: {} }),
  more: dictionary(string({ unit: 'binary' }), jsonValue(), { noNullPrototype: true }),
}).map(({ known, end, more }) => ({ ...more, ...known, ...end }));
const anyName = string({ minLength: 1, maxLength: 512, unit: 'binary' });

async function listed(store: CredentialStore): Promise<unknown[]> {
  const entries: unknown[] = [];
  for await (const entry of store.list()) entries.push(entry);
  return entries;
}

test('whatever is written is read, and listed, as if it was not sealed', async () => {
  await assert(
    asyncProperty(anyName, anyCredential, async (name, credential) => {
      const plain = memoryStore();
      const { store } = sealedWorld();
      const version = await plain.write(name, credential);
      await expect(store.write(name, credential)).resolves.toBe(version);
      await expect(store.read(name)).resolves.toStrictEqual(await plain.read(name));
      expect(await listed(store)).toStrictEqual(await listed(plain));
    }),
  );
});

test('members with names that mean something to JavaScript, or to the store, come back', async () => {
  const { store } = sealedWorld();
  const written: Credential = JSON.parse(
    '{"schema":7,"kind":"k","clientID":"c","__proto__":{"token":1},"constructor":2,"sealed":"3","toString":4}',
  );
  await store.write('alice', written);
  const found = await store.read('alice');
  expect(JSON.stringify(found?.credential)).toContain('"__proto__":{"token":1}');
  expect(found?.credential).toEqual(written);
  expect(found?.credential).not.toHaveProperty('expiresAt');
});

test.each([2 ** 16, 2 ** 20])('a credential of %d bytes is sealed and opened', async (bytes) => {
  const { store } = sealedWorld();
  const large = { ...credentialOf('large'), padding: 'é'.repeat(bytes / 2) };
  await store.write('alice', large);
  const found = await store.read('alice');
  expect(found?.credential['padding'] === large.padding).toBe(true);
});

test('nothing that is stored shows a secret, in whatever form, nor a key', async () => {
  const secret = string({ minLength: 12, maxLength: 40 }).map((text) => `canary-${text}`);
  await assert(
    asyncProperty(array(secret, { minLength: 1 }), secret, async (secrets, hidden) => {
      const { below, store } = sealedWorld();
      await store.write('alice', { ...credentialOf(hidden), [hidden]: secrets, jwk: { d: hidden } });
      const row = await rowOf({ below }, 'alice');
      expect(Object.keys(row).toSorted()).toEqual(['clientID', 'expiresAt', 'kind', 'schema', 'sealed']);
      const envelope = Buffer.from(String(row['sealed']), 'base64url').toString('latin1');
      const stored = `${JSON.stringify(row)}${envelope}${JSON.stringify(await listed(store))}`;
      for (const text of ['canary', ...secrets, encodeBase64url(NEW), Buffer.from(NEW).toString('latin1')])
        expect(stored).not.toContain(text);
    }),
  );
});

test('a sealed store shows neither its keys nor what is below it when it is printed', async () => {
  const { store } = sealedWorld();
  await store.write('alice', credentialOf('printed'));
  const shown = `${inspect(store, { depth: 9, showHidden: true })}${JSON.stringify(store)}`;
  expect(shown).not.toMatch(/canary|Uint8Array|Map|key/i);
});

describe('what is stored opens', () => {
  test('neither with another kind, client identifier or end, nor without an end, nor as another schema', async () => {
    const world = sealedWorld();
    await world.store.write('alice', credentialOf('first'));
    const row = await rowOf(world, 'alice');
    const { expiresAt: _, ...endless } = row;
    const others: Credential[] = [
      { ...row, kind: 'device-key' },
      { ...row, clientID: 'another' },
      { ...row, expiresAt: 8 },
      endless,
      { ...row, schema: 2 },
      // What is said of it changes places.
      { ...row, kind: row.clientID, clientID: row.kind },
    ];
    for (const other of others) {
      await world.below.write('alice', other);
      await expect(world.store.read('alice')).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
    }
    await world.below.write('alice', { ...row, token: 'added', more: 1 });
    await expect(world.store.read('alice')).resolves.toMatchObject({ credential: credentialOf('first') });
    expect((await world.store.read('alice'))?.credential).not.toHaveProperty('more');
  });

  test.each(['null', '1e999', '-1e999'])('with an end that is none, where it has none: %s', async (end) => {
    const world = sealedWorld();
    const { expiresAt: _, ...endless } = credentialOf('first');
    await world.store.write('alice', endless);
    const other = storeWith(world.below, {
      read: async (...args) => {
        const found = await world.below.read(...args);
        return found && { ...found, credential: { ...found.credential, expiresAt: JSON.parse(end) } };
      },
    });
    await expect(sealedStore(other, [NEW]).read('alice')).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
  });

  test('under no other name', async () => {
    const world = sealedWorld();
    await world.store.write('alice', credentialOf('first'));
    const row = await rowOf(world, 'alice');
    for (const name of ['Alice', 'alice ', 'bruno', '\u{D800}', '\u{D801}', 'alice\u{0}', '["alice"]']) {
      await world.below.write(name, row);
      await expect(world.store.read(name)).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
    }
  });

  test('only if it is an envelope', async () => {
    const world = sealedWorld();
    const plain = { schema: 1, kind: 'account-token', clientID: 'here' };
    for (const sealed of ['', 'sealed', 7, null, {}, ['x'], 'A'.repeat(44), `AQ${'A'.repeat(42)}=`]) {
      await world.below.write('alice', { ...plain, sealed });
      await expect(world.store.read('alice')).rejects.toMatchObject(DAMAGED);
    }
  });
});

test('no bit of an envelope can be changed, nor can it be cut or grow', async () => {
  const world = sealedWorld();
  await world.store.write('alice', credentialOf('first'));
  const envelope = await envelopeOf(world, 'alice');
  for (let index = 0; index < envelope.length; index += 1) {
    for (const mask of [1, 0x80, 0xff]) {
      await bend(
        world,
        'alice',
        envelope.map((byte, at) => (at === index ? byte ^ mask : byte)),
      );
      const code = index > 0 && index < 5 ? 'STORE_KEY_MISSING' : 'STORE_DAMAGED';
      await expect(world.store.read('alice')).rejects.toMatchObject({ code });
    }
    await bend(world, 'alice', envelope.subarray(0, index));
    await expect(world.store.read('alice')).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
  }
  await bend(world, 'alice', Buffer.concat([envelope, Buffer.alloc(3)]));
  await expect(world.store.read('alice')).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
});

test.each<[string, unknown, unknown]>([
  ['store', undefined, [NEW]],
  ['store', {}, [NEW]],
  ['store', { ...memoryStore(), read() {} }, [NEW]],
  ['keys', memoryStore(), []],
  ['keys', memoryStore(), NEW],
  ['keys', memoryStore(), undefined],
  ['keys[0]', memoryStore(), [NEW.subarray(1)]],
  ['keys[0]', memoryStore(), [Array.from(NEW)]],
  ['keys[1]', memoryStore(), [NEW, `${encodeBase64url(NEW)}=`]],
  ['keys[1]', memoryStore(), Object.assign([NEW], { length: 2 })],
])('a wrong argument is named at once, and not repeated: %s', (argument, store, keys) => {
  const make = (): unknown => Reflect.apply(sealedStore, undefined, [store, keys]);
  expect(make).toThrow(errors.InvalidArgumentError);
  expect(make).toThrow(
    expect.objectContaining({ argument, message: expect.not.stringContaining(encodeBase64url(NEW)) }),
  );
});

test.each(['read', 'write', 'remove', 'lease', 'list'])('what has no %s is no store', (method) => {
  const store = Object.assign(memoryStore(), { [method]: undefined });
  expect(() => sealedStore(store, [NEW])).toThrow(`store: must have ${method}`);
});

test('a key may be text, and given twice', async () => {
  const { below, store } = sealedWorld(NEW);
  await store.write('alice', credentialOf('first'));
  const same = sealedStore(below, [encodeBase64url(NEW), NEW]);
  await expect(same.read('alice')).resolves.toMatchObject({ credential: credentialOf('first') });
  await expect(same.reseal()).resolves.toEqual({ resealed: 0, adopted: 0, unopened: [] });
});

test('a key that is wiped after it was given goes on opening', async () => {
  const key = Uint8Array.from(NEW);
  const { below, store } = sealedWorld(key);
  key.fill(0);
  await store.write('alice', credentialOf('first'));
  await expect(sealedStore(below, [NEW]).read('alice')).resolves.toBeDefined();
});

test('a key that was forgotten is told from damage, and no error repeats anything', async () => {
  const world = sealedWorld(OLD);
  await world.store.write('alice', credentialOf('first'));
  const row = await rowOf(world, 'alice');
  const forgetful = sealedStore(world.below, [NEW, STRANGE]);
  const missing = await rejection(forgetful.read('alice'));
  await world.below.write('bruno', row);
  const swapped = await rejection(world.store.read('bruno'));
  for (const [error, code] of [
    [missing, 'STORE_KEY_MISSING'],
    [swapped, 'STORE_DAMAGED'],
  ] as const) {
    expect(error).toBeInstanceOf(errors.CredentialStoreError);
    expect(error).toMatchObject({ code, operation: 'credentialStore.read' });
    const shown = inspect(error, { depth: 9, showHidden: true });
    for (const text of ['canary', String(row['sealed']), 'alice', encodeBase64url(OLD)])
      expect(shown).not.toContain(text);
  }
});

test('what one key seals for a web sign-in opens as no credential, nor the other way round', async () => {
  const world = sealedWorld(NEW);
  const web = sealer([Uint8Array.from(NEW)], 'web sign-in an-installation');
  const { kind, clientID, expiresAt, ...inside } = credentialOf('first');
  await world.store.write('alice', credentialOf('first'));
  const sealed = String((await rowOf(world, 'alice'))['sealed']);
  await expect(web.open(sealed, ['alice', kind, clientID, expiresAt])).resolves.toBe('unknown-key');
  const foreign = await web.seal(JSON.stringify(inside), ['alice', kind, clientID, expiresAt]);
  await world.below.write('alice', { schema: 1, kind, clientID, expiresAt, sealed: foreign });
  await expect(world.store.read('alice')).rejects.toMatchObject({ code: 'STORE_KEY_MISSING' });
});

test.each(['', 'text', '7', 'null', '[]', '{}', '{"schema":"1"}'])(
  'what was sealed and is no credential is damaged: %s',
  async (text) => {
    const { below, store } = sealedWorld(NEW);
    const sealed = await sealer([Uint8Array.from(NEW)], 'credential').seal(text, ['alice', 'k', 'c', undefined]);
    await below.write('alice', { schema: 1, kind: 'k', clientID: 'c', sealed });
    await expect(store.read('alice')).rejects.toMatchObject(DAMAGED);
  },
);
