import { setImmediate } from 'node:timers/promises';
import { array, assert, asyncProperty, boolean, constantFrom, nat, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CredentialStore, type ResealOptions, sealedStore } from '../src/index.js';
import { rejection } from './scene.js';
import { bend, credentialOf, envelopeOf, NEW, OLD, type SealedWorld, sealedWorld, STRANGE } from './sealed-world.js';
import { storeWith } from './source-world.js';

const NAMES = ['alice', 'bruno', 'carla', 'dana', 'eve'];

/** A store in which everything was sealed with the old key, and which now has a new one. */
async function rotated(): Promise<SealedWorld> {
  const world = sealedWorld(OLD);
  for (const name of NAMES) await world.store.write(name, credentialOf(name));
  return { ...world, store: sealedStore(world.below, [NEW, OLD]) };
}

/** What is read with these keys alone: each name's token, or the code of its error. */
async function readWith({ below }: Pick<SealedWorld, 'below'>, ...keys: Uint8Array[]): Promise<unknown[]> {
  const store = sealedStore(below, keys);
  const read = async (name: string): Promise<unknown> => (await store.read(name))?.credential['token'];
  return Promise.all(NAMES.map((name) => read(name).catch((error: unknown) => Reflect.get(Object(error), 'code'))));
}

const tokens: readonly unknown[] = NAMES.map((name) => `canary-${name}`);
const keyMissing = NAMES.map(() => 'STORE_KEY_MISSING');

test('a new key in front seals what is written, and the old one opens what was there', async () => {
  const world = await rotated();
  await expect(readWith(world, NEW, OLD)).resolves.toEqual(tokens);
  await expect(readWith(world, NEW)).resolves.toEqual(keyMissing);
  await world.store.write('alice', credentialOf('alice'));
  await expect(readWith(world, NEW)).resolves.toEqual(['canary-alice', ...keyMissing.slice(1)]);
});

test('after reseal the old key can be taken out, and a second time there is nothing to do', async () => {
  const world = await rotated();
  await world.store.write('alice', credentialOf('alice'));
  const { version } = (await world.store.read('alice')) ?? {};
  await expect(world.store.reseal()).resolves.toEqual({ resealed: 4, adopted: 0, unopened: [] });
  await expect(readWith(world, NEW)).resolves.toEqual(tokens);
  await expect(readWith(world, OLD)).resolves.toEqual(keyMissing);
  await expect(world.store.reseal()).resolves.toEqual({ resealed: 0, adopted: 0, unopened: [] });
  await expect(world.store.read('alice')).resolves.toMatchObject({ version });
});

test('reseal keeps to a prefix', async () => {
  const world = await rotated();
  await expect(world.store.reseal({ prefix: 'd' })).resolves.toMatchObject({ resealed: 1 });
  await expect(readWith(world, NEW)).resolves.toEqual(keyMissing.with(3, 'canary-dana'));
});

test('what is gone by the time it is its turn is left alone', async () => {
  const world = await rotated();
  const forgetful = storeWith(world.below, {
    async read(name) {
      if (name === 'bruno') await world.below.remove(name);
      return world.below.read(name);
    },
  });
  await expect(sealedStore(forgetful, [NEW, OLD]).reseal()).resolves.toEqual({ resealed: 4, adopted: 0, unopened: [] });
});

describe('what somebody writes meanwhile', () => {
  /** Has somebody write between reseal's look and its own write. */
  function overtaken(world: SealedWorld, write: (name: string) => Promise<unknown>, times = 1): CredentialStore {
    let left = times;
    return storeWith(world.below, {
      async write(name, credential, options) {
        if (name === 'carla' && left > 0) {
          left -= 1;
          await write(name);
        }
        return world.below.write(name, credential, options);
      },
    });
  }

  test.each([
    ['the new key', NEW, 4],
    ['the old key', OLD, 5],
  ])('with %s stays, and can be read with the new one alone', async (_, key, resealed) => {
    const world = await rotated();
    const other = sealedStore(world.below, [key]);
    const busy = overtaken(world, (name) => other.write(name, credentialOf('later')), 3);
    await expect(sealedStore(busy, [NEW, OLD]).reseal()).resolves.toMatchObject({ resealed, unopened: [] });
    await expect(readWith(world, NEW)).resolves.toEqual(tokens.with(2, 'canary-later'));
  });

  test('is not brought back once it is removed', async () => {
    const world = await rotated();
    const busy = overtaken(world, (name) => world.below.remove(name));
    await expect(sealedStore(busy, [NEW, OLD]).reseal()).resolves.toMatchObject({ resealed: 4, unopened: [] });
    await expect(readWith(world, NEW)).resolves.toEqual(tokens.with(2, undefined));
  });

  test('a hundred times over ends the attempt', async () => {
    const world = await rotated();
    const other = sealedStore(world.below, [OLD]);
    let writes = 0;
    const busy = overtaken(
      world,
      (name) => {
        writes += 1;
        return other.write(name, credentialOf('later'));
      },
      Infinity,
    );
    await expect(rejection(sealedStore(busy, [NEW, OLD]).reseal())).resolves.toMatchObject({ code: 'STORE_CONFLICT' });
    expect(writes).toBe(100);
  });
});

