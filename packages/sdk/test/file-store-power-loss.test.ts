import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { CredentialStore } from '../src/index.js';
import { fileStore } from '../src/node.js';
import { credential, fileWorld, folderOf, namesIn, tokenOf } from './file-store-world.js';
import { type Image, imagesAfter, RememberedDisk } from './remembered-disk.js';
import { refusal, watchFiles } from './watched-files.js';

// A slow disk takes its time over hundreds of writes.
vi.setConfig({ testTimeout: 60_000 });

/** What is done, in this order, and the token that is there once it resolves. */
const deeds: readonly (readonly [token: string | undefined, (store: CredentialStore) => Promise<unknown>])[] = [
  ['first', (store) => store.write('alice', credential('first'))],
  ['second', (store) => store.write('alice', credential('second'))],
  ['second', async (store) => (await store.lease('alice', 1000))?.release()],
  [undefined, (store) => store.remove('alice')],
  ['third', (store) => store.write('alice', credential('third'), { ifVersion: null })],
];

/** A disk, and the tokens one of which must be found on it. */
interface Found {
  readonly image: Image;
  readonly allowed: readonly (string | undefined)[];
}

/** The power fails after each thing that happens while this is done; all of it is done to one store. */
async function everyFailure(all: typeof deeds): Promise<Found[]> {
  const { parent, directory } = await fileWorld();
  const disk = new RememberedDisk(parent);
  const { happened } = disk;
  const stop = disk.watch();
  const store = fileStore(directory, { clock: { now: () => 0 } });
  const ends: number[] = [];
  for (const [, deed] of all) {
    await deed(store);
    ends.push(happened.length);
  }
  stop();
  const tokens = [undefined, ...all.map(([token]) => token)];
  return Array.from({ length: happened.length + 1 }, (_, length) => {
    const done = ends.filter((end) => end <= length).length;
    const allowed = tokens.slice(done, done + 2);
    return Array.from(imagesAfter(happened.slice(0, length)), (image) => ({ image, allowed }));
  }).flat();
}

/** The same disks once. */
function merged(all: readonly Found[]): Found[] {
  const found = new Map<string, Found>();
  for (const { image, allowed } of all) {
    const key = JSON.stringify([...image].toSorted(([a], [b]) => (a < b ? -1 : 1)));
    const before = found.get(key)?.allowed ?? allowed;
    found.set(key, { image, allowed: before.filter((token) => allowed.includes(token)) });
  }
  return [...found.values()];
}

async function put(image: Image): Promise<string> {
  const { parent } = await fileWorld();
  for (const [path, text] of image) {
    await (text === undefined ? mkdir(join(parent, path)) : writeFile(join(parent, path), text));
  }
  return join(parent, 'deep', 'store');
}

test('whenever the power fails, what was written is there, nothing is damaged, and work goes on', async () => {
  const all = merged(await everyFailure(deeds));
  expect(all.length).toBeGreaterThan(30);
  for (const { image, allowed } of all) {
    const directory = await put(image);
    const store = fileStore(directory, { clock: { now: () => 2000 } });
    const token = await tokenOf(store);
    expect(allowed).toContain(token);
    await expect(namesIn(store)).resolves.toEqual(token === undefined ? [] : ['alice']);
    await expect(store.lease('alice', 1000)).resolves.toBeDefined();
    await store.write('alice', credential('fourth'));
    await expect(tokenOf(store)).resolves.toBe('fourth');
    await expect(readdir(folderOf(directory, 'alice'))).resolves.toHaveLength(2);
  }
});

test('what was written into a folder whose maker died before it was on the disk is there when the power fails', async () => {
  const dying: (typeof deeds)[number] = [
    undefined,
    async (store) => {
      const stop = watchFiles(({ name, path, proceed }) =>
        name === 'file.sync' && path.endsWith('credentials') ? Promise.reject(refusal('EIO', 'fsync')) : proceed(),
      );
      await expect(store.write('alice', credential('of the dead'))).rejects.toThrow('does not work');
      stop();
    },
  ];
  const all = merged(await everyFailure([dying, ['first', (store) => store.write('alice', credential('first'))]]));
  const done = all.filter(({ allowed }) => allowed.length === 1);
  expect(done.length).toBeGreaterThan(0);
  for (const { image, allowed } of done) {
    expect(allowed).toContain(await tokenOf(fileStore(await put(image))));
  }
});

test('a token that was removed is nowhere on the disk when the power fails', async () => {
  const remove: (typeof deeds)[number] = [undefined, (store) => store.remove('alice')];
  const all = await everyFailure([['first', (store) => store.write('alice', credential('first'))], remove]);
  const removed = all.filter(({ allowed }) => allowed.length === 1);
  expect(removed.length).toBeGreaterThan(0);
  for (const { image } of removed) expect([...image.values()].join()).not.toContain('first');
});
