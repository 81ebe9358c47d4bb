import { chmod, mkdir, readdir, readFile, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { CredentialStore } from '../src/index.js';
import { fileStore } from '../src/node.js';
import { credentialStoreContract, type StoreUnderTest } from '../src/store-contract.js';
import { credential, everythingIn, fileOf, fileWorld, folderOf, namesIn, tokenOf } from './file-store-world.js';
import { movableClock } from './movable-clock.js';

// A slow disk takes its time over hundreds of writes.
vi.setConfig({ testTimeout: 60_000 });

async function made(): Promise<StoreUnderTest> {
  const { directory } = await fileWorld();
  const clock = movableClock();
  return {
    store: fileStore(directory, { clock }),
    other: fileStore(pathToFileURL(directory), { clock }),
    elapse: (ms) => clock.sleep(ms),
    damage: async (name) => truncate(await fileOf(directory, name, '.jsonl'), 40),
  };
}

for (const { title, run } of credentialStoreContract(made)) {
  test(`fileStore ${title}`, async () => {
    await expect(run()).resolves.toBeUndefined();
  });
}

describe('the folder of a fileStore', () => {
  test.each([
    ['write', (store: CredentialStore) => store.write('alice', credential('a-token'))],
    ['lease', (store: CredentialStore) => store.lease('alice', 1000)],
  ])('is made by the first %s, and neither by a look nor by a removal', async (_, make) => {
    const { parent, store } = await fileWorld();
    await store.read('alice');
    await store.remove('alice');
    await expect(namesIn(store)).resolves.toEqual([]);
    await expect(readdir(parent)).resolves.toEqual([]);
    await make(store);
    await expect(readdir(parent)).resolves.toEqual(['deep']);
  });

  test('has files that only their owner may read, in folders that only their owner may enter', async () => {
    const { parent, store } = await fileWorld();
    await store.write('alice', credential('first'));
    await store.write('alice', credential('second'));
    await store.lease('alice', 1000);
    const modes = new Set<string>();
    for (const path of await everythingIn(parent)) {
      const found = await stat(join(parent, path));
      modes.add(`${found.isDirectory() ? 'folder' : 'file'} ${(found.mode & 0o777).toString(8)}`);
    }
    expect([...modes].toSorted()).toEqual(['file 600', 'folder 700']);
  });

  test('keeps its rights when it is there already, and nobody else may enter what is in it', async () => {
    const { directory, store } = await fileWorld();
    await mkdir(directory, { recursive: true });
    await chmod(directory, 0o755);
    await store.write('alice', credential('a-token'));
    const modes = await Promise.all(['.', 'credentials'].map((path) => stat(join(directory, path))));
    expect(modes.map(({ mode }) => (mode & 0o777).toString(8))).toEqual(['755', '700']);
  });

  test('holds the last version of a credential and no other, and of a removed one nothing but that it is gone', async () => {
    const { directory, store } = await fileWorld();
    const folder = folderOf(directory, 'alice');
    for (const token of ['first', 'second', 'third']) await store.write('alice', credential(token));
    await expect(readdir(folder)).resolves.toHaveLength(2);
    await expect(readFile(await fileOf(directory, 'alice', '.jsonl'), 'utf8')).resolves.toContain('"third"');
    await store.remove('alice');
    const left = await readdir(folder);
    expect(left).toHaveLength(1);
    await expect(readFile(join(folder, left[0] ?? ''), 'utf8')).resolves.toBe('');
    await expect(readdir(join(directory, 'new'))).resolves.toEqual([]);
  });

  test('holds one version after many were written at once', async () => {
    const { directory, store } = await fileWorld();
    const tokens = Array.from({ length: 10 }, (_, index) => `rival-${index}`);
    await Promise.all(tokens.map((token) => store.write('alice', credential(token))));
    expect(tokens).toContain(await tokenOf(store));
    await expect(readdir(folderOf(directory, 'alice'))).resolves.toHaveLength(2);
    const ifVersion = await store.write('alice', credential('first'));
    const rivals = tokens.map((token) => store.write('alice', credential(token), { ifVersion }));
    const outcomes = await Promise.allSettled(rivals);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(readdir(folderOf(directory, 'alice'))).resolves.toHaveLength(2);
    await expect(readdir(join(directory, 'new'))).resolves.toEqual([]);
  });

  test('may hold what others put there', async () => {
    const { directory, store } = await fileWorld();
    await store.write('alice', credential('first'));
    const strange = ['.DS_Store', 'credentials/.DS_Store', `credentials/${'0'.repeat(63)}`].map((path) => {
      return join(directory, path);
    });
    strange.push(join(folderOf(directory, 'alice'), '.DS_Store'));
    for (const path of strange) await writeFile(path, 'whatever');
    await store.write('alice', credential('second'));
    await expect(namesIn(store)).resolves.toEqual(['alice']);
    await expect(tokenOf(store)).resolves.toBe('second');
    await expect(Promise.all(strange.map((path) => readFile(path, 'utf8')))).resolves.toContain('whatever');
  });

  test('may be named by a file: URL', async () => {
    const { directory, store } = await fileWorld();
    await fileStore(pathToFileURL(directory)).write('alice', credential('a-token'));
    await expect(tokenOf(store)).resolves.toBe('a-token');
  });

  test('may be named by a path from here, wherever the program goes afterwards', async () => {
    const { parent, directory, store } = await fileWorld();
    const here = process.cwd();
    const named = fileStore(relative(here, directory));
    process.chdir(parent);
    onTestFinished(() => process.chdir(here));
    await named.write('alice', credential('a-token'));
    await expect(tokenOf(store)).resolves.toBe('a-token');
  });

  test.each([
    ['no text', () => fileStore('')],
    ['something else', () => Reflect.apply(fileStore, undefined, [5])],
    ['a URL of the web', () => fileStore(new URL('https://example.com/store'))],
    ['a path that cannot be', () => fileStore('a\0b')],
  ])('cannot be named by %s', (_, named) => {
    expect(named).toThrow(expect.objectContaining({ name: 'InvalidArgumentError', argument: 'directory' }));
  });
});

describe('what somebody left who was killed', () => {
  const HOUR = 3_600_000;

  async function leave(directory: string, name: string, age: number): Promise<void> {
    const left = join(directory, 'new', name);
    await mkdir(left, { recursive: true });
    await writeFile(join(left, 'half.jsonl'), 'canary-half');
    const then = new Date(Date.now() - age);
    await utimes(left, then, then);
  }

  test('is deleted by the first write under another name, an hour later', async () => {
    const { directory, store } = await fileWorld();
    await leave(directory, 'of-before', 1.1 * HOUR);
    await leave(directory, 'half-deleted.old', 1.1 * HOUR);
    await leave(directory, 'of-now', 0.9 * HOUR);
    await store.write('alice', credential('a-token'));
    await expect(readdir(join(directory, 'new'))).resolves.toEqual(['of-now']);
  });

  test('is deleted by the next write under the same name', async () => {
    const { directory, store } = await fileWorld();
    await store.write('alice', credential('first'));
    const left = join(folderOf(directory, 'alice'), `${'0'.repeat(64)}.jsonl`);
    await writeFile(left, 'canary-half');
    await expect(tokenOf(store)).resolves.toBe('first');
    await store.write('alice', credential('second'));
    await expect(stat(left)).rejects.toThrow('ENOENT');
  });

  test('is deleted by a removal, though nothing is there any more', async () => {
    const { directory, store } = await fileWorld();
    await store.write('alice', credential('first'));
    await store.remove('alice');
    const left = join(folderOf(directory, 'alice'), `${'0'.repeat(64)}.jsonl`);
    await writeFile(left, 'canary-half');
    await expect(store.remove('alice')).resolves.toBe(false);
    await expect(stat(left)).rejects.toThrow('ENOENT');
  });
});

test('fileStore keeps apart names that are no whole Unicode, and lists them as they are', async () => {
  const { store } = await fileWorld();
  const names = ['\ud800', '\ud801', '\udfff', '\ufffd', 'a\0b', 'ab', '\u{1f39f}'];
  for (const [index, name] of names.entries()) await store.write(name, credential(`${index}`));
  const tokens = await Promise.all(names.map((name) => tokenOf(store, name)));
  expect(tokens).toEqual(names.map((_, index) => `${index}`));
  await expect(namesIn(store)).resolves.toEqual(names.toSorted());
});

test('fileStore times leases by the system’s clock when it is told of no other', async () => {
  const { store } = await fileWorld();
  await expect(store.lease('alice', 60_000)).resolves.toBeDefined();
  await expect(store.lease('alice', 60_000)).resolves.toBeUndefined();
});

test('fileStore shows nothing of what it holds when it is printed', async () => {
  const { store } = await fileWorld();
  await store.write('alice', credential('canary-stored-token'));
  await store.read('alice');
  expect(`${inspect(store, { depth: 9, showHidden: true })}${JSON.stringify(store)}`).not.toContain('canary');
});