describe('a reseal that ends half-way', () => {
  test('because the store fails, says so, and can be run again', async () => {
    const world = await rotated();
    const full = Object.assign(new Error('disk full'), { code: 'STORE_FAILED' });
    let writes = 0;
    const failing = storeWith(world.below, {
      async write(...args) {
        writes += 1;
        if (writes > 2) throw full;
        return world.below.write(...args);
      },
    });
    await expect(sealedStore(failing, [NEW, OLD]).reseal()).rejects.toBe(full);
    expect(writes).toBe(3);
    await expect(readWith(world, NEW, OLD)).resolves.toEqual(tokens);
    await expect(readWith(world, NEW)).resolves.toEqual([...tokens.slice(0, 2), ...keyMissing.slice(2)]);
    await expect(world.store.reseal()).resolves.toEqual({ resealed: 3, adopted: 0, unopened: [] });
    await expect(readWith(world, NEW)).resolves.toEqual(tokens);
  });

  test('because it was aborted, rejects with the reason, and can be run again', async () => {
    const reason = new Error('enough');
    for (const method of ['read', 'write', 'list'] as const) {
      const world = await rotated();
      const controller = new AbortController();
      let calls = 0;
      const leaving = storeWith(world.below, {
        [method]: (...args: [never, never, never]) => {
          calls += 1;
          if (calls === 3 || method === 'list') controller.abort(reason);
          return world.below[method](...args);
        },
      });
      const { signal } = controller;
      await expect(sealedStore(leaving, [NEW, OLD]).reseal({ signal })).rejects.toBe(reason);
      const left = method === 'list' ? 5 : 3;
      await expect(world.store.reseal()).resolves.toMatchObject({ resealed: left });
      await expect(readWith(world, NEW)).resolves.toEqual(tokens);
    }
  });
});

test('an abort ends it even where there is nothing to seal', async () => {
  const world = await rotated();
  await world.store.reseal();
  const controller = new AbortController();
  const leaving = storeWith(world.below, {
    read(...args) {
      controller.abort(new Error('enough'));
      return world.below.read(...args);
    },
  });
  const { signal } = controller;
  await expect(sealedStore(leaving, [NEW]).reseal({ signal })).rejects.toThrow('enough');
});

test('what none of the keys opens is named and left as it is, and everything else is sealed anew', async () => {
  const world = await rotated();
  await sealedStore(world.below, [STRANGE]).write('bruno', credentialOf('strange'));
  await bend(world, 'carla', (await envelopeOf(world, 'carla')).toReversed().with(0, 1));
  await world.below.write('dana', credentialOf('plain'));
  const before = await Promise.all(['bruno', 'dana'].map((name) => world.below.read(name)));
  const { resealed, adopted, unopened } = await world.store.reseal();
  expect([resealed, adopted]).toEqual([2, 0]);
  expect(unopened).toEqual([
    { name: 'bruno', code: 'STORE_KEY_MISSING' },
    { name: 'carla', code: 'STORE_KEY_MISSING' },
    { name: 'dana', code: 'STORE_DAMAGED' },
  ]);
  expect(await Promise.all(['bruno', 'dana'].map((name) => world.below.read(name)))).toEqual(before);
  await expect(readWith(world, STRANGE)).resolves.toEqual(
    keyMissing.with(1, 'canary-strange').with(3, 'STORE_DAMAGED'),
  );
});

