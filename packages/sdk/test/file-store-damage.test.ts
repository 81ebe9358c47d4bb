import { createHash } from 'node:crypto';
import { cp, readdir, readFile, rename, truncate, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { CredentialStore } from '../src/index.js';
import { fileStore } from '../src/node.js';
import { credential, fileOf, fileWorld, folderOf, namesIn, tokenOf } from './file-store-world.js';
import { movableClock } from './movable-clock.js';

// A slow disk takes its time over hundreds of writes.
vi.setConfig({ testTimeout: 60_000 });

const conflict = expect.objectContaining({ code: 'STORE_CONFLICT' });
const damagedError = expect.objectContaining({ code: 'STORE_DAMAGED' });

/** Puts other contents in place of a credential's, with a digest that is right. */
async function replace(directory: string, contents: string): Promise<void> {
  const digest = createHash('sha256').update(contents).digest('hex');
  const [file, mark] = [await fileOf(directory, 'alice', '.jsonl'), await fileOf(directory, 'alice', '.mark')];
  await writeFile(file, contents);
  await rename(file, join(dirname(file), `${digest}.jsonl`));
  await rename(mark, join(dirname(mark), `${digest}.mark`));
}

const text = JSON.stringify(credential('canary-token'));

/** What may become of the file of a credential. Its version is known all the same. */
const harms: readonly (readonly [string, (directory: string) => Promise<void>])[] = [
  ['cut off', async (directory) => truncate(await fileOf(directory, 'alice', '.jsonl'), 80)],
  ['emptied', async (directory) => truncate(await fileOf(directory, 'alice', '.jsonl'), 0)],
  ['deleted', async (directory) => unlink(await fileOf(directory, 'alice', '.jsonl'))],
  ['overwritten with noise', async (directory) => writeFile(await fileOf(directory, 'alice', '.jsonl'), '\0\u00ff{')],
  [
    'changed by one letter of the token',
    async (directory) => {
      const file = await fileOf(directory, 'alice', '.jsonl');
      await writeFile(file, (await readFile(file, 'utf8')).replace('canary-token', 'canary-tokem'));
    },
  ],
  ['without a name', (directory) => replace(directory, `{}\n${text}\n`)],
  ['without a credential', (directory) => replace(directory, '{"name":"alice"}\n')],
  ['with half a credential', (directory) => replace(directory, '{"name":"alice"}\n{"schema":1,"kind":"canary"}\n')],
  ['no JSON', (directory) => replace(directory, `name: alice\n${text}\n`)],
  ['another name’s', (directory) => replace(directory, `{"name":"bruno"}\n${text}\n`)],
];

/** What may become of the folder of a credential, so that nobody knows its version. */
const riddles: readonly (readonly [string, (directory: string) => Promise<void>])[] = [
  ['has no mark', async (directory) => unlink(await fileOf(directory, 'alice', '.mark'))],
  [
    'is empty',
    async (directory) => {
      for (const file of await readdir(folderOf(directory, 'alice'))) {
        await unlink(join(folderOf(directory, 'alice'), file));
      }
    },
  ],
  [
    'has two versions at once, as when a copy of before was put over it',
    async (directory) => {
      const folder = folderOf(directory, 'alice');
      await cp(folderOf(directory, 'bruno'), folder, { recursive: true });
    },
  ],
];

/** A store with Alice's credential in it, and Bruno's. */
async function damagedBy(harm: (directory: string) => Promise<void>): Promise<[CredentialStore, string, string]> {
  const { directory, store } = await fileWorld();
  const version = await store.write('alice', credential('canary-token'));
  await store.write('bruno', credential('bruno'));
  await harm(directory);
  return [store, version, directory];
}

describe.each([...harms, ...riddles])('a credential that is or whose folder %s', (_, harm) => {
  test('is never taken for absent', async () => {
    const [store] = await damagedBy(harm);
    await expect(store.read('alice')).rejects.toThrow(damagedError);
    await expect(namesIn(store)).rejects.toThrow(damagedError);
    await expect(store.write('alice', credential('second'), { ifVersion: null })).rejects.toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^STORE_(?:CONFLICT|DAMAGED)$/) }),
    );
    await expect(tokenOf(store, 'bruno')).resolves.toBe('bruno');
  });

  test('gives nothing away', async () => {
    const [store] = await damagedBy(harm);
    const error: unknown = await store.read('alice').catch((thrown: unknown) => thrown);
    expect(`${String(error)}${JSON.stringify(error)}`).not.toMatch(/canary|alice/);
  });

  test('is replaced by a write that names no version', async () => {
    const [store, , directory] = await damagedBy(harm);
    const version = await store.write('alice', credential('second'));
    await expect(store.read('alice')).resolves.toEqual({ version, credential: credential('second') });
    await expect(namesIn(store)).resolves.toEqual(['alice', 'bruno']);
    await expect(readdir(folderOf(directory, 'alice'))).resolves.toHaveLength(2);
  });

  test('is removed', async () => {
    const [store, , directory] = await damagedBy(harm);
    await expect(store.remove('alice')).resolves.toBe(true);
    await expect(tokenOf(store)).resolves.toBeUndefined();
    await expect(namesIn(store)).resolves.toEqual(['bruno']);
    await expect(readdir(folderOf(directory, 'alice'))).resolves.toHaveLength(1);
  });
});

test('what is damaged but known by its version is replaced by whoever knows it', async () => {
  const [store, version] = await damagedBy(async (directory) => {
    await truncate(await fileOf(directory, 'alice', '.jsonl'), 80);
  });
  await expect(store.write('alice', credential('late'), { ifVersion: 'another' })).rejects.toThrow(conflict);
  await store.write('alice', credential('second'), { ifVersion: version });
  await expect(tokenOf(store)).resolves.toBe('second');
});

test.each(riddles)('of a folder that %s nobody knows the version', async (_, harm) => {
  const [store, ifVersion] = await damagedBy(harm);
  await expect(store.write('alice', credential('late'), { ifVersion })).rejects.toThrow(damagedError);
  await expect(store.remove('alice', { ifVersion })).rejects.toThrow(damagedError);
});

test('a lease whose folder was emptied is free, and given once', async () => {
  const { directory, store } = await fileWorld();
  await store.lease('alice', 60_000);
  const folder = folderOf(directory, 'alice', 'leases');
  for (const file of await readdir(folder)) await unlink(join(folder, file));
  await expect(store.lease('alice', 60_000)).resolves.toBeDefined();
  await expect(store.lease('alice', 60_000)).resolves.toBeUndefined();
});

test('a lease whose folder has two marks is free once both are over', async () => {
  const { directory } = await fileWorld();
  const clock = movableClock();
  const store = fileStore(directory, { clock });
  await store.lease('alice', 1000);
  await store.lease('bruno', 2000);
  await cp(folderOf(directory, 'bruno', 'leases'), folderOf(directory, 'alice', 'leases'), { recursive: true });
  clock.advance(1500);
  await expect(store.lease('alice', 1000)).resolves.toBeUndefined();
  clock.advance(500);
  await expect(store.lease('alice', 1000)).resolves.toBeDefined();
  await expect(readdir(folderOf(directory, 'alice', 'leases'))).resolves.toHaveLength(1);
});