test('what the store below calls damaged is named too', async () => {
  const world = await rotated();
  const torn = storeWith(world.below, {
    read: (name, options) =>
      name === 'eve'
        ? Promise.reject(Object.assign(new Error('torn'), { code: 'STORE_DAMAGED' }))
        : world.below.read(name, options),
  });
  const outcome = await sealedStore(torn, [NEW, OLD]).reseal();
  expect(outcome).toEqual({ resealed: 4, adopted: 0, unopened: [{ name: 'eve', code: 'STORE_DAMAGED' }] });
});

test('what the store below cannot even list is told of once everything else is sealed anew', async () => {
  const world = await rotated();
  const damage = Object.assign(new Error('torn'), { code: 'STORE_DAMAGED' });
  const torn = storeWith(world.below, {
    async *list(options) {
      for await (const entry of world.below.list(options)) if (entry.name !== 'carla') yield entry;
      throw damage;
    },
  });
  expect(await rejection(sealedStore(torn, [NEW, OLD]).reseal())).toBe(damage);
  await expect(readWith(world, NEW)).resolves.toEqual(tokens.with(2, 'STORE_KEY_MISSING'));
});

describe('adopt', () => {
  test('seals what is stored plainly, beside what an old key sealed', async () => {
    const world = await rotated();
    for (const name of ['alice', 'eve']) await world.below.write(name, credentialOf(`plain-${name}`));
    await expect(world.store.read('alice')).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
    await expect(world.store.reseal({ adopt: true })).resolves.toEqual({ resealed: 3, adopted: 2, unopened: [] });
    await expect(readWith(world, NEW)).resolves.toEqual(
      tokens.with(0, 'canary-plain-alice').with(4, 'canary-plain-eve'),
    );
    await expect(world.store.reseal({ adopt: true })).resolves.toEqual({ resealed: 0, adopted: 0, unopened: [] });
  });

  test('takes nothing for plain that claims to be sealed', async () => {
    const world = sealedWorld();
    await world.below.write('alice', { ...credentialOf('plain'), sealed: null });
    await expect(world.store.reseal({ adopt: true })).resolves.toMatchObject({
      adopted: 0,
      unopened: [{ name: 'alice', code: 'STORE_DAMAGED' }],
    });
  });
});

test('whoever writes and rotates at the same time, everything ends up as it was written last, under the new key', async () => {
  const step = record({ name: constantFrom(...NAMES), isOld: boolean(), pause: nat(3) });
  await assert(
    asyncProperty(array(step, { maxLength: 12 }), nat(3), async (steps, pause) => {
      const world = await rotated();
      const slow = storeWith(world.below, {
        async read(...args) {
          const found = await world.below.read(...args);
          await turns(pause);
          return found;
        },
      });
      const last = new Map<string, unknown>(NAMES.map((name) => [name, `canary-${name}`]));
      const write = async (): Promise<void> => {
        for (const [index, { name, isOld, pause: wait }] of steps.entries()) {
          await turns(wait);
          await sealedStore(world.below, isOld ? [OLD, NEW] : [NEW, OLD]).write(name, credentialOf(`${index}`));
          last.set(name, `canary-${index}`);
        }
      };
      const rotating = (): Promise<unknown> => sealedStore(slow, [NEW, OLD]).reseal();
      await Promise.all([write(), rotating(), rotating()]);
      await expect(readWith(world, NEW, OLD)).resolves.toEqual(NAMES.map((name) => last.get(name)));
      await rotating();
      await expect(readWith(world, NEW)).resolves.toEqual(NAMES.map((name) => last.get(name)));
    }),
    { numRuns: 40 },
  );
});

/** Lets everybody else have so many turns. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await setImmediate();
}

test.each<[string, unknown]>([
  ['options', null],
  ['options', 'adopt'],
  ['adopt', { adopt: 'no' }],
  ['adopt', { adopt: 1 }],
])('reseal names a wrong argument before it reads anything: %s', async (argument, options) => {
  const { below } = await rotated();
  const store = sealedStore(storeWith(below, { list: () => below.list({ signal: AbortSignal.abort() }) }), [NEW]);
  const reseal = (given?: ResealOptions): Promise<unknown> => store.reseal(given);
  const message = argument === 'adopt' ? 'adopt: must be true or false' : 'options: must be an object';
  await expect(Reflect.apply(reseal, undefined, [options])).rejects.toMatchObject({ argument, message });
});
